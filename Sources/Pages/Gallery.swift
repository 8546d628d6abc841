import Files
import Glibc

/// A folder of pages for guests, ready to be copied to a web server: one folder for each link, named by its token, with a page
/// and its pictures. Made again into the same folder, it brings that up to date.
///
///     let gallery = Gallery(folder: "out", event: event.id, words: words)
///     try gallery.write(page, files: ["FinalPhoto/…": "picture-1.jpg"], token: token)
///     let gone = try gallery.removeOthers(than: tokens)
public struct Gallery: Sendable {
    public let folder: String
    private let words: Words
    private let generator: String

    /// - Parameter event: what tells the pages of one event from those of another in the same folder; it is not shown.
    public init(folder: String, event: String, words: Words) {
        (self.folder, self.words) = (folder, words)
        generator = "Boothkit \(ContentHash(of: Array(event.utf8)).prefix8)"
    }

    /// Makes the folder, with a page that lists nothing: a web server without one might show every token.
    public func open(_ page: GuestPage) throws(PagesError) {
        let door = folder + "/index.html"
        try paging { () throws(FilesError) in
            try makeFolder(folder)
            // Somebody's own page stays.
            guard FileIdentity(door) == nil || isOwn(door) else { return }
            try replace(door, with: page.door(words, generator: generator))
        }
    }

    /// A file that a page shows: where it is now, and what its name beside the page is.
    public struct File: Sendable {
        public var source: String
        public var name: String

        public init(_ source: String, as name: String) { (self.source, self.name) = (source, name) }
    }

    /// Writes the page of a link and copies its files; what the former page had beyond them goes. A name stands for a content,
    /// so a file that is there already is not copied again.
    public func write(_ page: GuestPage, files: [File], token: String) throws(PagesError) {
        guard Self.isToken(token) else { throw .badToken(token) }
        let place = folder + "/" + token
        try paging { () throws(FilesError) in
            try makeFolder(place)
            for file in files {
                let target = place + "/" + file.name
                if let size = size(of: file.source), size == self.size(of: target) { continue }
                try writeDurably(readAll(file.source, limit: 1 << 32), to: target)
            }
            // Last, so that no page shows what is not there yet.
            try replace(place + "/index.html", with: page.html(words, generator: generator))
            let wanted = Set(files.map(\.name) + ["index.html"])
            for name in try entries(ofFolder: place) where !wanted.contains(name) && !name.hasPrefix(".") {
                unlink(place + "/" + name)
            }
        }
    }

    /// Removes the pages of this event whose links are good no more, of guests who were deleted, say; gives their tokens.
    public func removeOthers(than tokens: Set<String>) throws(PagesError) -> [String] {
        try paging { () throws(FilesError) in
            let gone = try entries(ofFolder: folder).filter { name in
                Self.isToken(name) && !tokens.contains(name)
                    && isOwn(folder + "/" + name + "/index.html")
            }.sorted()
            for name in gone { removeTree(folder + "/" + name) }
            return gone
        }
    }

    /// Whatever a record says, nothing is written beside the folder.
    private static func isToken(_ name: String) -> Bool { name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil }

    /// A page that is as it should be keeps its time, by which whoever copies the folder tells what is new.
    private func replace(_ path: String, with text: String) throws(FilesError) {
        let bytes = Array(text.utf8)
        if let present = try? readAll(path, limit: 1 << 20), present == bytes { return }
        try writeDurably(bytes, to: path)
    }

    private func isOwn(_ page: String) -> Bool {
        guard let bytes = try? readAll(page, limit: 1 << 20) else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("<meta name=\"generator\" content=\"\(generator)\">")
    }

    private func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
