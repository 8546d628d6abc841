import Files
import Glibc

/// A folder of pages for guests, ready to be copied to a web server: one folder for each link, named by its token, with a page
/// and its pictures. Made again into the same folder, it brings that up to date.
///
///     let gallery = Gallery(folder: "out", event: event.id, words: words)
///     try gallery.write(page, files: [GalleryFile("party/FinalPhoto/…", as: "picture-1-5b5da724.jpg")], token: token)
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
            try replace(folder + "/page.css", with: page.style)
            try replace(folder + "/icon.svg", with: Style.icon)
            // Somebody's own page stays.
            guard FileIdentity(door) == nil || isOwn(door) else { return }
            try replace(door, with: page.door(words, generator: generator))
        }
    }

    /// Writes the page of a link and brings its files; what the former page had beyond them goes.
    public func write(_ page: GuestPage, files: [GalleryFile], token: String) throws(PagesError) {
        guard Self.isToken(token) else { throw .badToken(token) }
        let place = folder + "/" + token
        try paging { () throws(FilesError) in try makeFolder(place) }
        for file in files { try file.bring(to: place) }
        try paging { () throws(FilesError) in
            // Last, so that no page shows what is not there yet.
            try replace(place + "/page.css", with: page.style)
            try replace(place + "/index.html", with: page.html(words, generator: generator))
            let wanted = Set(files.map(\.name) + ["index.html", "page.css"])
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
}
