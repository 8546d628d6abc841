public import Faults
public import Sessions
public import StrictJSON
import Synchronization
public import Work

/// Actions on sessions that were asked for and go on, whoever waits for them: a page may be reloaded or closed meanwhile. Two taps
/// are one action: what is asked for again while it is under way, or within a second of its beginning, is the same job.
///
///     let job = try jobs.begin(.share(Share()), on: [47], of: record, in: installation)
///     let done = await jobs.end(of: job.id)
public final class Jobs: Sendable {
    public struct Job: Sendable {
        public enum State: String, Sendable { case running, done, failed }

        public let id: String
        /// The name of its action.
        public let action: String
        public internal(set) var state = State.running
        /// Sessions that have ended, well or not.
        public internal(set) var done = 0
        public let of: Int
        /// Once it has ended: a row for each that was done, and for each that failed.
        public internal(set) var result: [JSONValue]?
        /// Why it has failed, in part or as a whole.
        public internal(set) var error: FaultReport?

        /// It has failed as a whole, so that it may be asked for again at once.
        var didNothing: Bool {
            state == .failed && (result ?? []).allSatisfy { $0[member: "state"] == "failed" }
        }

        public var json: JSONValue {
            .object(present: [
                "job": .string(id), "action": .string(action), "state": .string(state.rawValue),
                "done": .integer(done), "of": .integer(of), "result": result.map { .array($0) },
                "error": (error?.problem).map { .string($0) }, "remedy": (error?.remedy).map { .string($0) },
            ])
        }

        /// Without what came of it.
        public var summary: JSONValue {
            var job = self
            job.result = nil
            return job.json
        }
    }

    /// An action as it was asked for. Which sessions "40..60" are may be another question a moment later.
    private struct Request: Hashable {
        let action: SessionAction
        let sessions: String
    }

    private struct Present {
        var jobs: [String: Job] = [:]
        /// Oldest first.
        var order: [String] = []
        var tasks: [String: Task<Void, Never>] = [:]
        var requests: [Request: (id: String, begun: TimeSource.Instant, sessions: Set<Int>)] = [:]
        /// What is under way on each session, by job.
        var claims: [Int: [String: SessionAction]] = [:]
        /// The last one that draws pictures: one at a time does, so that guests are not held up.
        var drawing: Task<Void, Never>?
        var isStopping = false

        mutating func change(_ id: String, _ body: (inout Job) -> Void) -> Job? {
            guard var job = jobs[id] else { return nil }
            body(&job)
            jobs[id] = job
            return job
        }
    }

    private let present = Mutex(Present())
    private let time: TimeSource
    /// Each job as it changes.
    public let changes = Broadcast<Job>()
    /// So many that have ended are remembered.
    private static let most = 100
    private static let oneTap = Duration.seconds(1)

    public init(time: TimeSource = .system) { self.time = time }

    /// The job that this very action is, if it was asked for a moment ago or is under way.
    /// - Parameter sessions: which sessions it is for, as somebody has put it.
    public func same(_ action: SessionAction, on sessions: String) -> Job? {
        present.withLock { same(Request(action: action, sessions: sessions), $0) }
    }

    private func same(_ request: Request, _ present: Present) -> Job? {
        guard let (id, begun, _) = present.requests[request], let job = present.jobs[id] else { return nil }
        return job.state == .running || !job.didNothing && time.now - begun < Self.oneTap ? job : nil
    }

    /// Throws what `begin` would.
    public func requireFree(_ numbers: [Int], for action: SessionAction) throws(ActionError) {
        if let refusal = present.withLock({ Self.refusal(of: action, numbers, $0) }) { throw refusal }
    }

