import Files
import Glibc
import Work

/// Processes that work in one folder keep out of each other's way: any number with `shared`, or one `alone`. The folder
/// itself is what is locked, so that no file is left behind.
public struct FolderLock: ~Copyable, Sendable {
    enum Kind { case shared, alone }
    private let descriptor: Int32

    /// Held from before a rendition's file has its name until the record has its row: meanwhile nobody takes the file for
    /// an orphan. Makes the folder when it is missing.
    public init(keepingInto kind: Rendition.Kind, of folder: EventFolder) throws(SessionsError) {
        try self.init(shelf: kind.folder, of: folder)
    }

    init(shelf: String, of folder: EventFolder, waiting milliseconds: Int = 5_000) throws(SessionsError) {
        try filing { () throws(FilesError) in try makeFolder(folder.absolute(shelf)) }
        try self.init(folder.absolute(shelf), .shared, waiting: milliseconds)
    }

    /// Waits for others for so long, and throws `busy` then.
    init(_ path: String, _ kind: Kind, waiting milliseconds: Int = 5_000) throws(SessionsError) {
        guard let lock = try Self.taken(path, kind, within: milliseconds) else { throw .busy(path: path) }
        self = lock
    }

    /// Alone in the folder, or nil when others are at work there for longer than two seconds.
    static func alone(in path: String) throws(SessionsError) -> FolderLock? { try taken(path, .alone, within: 2_000) }

    private static func taken(
        _ path: String, _ kind: Kind, within milliseconds: Int
    ) throws(SessionsError) -> FolderLock? {
        assertOffPool()
        let descriptor = try open(path)
        for _ in 0..<milliseconds / 5 {
            if flock(descriptor, (kind == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 {
                return FolderLock(adopting: descriptor)
            }
            if let problem = SessionsError.lockFailure(errno, path: path) {
                close(descriptor)
                throw problem
            }
            usleep(5_000)
        }
        close(descriptor)
        return nil
    }

    private init(adopting descriptor: Int32) { self.descriptor = descriptor }

    private static func open(_ path: String) throws(SessionsError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .noEvent(path: path) }
        return descriptor
    }

    deinit { close(descriptor) }
}
