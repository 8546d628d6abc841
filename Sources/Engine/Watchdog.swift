import Synchronization
import Work

/// Whether the session loop keeps its promises. The loop says until when it will be done with what it does; systemd's watchdog
/// is fed as long as that time has not passed.
final class Watchdog: Sendable {
    private let time: TimeSource
    private let overdue = Mutex<TimeSource.Instant?>(nil)

    init(time: TimeSource) { self.time = time }

    /// The loop will wait for somebody, or have gone on to something else, within `limit`.
    func promise(within limit: Duration = .seconds(60)) {
        let end = time.now + limit
        overdue.withLock { $0 = end }
    }

    /// The loop waits for somebody, which may take as long as it takes.
    func rest() { overdue.withLock { $0 = nil } }

    func promising<Value>(
        within limit: Duration, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async rethrows -> Value {
        promise(within: limit)
        defer { promise() }
        return try await body()
    }

    var isWell: Bool {
        let now = time.now
        return overdue.withLock { $0.map { now < $0 } ?? true }
    }
}
