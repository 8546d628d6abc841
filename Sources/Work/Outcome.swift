internal import Glibc

extension Child {
    /// How a program ended, and what it left.
    public struct Outcome: Sendable {
        public enum End: Sendable, Equatable {
            /// By itself, with that status.
            case exited(Int32)
            /// By a signal of somebody else's.
            case signalled(Int32)
            case timedOut
            /// As it was told, or before it was started.
            case ended
            case notStarted(String)
        }

        public var end: End
        /// What was captured.
        public var output: [UInt8] = []
        public var errors: [UInt8] = []
        public var usage = Usage()

        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// What it used, with all of its own children that it has waited for.
    public struct Usage: Sendable, Equatable {
        /// User and system time of all threads.
        public var processor = Duration.zero
        /// From its start to its end.
        public var wall = Duration.zero
        /// Greatest resident set, bytes. Linux hands the peak of the process that starts another on to it (`exec` folds the old
        /// memory map's high-water mark into `ru_maxrss`), so it means something only while this process is the smaller one.
        public var peak = 0

        public init() {}

        init(_ usage: rusage, wall: Duration) {
            func time(_ value: timeval) -> Duration { .seconds(value.tv_sec) + .microseconds(value.tv_usec) }
            (processor, self.wall) = (time(usage.ru_utime) + time(usage.ru_stime), wall)
            peak = usage.ru_maxrss * 1024
        }
    }
}

extension Child.Outcome.End: CustomStringConvertible {
    /// As the status word of wait(2) says it: a signal in the low seven bits, the exit status in the byte above.
    init(status: Int32) {
        self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    }

    /// A word for a record: "done", "failed with 3", "ended by a signal", "timed out".
    public var description: String {
        switch self {
        case .exited(0): "done"
        case .exited(let status): "failed with \(status)"
        case .signalled: "ended by a signal"
        case .timedOut: "timed out"
        case .ended: "ended"
        case .notStarted: "not started"
        }
    }
}
