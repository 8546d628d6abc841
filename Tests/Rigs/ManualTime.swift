import Synchronization
package import Work

/// A clock that stands still until a test advances it. Whoever sleeps by it wakes when its time has come, in order.
package final class ManualTime: Sendable {
    private struct State {
        var now = ContinuousClock.now
        var wall = TimeSource.system.wall
        var next = 0
        /// Work that takes none of this clock's time.
        var held = 0
        var sleepers: [Int: (until: ContinuousClock.Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var source: TimeSource {
        TimeSource(
            now: { self.now }, wall: { self.wall }, sleep: { try await self.sleep(until: $0) },
            hold: { begins in self.state.withLock { $0.held += begins ? 1 : -1 } })
    }

    package var now: ContinuousClock.Instant { state.withLock { $0.now } }
    package var wall: Int { state.withLock { $0.wall } }
    /// How many wait now.
    package var sleepers: Int { state.withLock { $0.sleepers.count } }
    /// When the first of those who wait wakes.
    package var nextWake: ContinuousClock.Instant? { state.withLock { $0.sleepers.values.map(\.until).min() } }

    package func advance(by duration: Duration) { advance(to: now + duration) }

    /// Nothing happens when that time has passed already.
    package func advance(to instant: ContinuousClock.Instant) {
        let woken = state.withLock { state in
            guard instant > state.now else { return [CheckedContinuation<Void, any Error>]() }
            state.wall += Int((instant - state.now) / .milliseconds(1))
            state.now = instant
            let due = state.sleepers.filter { $0.value.until <= instant }.sorted {
                ($0.value.until, $0.key) < ($1.value.until, $1.key)
            }
            for (number, _) in due { state.sleepers[number] = nil }
            return due.map(\.value.continuation)
        }
        for one in woken { one.resume() }
    }

    /// Lets time go by while `body` runs: whenever nobody does anything but sleep, the next one is woken. So what waits for
    /// minutes takes none, and what computes for long does not seem late. Work on other threads counts when it was
    /// begun by `TimeSource.offPool`.
    package func passing<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        let driver = Task.detached(priority: Task.currentPriority) { [self] in
            while !Task.isCancelled {
                // Whatever is about to run comes before (`Ahead`), and what other threads have done is heard of.
                let before = state.withLock { ($0.next, $0.sleepers.count, $0.held) }
                for _ in 0..<20 { await Task.yield() }
                try? await Task.sleep(for: .milliseconds(2))
                for _ in 0..<20 { await Task.yield() }
                let wake: ContinuousClock.Instant? = state.withLock { state in
                    guard before == (state.next, state.sleepers.count, state.held), state.held == 0 else { return nil }
                    return state.sleepers.values.map(\.until).min()
                }
                if let wake { advance(to: wake) }
            }
        }
        defer { driver.cancel() }
        return try await body()
    }

    /// Sets the wall clock, as NTP or a hand does; nobody wakes.
    package func setWall(_ milliseconds: Int) { state.withLock { $0.wall = milliseconds } }

    private func sleep(until instant: ContinuousClock.Instant) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isOver: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if instant <= state.now { return .success(()) }
                    state.sleepers[number] = (instant, continuation)
                    return nil
                }
                if let isOver { continuation.resume(with: isOver) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume(
                throwing: CancellationError())
        }
    }
}
