import Glibc

/// Throws what `writeDurably` would throw for `path`, as far as that can be told beforehand and without writing: a folder
/// that is missing or closed to us, a name that is none, something at `path` that is no file. Worth asking before hours
/// of work.
public func checkDestination(_ path: String) throws(FilesError) {
    let place = try Destination(path)
    try place.requireNothingButAFile(path: path)
    guard faccessat(place.folder.number, ".", W_OK | X_OK, AT_EACCESS) == 0 else {
        throw FilesError(errno: errno, path: path, doing: .creating)
    }
}

/// Whether both paths lead to one existing file, by whatever links or spelling.
public func isSameFile(_ one: String, _ other: String) -> Bool {
    guard let file = FileIdentity(one) else { return false }
    return file == FileIdentity(other)
}

/// An existing file or folder, the same by whatever links or spelling one comes to it.
public struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t

    /// nil when nothing is at `path`.
    public init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }
}

/// Where a file is or would be, the same in any spelling of its folder. A link as the last name is a place of its own,
/// for a durable write replaces it.
public struct FilePlace: Hashable, Sendable {
    /// The nearest folder above that exists.
    private let folder: FileIdentity?
    /// What follows it: one name, or more when folders are still to be made.
    private let names: [String]

    public init(_ path: String) {
        let start = path.hasPrefix("/") ? "/" : "./"
        let parts = path.split(separator: "/").filter { $0 != "." }.map(String.init)
        var count = max(0, parts.count - 1)
        var folder = FileIdentity(start + parts.prefix(count).joined(separator: "/"))
        while folder == nil, count > 0 {
            count -= 1
            folder = FileIdentity(start + parts.prefix(count).joined(separator: "/"))
        }
        self.folder = folder
        names = Array(parts.dropFirst(count))
    }
}

/// Where a file lies, with the slash behind it.
func folder(of path: String) -> String { path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "." }

/// Where a file is to be written: its folder, opened, and its name there.
struct Destination: ~Copyable {
    let folder: Descriptor
    let name: String

    init(_ path: String) throws(FilesError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard !path.utf8.contains(0), !name.isEmpty, name != ".", name != ".." else {
            throw .cannotCreate(path: path, reason: "not the name of a file")
        }
        folder = try Self.open(Files.folder(of: path), of: path)
    }

    /// Renaming onto /dev/null would destroy it.
    func requireNothingButAFile(path: String) throws(FilesError) {
        var status = stat()
        if fstatat(folder.number, name, &status, 0) == 0 { try FilesError.requireRegular(status.st_mode, path: path) }
    }

    private static func open(_ folder: String, of path: String) throws(FilesError) -> Descriptor {
        let number = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else {
            switch errno {
            case ENOENT: throw .cannotCreate(path: path, reason: "there is no folder \(folder)")
            case ENOTDIR: throw .cannotCreate(path: path, reason: "\(folder) is not a folder")
            default: throw FilesError(errno: errno, path: path, doing: .creating)
            }
        }
        return Descriptor(adopting: number, path: path)
    }
}
