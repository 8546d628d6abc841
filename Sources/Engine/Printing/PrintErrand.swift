import Darkroom
import PrintOut
public import Sessions
import Synchronization
import Work

/// Prints that are asked for while no booth runs on the event: chosen items of its outbox are seen through, by the same rules
/// and with the same ledger as a booth's. What waits beside them stays as it is.
///
///     let errand = try PrintErrand(record: record, options: options)
///     let items = try await errand.run([item.id])
public struct PrintErrand: Sendable {
    private let record: EventRecord
    private let prints: EventPrints
    private let time: TimeSource

    public init(record: EventRecord, options: Engine.Options) throws(EngineError) {
        (self.record, time) = (record, options.time)
        let workflow: Workflow
        do throws(SessionsError) { workflow = try Workflow(in: record.folder) } catch { throw .record(error) }
        prints = try EventPrints(
            record: record, darkroom: Darkroom(record: record, library: options.layouts),
            script: Script(workflow, document: record.folder.workflow), options)
    }

    /// Returns when each item has come out, has been given up, or was told "not now" by its printer. A printer that is
    /// asked and takes nothing is waited for as long as `reluctance`, one that prints as long as `patience`: it goes on by itself, and
    /// so long may it take until there is something to hand over. Gives the items as they are then.
    ///
    /// - Throws: `anotherSends` when a booth, or another errand, sends what is in the outbox.
    public func run(
        _ ids: Set<Int>, reluctance: Duration = .seconds(5), patience: Duration = .seconds(90)
    ) async throws(SessionsError) -> [OutboxItem] {
        let (record, prints, time) = (record, prints, time)
        let asked = Mutex(Asked.notYet)
        var route = OutboxRoute([.print]) { item in
            await prints.print(item, handedOver: { _ in }) { news in
                asked.withLock { $0.take(news.job, at: time.now) }
            }
        }
        (route.only, route.parallel, route.lease) = (ids, [.guest: 32], EventPrints.lease)
        route.resumes = true
        let sender = OutboxSender(record: record, routes: [route], time: time)
        let begun = time.now
        try await sender.run(asking: .milliseconds(50)) {
            let now = time.now
            let isOver =
                switch asked.withLock({ $0 }) {
                case .since(let moment): now - moment >= reluctance
                case .notYet, .taken: now - begun >= patience
                }
            if isOver { return true }
            return (try? await record.areAnswered(ids)) ?? true
        }
        return try await record.items(ids)
    }
}

/// Whether a printer has been asked to print, and has taken it.
private enum Asked: Sendable {
    case notYet, taken
    case since(TimeSource.Instant)

    mutating func take(_ job: Int?, at now: TimeSource.Instant) {
        if job != nil { self = .taken } else if case .notYet = self { self = .since(now) }
    }
}