    /// Begins an action and returns at once.
    /// - Parameter words: which sessions it is for, as somebody has put it; nil: their numbers.
    /// - Throws: `underWay` for a session that is being deleted, or that is to be deleted while something else is under way on it.
    public func begin(
        _ action: SessionAction, on numbers: [Int], asked words: String? = nil, of record: EventRecord,
        in installation: Installation
    ) throws(ActionError) -> Job {
        let request = Request(
            action: action, sessions: words ?? numbers.map(String.init).joined(separator: ","))
        let outcome: Result<Job, ActionError> = present.withLock { present in
            if let job = same(request, present) { return .success(job) }
            if let refusal = Self.refusal(of: action, numbers, present) { return .failure(refusal) }
            let job = Job(
                id: String(UInt64.random(in: .min ... .max), radix: 36), action: action.name, of: numbers.count)
            present.jobs[job.id] = job
            present.order.append(job.id)
            // What was done before this is asked for anew from now on: "share" after "revoke" is another link.
            let sessions = Set(numbers)
            present.requests = present.requests.filter { one in
                present.jobs[one.value.id]?.state == .running || one.value.sessions.isDisjoint(with: sessions)
            }
            present.requests[request] = (job.id, time.now, sessions)
            for number in numbers { present.claims[number, default: [:]][job.id] = action }
            forgetOld(&present)
            let former = action.draws ? present.drawing : nil
            let task = Task {
                await former?.value
                await self.carryOut(action, numbers, job.id, record, installation)
            }
            present.tasks[job.id] = task
            if action.draws { present.drawing = task }
            return .success(job)
        }
        return try outcome.get()
    }

    private static func refusal(of action: SessionAction, _ numbers: [Int], _ present: Present) -> ActionError? {
        for number in numbers {
            guard let claims = present.claims[number]?.values, !claims.isEmpty else { continue }
            if let deletion = claims.first(where: \.isExclusive) {
                return .underWay(session: number, action: deletion.name)
            }
            if action.isExclusive, let other = claims.first { return .underWay(session: number, action: other.name) }
        }
        return nil
    }

    private func carryOut(
        _ action: SessionAction, _ numbers: [Int], _ id: String, _ record: EventRecord, _ installation: Installation
    ) async {
        let progress = ActionProgress(
            isStopped: { self.present.withLock { $0.isStopping } },
            ended: { _, _ in self.change(id) { $0.done += 1 } })
        do {
            let report = try await action.run(on: numbers, of: record, in: installation, following: progress)
            let isCut = present.withLock { $0.isStopping } && self[id].map { $0.done < $0.of } ?? false
            finish(id) { job in
                job.result = report.rows + report.failed.map(\.json)
                job.error = isCut ? Self.cut(job) : Self.fault(report.failed, of: numbers.count)
            }
        } catch {
            finish(id) { job in
                job.result = []
                job.error = (error as? any Fault)?.report ?? FaultReport("\(error)", status: .ownBug)
            }
        }
    }

    private static func cut(_ job: Job) -> FaultReport {
        FaultReport(
            "the server ended after \(job.done) of \(job.of) sessions", remedy: "ask for it again, and it goes on",
            status: .tryAgain)
    }

    private static func fault(_ failed: [ActionFailure], of count: Int) -> FaultReport? {
        guard let first = failed.first else { return nil }
        let words = (first.error as? any Fault)?.description(without: "session #\(first.number)") ?? "\(first.error)"
        return FaultReport(
            "\(failed.count) of \(counted(count, "session")) failed, #\(first.number) among them: \(words)",
            status: .failed)
    }

    private func change(_ id: String, _ body: (inout Job) -> Void) {
        let job = present.withLock { $0.change(id, body) }
        if let job { changes.send(job) }
    }

    private func finish(_ id: String, _ body: (inout Job) -> Void) {
        let job = present.withLock { present in
            for (number, claims) in present.claims where claims[id] != nil {
                present.claims[number]?[id] = nil
                if claims.count == 1 { present.claims[number] = nil }
            }
            present.tasks[id] = nil
            return present.change(id) { job in
                body(&job)
                job.state = job.error == nil ? .done : .failed
            }
        }
        if let job { changes.send(job) }
    }

    private func forgetOld(_ present: inout Present) {
        guard present.order.count > Self.most else { return }
        let old = present.order.first { present.jobs[$0]?.state != .running }
        guard let old else { return }
        present.order.removeAll { $0 == old }
        present.jobs[old] = nil
        present.requests = present.requests.filter { $0.value.id != old }
    }

    public subscript(id: String) -> Job? { present.withLock { $0.jobs[id] } }

    /// All that are remembered, the newest first.
    public var all: [Job] { present.withLock { present in present.order.reversed().compactMap { present.jobs[$0] } } }

    /// Waits until a job has ended; nil: there is none.
    public func end(of id: String) async -> Job? {
        let task = present.withLock { $0.tasks[id] }
        await task?.value
        return self[id]
    }

    /// Has jobs end at their next session, and waits for that.
    public func stop() async {
        let tasks = present.withLock { present in
            present.isStopping = true
            return Array(present.tasks.values)
        }
        for task in tasks { await task.value }
    }
}
