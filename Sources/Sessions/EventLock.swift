import Glibc

/// Says that an engine runs on the event, for as long as it is held: `flock` on `event.lock`. A crash lets it go.
public struct EventLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Throws `engineRuns` when another process holds it.
    public init(_ folder: EventFolder) throws(SessionsError) {
        guard folder.isThere("event.json") else { throw .noEvent(path: folder.path) }
        let opened = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw .notWritable(path: folder.lock) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .engineRuns(path: folder.path)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Whether somebody holds it now.
    public static func isHeld(_ folder: EventFolder) -> Bool {
        let descriptor = open(folder.lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}
