import Glibc
import Work

/// Says that something is at work on an event, for as long as it is held: `flock` on a file of the event. A crash lets it go.
/// Taking it may wait for the drive, so what runs on the cooperative pool takes it off the pool.
public final class EventLock: Sendable {
    private let descriptor: Int32

    /// Of the engine: `event.lock`. Throws `engineRuns` when another process holds it.
    public convenience init(_ folder: EventFolder) throws(SessionsError) {
        try self.init(folder, folder.lock, .engineRuns(path: folder.path))
    }

    /// Of whoever sends what is in the outbox: `event.send.lock`. Throws `anotherSends` when somebody else holds it.
    public convenience init(sendingFrom folder: EventFolder) throws(SessionsError) {
        try self.init(folder, folder.absolute("event.send.lock"), .anotherSends(path: folder.path))
    }

    private init(_ folder: EventFolder, _ path: String, _ isHeld: SessionsError) throws(SessionsError) {
        assertOffPool()
        guard folder.isThere("event.json") else { throw .noEvent(path: folder.path) }
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw .notWritable(path: path) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let problem = errno
            close(opened)
            throw .lockFailure(problem, path: folder.path) ?? isHeld
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Whether an engine holds it now.
    public static func isHeld(_ folder: EventFolder) -> Bool {
        assertOffPool()
        let descriptor = open(folder.lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
