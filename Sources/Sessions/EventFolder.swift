import Faults
import Files
import Glibc

/// Where the things of an event are.
public struct EventFolder: Sendable, Hashable {
    public let path: String

    public init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    public var settings: String { path + "/event.json" }
    public var workflow: String { path + "/workflow.json" }
    public var database: String { path + "/event.db" }
    public var history: String { path + "/sessions.json" }
    public var lock: String { path + "/event.lock" }
    public var layouts: String { path + "/Layouts" }
    /// The ledger of prints that are under way, and of those that were.
    public var prints: String { path + "/" + Self.prints }

    /// Those that hold files of sessions, each of which has a row.
    static let prints = "Prints"
    static let shelves = ["Captures"] + Rendition.Kind.allCases.map(\.folder)

    /// Small pictures of what stands in those, which are made again when they are missed, and the longer sides that they have.
    public static let thumbs = "Thumbs"
    public static let thumbSides = [320, 900, 1_600, 2_400]

    /// The small picture of a file, as relative as that. Its name begins with the session's number behind its own size.
    public static func thumb(of path: String, side: Int) -> String {
        let name = path.split(separator: "/").last ?? ""
        return "\(thumbs)/\(side)-\(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)).jpg"
    }

    /// Prints may lie outside of the event; their paths are absolute already.
    public func absolute(_ relative: String) -> String { relative.hasPrefix("/") ? relative : path + "/" + relative }

    /// "000047-": how the names of a session's files begin.
    public static func prefix(_ number: Int) -> String { number.padded(to: 6) + "-" }

    /// The session's number in the name of one of its files, half-written (hidden) or put aside ("2-000047-…") as it may
    /// be: the first part that has at least six digits, among the first two.
    static func number(inName name: String) -> Int? {
        let parts = name.drop { $0 == "." }.split(separator: "-", maxSplits: 2)
        guard parts.count > 1 else { return nil }
        return parts.prefix(2).first { $0.utf8.count >= 6 && $0.utf8.allSatisfy { (48...57).contains($0) } }.flatMap {
            Int($0)
        }
    }

    /// The highest number in the names of sessions' files, put aside as they may be; 0 when there are none. One that is far
    /// above `known` is no number of this event but a slip of somebody's, or a date.
    func highestNumber(near known: Int) throws(SessionsError) -> Int {
        var highest = 0
        for shelf in Self.shelves.flatMap({ [$0, "Quarantine/" + $0] }) {
            for name in try names(in: shelf) {
                guard let match = name.wholeMatch(of: /(?:\d{1,4}-)?(\d{6,9})-.+-[0-9a-f]{8}\.[a-z0-9]{1,5}/),
                    let number = Int(match.1), number <= known + 100_000
                else { continue }
                highest = max(highest, number)
            }
        }
        return highest
    }

    public func isThere(_ relative: String) -> Bool {
        var status = stat()
        return stat(absolute(relative), &status) == 0
    }

    /// Bytes that may still be written.
    public func freeSpace() throws(SessionsError) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .noEvent(path: path) }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// How many more files there may be; nil where the file system sets no number.
    public func freeFiles() throws(SessionsError) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .noEvent(path: path) }
        return status.f_files == 0 ? nil : Int(status.f_favail)
    }

    /// A session, its journal and its prints need no more than that.
    static let filesOfASession = 64

    /// Moves a file out of the way, where it stays until somebody looks at it. Its name is kept, but shown, and with a
    /// number if there is one of that name already; what turns out to be a JPEG is called so. Gives the new path, relative
    /// to the event.
    func setAside(_ relative: String) throws(SessionsError) -> String {
        let parts = relative.split(separator: "/").map(String.init)
        let folder = (["Quarantine"] + parts.dropLast()).joined(separator: "/")
        try filing { () throws(FilesError) in try makeFolder(absolute(folder)) }
        var name = String(parts.last!.drop { $0 == "." })
        if name.hasSuffix(".part"), isJPEG(relative) { name = name.dropLast(5) + ".jpg" }
        var target = folder + "/" + name
        var count = 1
        while isThere(target) {
            count += 1
            target = folder + "/\(count)-" + name
        }
        guard rename(absolute(relative), absolute(target)) == 0 else {
            throw .file(.failed(path: absolute(relative), reason: String(cString: strerror(errno))))
        }
        return target
    }

    private func isJPEG(_ relative: String) -> Bool {
        let descriptor = open(absolute(relative), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var start: [UInt8] = [0, 0, 0]
        return read(descriptor, &start, 3) == 3 && start == [0xFF, 0xD8, 0xFF]
    }

    /// Removes files; those that are not there are fine. Returns when the disk has it.
    func remove(_ relative: [String]) throws(SessionsError) {
        for path in relative where unlink(absolute(path)) != 0 && errno != ENOENT && errno != ENOTDIR {
            throw .file(.failed(path: absolute(path), reason: String(cString: strerror(errno))))
        }
        for folder in Set(relative.map { $0.prefix(upTo: $0.lastIndex(of: "/") ?? $0.startIndex) }) {
            let descriptor = open(absolute(String(folder)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            fsync(descriptor)
            close(descriptor)
        }
    }

    /// Names in one of the folders, none when it is not there.
    func names(in folder: String) throws(SessionsError) -> [String] {
        guard isThere(folder) else { return [] }
        return try filing { () throws(FilesError) in try entries(ofFolder: absolute(folder)) }.sorted()
    }
}
