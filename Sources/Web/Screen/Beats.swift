import Synchronization
import Work

/// When the guests' screen said last that it is painted, so that whoever opened its browser knows whether it still lives.
final class Beats: Sendable {
    private let time: TimeSource
    private let last: Mutex<TimeSource.Instant>

    init(_ time: TimeSource) {
        self.time = time
        last = Mutex(time.now)
    }

    func note() {
        let now = time.now
        last.withLock { $0 = now }
    }

    /// For how long nothing has been heard, or since the server began.
    var silence: Duration { time.now - last.withLock { $0 } }
}
