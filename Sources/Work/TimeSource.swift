internal import Glibc

/// Time as a part of the booth sees it. Whatever waits does so by one of these, so that a test can stand in for the clock and
/// advance it. Durations and deadlines are measured by `now`, which never jumps; `wall` is what a person would read.
///
///     let end = time.now + .seconds(3)
///     try await time.sleep(until: end)
public struct TimeSource: Sendable {
    public typealias Instant = ContinuousClock.Instant

    private let tell: @Sendable () -> Instant
    private let read: @Sendable () -> Int
    private let wait: @Sendable (Instant) async throws -> Void
    private let hold: @Sendable (Bool) -> Void

    /// - Parameters:
    ///   - wall: milliseconds since 1970, UTC.
    ///   - sleep: returns at the given instant, or throws when the task is cancelled.
    ///   - hold: hears of work off the pool, when it begins (true) and when it has ended.
    public init(
        now: @escaping @Sendable () -> Instant, wall: @escaping @Sendable () -> Int,
        sleep: @escaping @Sendable (Instant) async throws -> Void, hold: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        (tell, read, wait, self.hold) = (now, wall, sleep, hold)
    }

    /// The machine's own clocks.
    public static let system = TimeSource(
        now: { .now },
        wall: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
        },
        sleep: { try await Task.sleep(until: $0, clock: .continuous) })

    public var now: Instant { tell() }
    /// Milliseconds since 1970, UTC. The wall clock may jump, so that it decides nothing but what is shown and recorded.
    public var wall: Int { read() }

    /// Throws when the task is cancelled, before or while it waits.
    public func sleep(until instant: Instant) async throws(CancellationError) {
        do { try await wait(instant) } catch { throw CancellationError() }
    }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: now + duration)
    }

    /// Runs `action`, which must be quick, when `duration` has passed; never when the task that this gives is cancelled before.
    @discardableResult
    public func after(_ duration: Duration, _ action: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task {
            do { try await sleep(for: duration) } catch { return }
            action()
        }
    }

    /// As `Work.offPool`. A clock that a test advances stands still meanwhile, since such work takes none of its time.
    public func offPool<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        hold(true)
        defer { hold(false) }
        return try await Work.offPool(work)
    }

    /// Runs long work that is itself no waiting. A clock that a test advances stands still meanwhile.
    public func working<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value {
        hold(true)
        defer { hold(false) }
        return await work()
    }

    /// As `Work.offPool(within:late:)`, with the limit by this clock.
    public func offPool<Value: Sendable, Failure: Error>(
        within limit: Duration, late: Failure, _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        hold(true)
        defer { hold(false) }
        return try await Work.offPool(within: limit, late: late, by: self, work)
    }

    /// What `body` gives, or nil when `limit` has passed; then the body is cancelled and left behind.
    public func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (answers, answer) = AsyncStream<Value?>.makeStream()
        let work = Task { answer.yield(await body()) }
        let timer = Task {
            do { try await sleep(for: limit) } catch { return }
            answer.yield(nil)
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        for await first in answers { return first }
        return nil
    }
}
