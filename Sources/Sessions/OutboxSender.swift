import Synchronization
public import Work

/// Sends what is in an event's outbox, by routes, until it is cancelled. There is one sender an event: it holds a lock, and
/// what one before it had begun is taken back when it starts.
///
///     var prints = OutboxRoute([.print]) { await desk.print($0) }
///     (prints.parallel, prints.resumes) = ([.guest: 32], true)
///     try await OutboxSender(record: record, routes: [prints]) { trouble in show(trouble) }.run()
///
/// What becomes of the items of one turn is written down in one transaction, together with the claims of the next ones; captures that
/// are on their way to the disk go before it.
public struct OutboxSender: Sendable {
    private let record: EventRecord
    private let routes: [OutboxRoute]
    private let time: TimeSource
    private let report: @Sendable (SessionsError?) -> Void
    /// How often it looks whether another process has added something.
    private static let lookingAround = Duration.seconds(1)

    /// - Parameter report: hears why nothing can be claimed or settled (a full disk, a record that somebody else locks), and
    ///   nil when it can again. Sending goes on by itself.
    public init(
        record: EventRecord, routes: [OutboxRoute], time: TimeSource = .system,
        report: @escaping @Sendable (SessionsError?) -> Void = { _ in }
    ) {
        (self.record, self.routes, self.time, self.report) = (record, routes, time, report)
    }

    /// Returns when its task is cancelled and what was being sent is settled.
    ///
    /// - Throws: `anotherSends` when there is a sender already.
    public func run() async throws(SessionsError) {
        let lock = try await time.offPool { [folder = record.folder] () throws(SessionsError) in
            try EventLock(sendingFrom: folder)
        }
        defer { withExtendedLifetime(lock) {} }
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let listener = record.listen { wake.yield() }
        defer { record.stopListening(listener) }
        wake.yield()
        let ended = Ended()
        var turns = Turns(record: record, routes: routes, report: report)
        await withTaskGroup(of: Void.self) { group in
            let watch = Task { await lookAround(wake) }
            var timer: Task<Void, Never>?
            for await _ in wakes {
                // Taken before the turn, which may take its time: waits begin when it did.
                let start = time.now
                let turn = await turns.next(settling: ended.take(), at: moment, mayClaim: true)
                for item in turn.claimed {
                    guard let transport = routes.route(of: item)?.transport else { continue }
                    group.addTask {
                        let outcome = await transport(item)
                        ended.add(.init(item: item, outcome: outcome, isInterrupted: Task.isCancelled))
                        wake.yield()
                    }
                }
                timer?.cancel()
                timer = turn.wait.map { wait in
                    Task {
                        guard (try? await time.sleep(until: start + wait)) != nil else { return }
                        wake.yield()
                    }
                }
            }
            timer?.cancel()
            watch.cancel()
        }
        _ = await turns.next(settling: ended.take(), at: moment, mayClaim: false)
    }

    /// Sends until `isOver` says so, asked again and again; then what was being sent is settled.
    ///
    /// - Throws: `anotherSends` when there is a sender already.
    public func run(
        asking pause: Duration, until isOver: @escaping @Sendable () async -> Bool
    ) async throws(SessionsError) {
        // A sender that ends by itself ends the wait, and the other way round.
        let failure = await withTaskGroup(of: SessionsError?.self) { group in
            group.addTask {
                do throws(SessionsError) { try await run() } catch { return error }
                return nil
            }
            group.addTask {
                while await !isOver() { guard (try? await time.sleep(for: pause)) != nil else { break } }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            await group.waitForAll()
            return first
        }
        if let failure { throw failure }
    }

    private var moment: Moment { Moment(milliseconds: time.wall) }

    private func lookAround(_ wake: AsyncStream<Void>.Continuation) async {
        var last = try? await record.dataVersion()
        while (try? await time.sleep(for: Self.lookingAround)) != nil {
            let version = try? await record.dataVersion()
            if version != last { wake.yield() }
            last = version
        }
    }
}

/// An attempt that is over.
struct EndedAttempt: Sendable {
    var item: OutboxItem
    var outcome: SendOutcome
    /// Sending was to end meanwhile, so that a failure tells nothing of the destination.
    var isInterrupted = false
}

/// What became of items, until the next turn writes it down.
private final class Ended: Sendable {
    private let list = Mutex<[EndedAttempt]>([])

    func add(_ attempt: EndedAttempt) { list.withLock { $0.append(attempt) } }

    func take() -> [EndedAttempt] {
        list.withLock { list in
            defer { list = [] }
            return list
        }
    }
}

/// One turn of a sender after another, with what could not be written down yet.
private struct Turns {
    let record: EventRecord
    let routes: [OutboxRoute]
    let report: @Sendable (SessionsError?) -> Void
    private var unsettled: [EndedAttempt] = []
    private var hasReleased = false
    private var trouble: SessionsError?

    init(record: EventRecord, routes: [OutboxRoute], report: @escaping @Sendable (SessionsError?) -> Void) {
        (self.record, self.routes, self.report) = (record, routes, report)
    }

    mutating func next(
        settling ended: [EndedAttempt], at now: Moment, mayClaim: Bool
    ) async -> (claimed: [OutboxItem], wait: Duration?) {
        unsettled += ended
        do throws(SessionsError) {
            await record.arrivals.pass()
            if !hasReleased { try await record.releaseHeld(routes, at: now) }
            hasReleased = true
            let turn = try await record.turn(
                settling: unsettled, claiming: routes, mayClaim: mayClaim, at: now)
            for one in unsettled { routes.route(of: one.item)?.settled(one.item, one.outcome) }
            unsettled = []
            if trouble != nil { report(nil) }
            trouble = nil
            return (turn.claimed, turn.next.map { max($0 - now, .milliseconds(1)) })
        } catch {
            if trouble != error { report(error) }
            trouble = error
            return ([], .seconds(1))
        }
    }
}

extension EventRecord {
    /// Settles what has ended and claims what may go now, in one transaction; `next`: when more may go by itself.
    func turn(
        settling ended: [EndedAttempt], claiming routes: [OutboxRoute], mayClaim: Bool = true,
        at now: Moment
    ) throws(SessionsError) -> (claimed: [OutboxItem], next: Moment?) {
        try database.transaction { () throws(SessionsError) in
            var touched: Set<Int> = []
            for one in ended {
                let mayRepeat = routes.route(of: one.item)?.mayRepeat(one.item)
                _ = try settle(one, mayRepeat: mayRepeat, at: now, &touched)
            }
            var claimed: [OutboxItem] = []
            var next: Moment?
            for route in mayClaim ? routes : [] {
                let others = Set(routes.filter { !$0.kinds.isDisjoint(with: route.kinds) }.compactMap(\.destination))
                while let item = try claim(by: route, except: others, at: now, &touched) { claimed.append(item) }
                if let due = try nextDue(route, except: others, at: now) { next = min(next ?? due, due) }
            }
            try conclude(touched)
            return (claimed, next)
        }
    }

    /// Differs from the last time when another process, or another connection, has changed the record.
    func dataVersion() throws(SessionsError) -> Int {
        try database.first("PRAGMA data_version") { $0.int(0) } ?? 0
    }
}
