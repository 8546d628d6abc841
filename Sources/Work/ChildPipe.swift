internal import CProcess
internal import Glibc
internal import Synchronization

/// A pipe between this process and a child that is given its other end. Nothing waits for ever on it: a child from which, or to which,
/// nothing moves for too long is reported, and the caller ends it. So is an end that somebody asks for meanwhile.
public final class ChildPipe: Sendable {
    /// Which end is this process's; the child gets the other one.
    public enum Own: Sendable { case reading, writing }

    /// Why no more bytes moved.
    public enum Trouble: Error, Equatable {
        /// The child has let go of its end.
        case closed
        /// Nothing moved for as long as it may take.
        case stalled
        /// An end was asked for.
        case stopped
    }

    /// Of the child: closed here by `started`, since only its own copy may keep the pipe open.
    public let childs: Int32
    private let own: Int32
    private let isStopped: @Sendable () -> Bool
    private let isOpen = Once()
    private let isShared = Once()

    /// nil when this process has too many files open. `isStopped` is asked several times a second while nothing moves.
    public init?(_ own: Own, isStopped: @escaping @Sendable () -> Bool = { false }) {
        _ = Self.isDeaf
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        self.isStopped = isStopped
        (self.own, childs) = own == .reading ? (ends[0], ends[1]) : (ends[1], ends[0])
        _ = fcntl(self.own, F_SETFL, O_NONBLOCK)
        // A frame goes through in few pieces; where the limit is lower, it stays as it was.
        _ = fcntl(self.own, Self.setSize, 1 << 20)
    }

    deinit {
        close()
        started()
    }

    /// F_SETPIPE_SZ, which glibc shows only for _GNU_SOURCE.
    private static let setSize: Int32 = 1031

    /// A child that ends early is an error of a write, and no reason to end this process.
    private static let isDeaf: Void = { signal(SIGPIPE, SIG_IGN) }()

    /// After the child's start.
    public func started() { isShared.run { _ = Glibc.close(childs) } }

    /// The other side sees the end.
    public func close() { isOpen.run { _ = Glibc.close(own) } }

    /// Fills `buffer`, or as much of it as there is before the end; the number of bytes.
    public func read(into buffer: UnsafeMutableRawBufferPointer, patience: Duration) throws(Trouble) -> Int {
        assertOffPool()
        var filled = 0
        while filled < buffer.count {
            let count = Glibc.read(own, buffer.baseAddress! + filled, buffer.count - filled)
            if count == 0 { return filled }
            if count > 0 { filled += count } else { try wait(for: POLLIN, patience) }
        }
        return filled
    }

    public func write(_ bytes: UnsafeRawBufferPointer, patience: Duration) throws(Trouble) {
        assertOffPool()
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(own, bytes.baseAddress! + written, bytes.count - written)
            if count > 0 { written += count } else { try wait(for: POLLOUT, patience) }
        }
    }

    /// Between two questions whether an end is asked for.
    private static let slice = Duration.milliseconds(200)

    /// After a call that moved nothing, with its errno.
    private func wait(for event: Int32, _ patience: Duration) throws(Trouble) {
        switch errno {
        case EINTR: return
        case EAGAIN: break
        default: throw .closed
        }
        var ready = pollfd(fd: own, events: Int16(event), revents: 0)
        let end = ContinuousClock.now + patience
        while !isStopped() {
            let left = min(Self.slice, end - .now)
            guard left > .zero else { throw .stalled }
            if poll(&ready, 1, Int32((left / .milliseconds(1)).rounded(.up))) != 0 { return }
        }
        throw .stopped
    }
}

/// What is done at most once.
private final class Once: Sendable {
    private let isDone = Atomic(false)

    func run(_ body: () -> Void) {
        if !isDone.exchange(true, ordering: .acquiringAndReleasing) { body() }
    }
}
