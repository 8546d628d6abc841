import Faults
public import Sessions
public import StrictJSON

/// `booth sessions delete`: deletes sessions with all that is theirs, or files of sessions and what was made of them. What would go is known
/// before anything does.
///
///     let deletion = try await Delete().plan(on: [47], of: record)
///     try await deletion.carryOut()
public struct Delete: Sendable, Hashable {
    /// These of the sessions' files, and what was made of them; empty: all of the sessions.
    public var item: [String] = []
    /// Say what would go, and delete nothing.
    public var dryRun = false

    public init() {}

    /// What goes. Active sessions stay: one that stands alone is an error, of several they are told.
    public func plan(on numbers: [Int], of record: EventRecord) async throws -> Deletion {
        var deletion = Deletion(record: record)
        var left = item
        for number in numbers {
            let session: Session
            do throws(SessionsError) {
                session = try await record.session(number: number)
                guard !item.isEmpty || session.state != .active else {
                    throw .notNow("session #\(number): is active", remedy: "end it first: booth ctl … stop")
                }
            } catch {
                guard numbers.count > 1 else { throw error }
                deletion.failed.append(ActionFailure(number: number, error: error))
                continue
            }
            let own = item.filter { session.has($0) }
            left.removeAll { own.contains($0) }
            guard item.isEmpty || !own.isEmpty else { continue }
            deletion.sessions.append(try await Deletion.Part(session, items: own, record))
        }
        if let stray = left.first {
            guard let number = numbers.first, numbers.count == 1 else { throw ActionError.noItem(stray) }
            throw SessionsError.noFile(session: "#\(number)", path: stray)
        }
        return deletion
    }
}

/// All that goes with sessions, or with a file of one.
public struct Deletion: Sendable {
    /// What goes of one session.
    public struct Part: Sendable {
        public let session: Session
        /// Which of its files were meant; empty: all of it goes.
        public let items: [String]
        public let files: [String]

        init(_ session: Session, items: [String], _ record: EventRecord) async throws(SessionsError) {
            (self.session, self.items) = (session, items)
            files =
                items.isEmpty
                ? try await record.files(of: session.id) : try await record.derived(from: items, of: session.id)
        }

        public func json(isDry: Bool) -> JSONValue {
            .object(present: [
                "number": .integer(session.number ?? 0), "deleted": .bool(!isDry),
                "files": .array(files.map { .string($0) }),
                "links": items.isEmpty ? .integer(session.shares.count) : nil,
                "answers": items.isEmpty ? .integer(session.inputs.count) : nil,
                "items": items.isEmpty ? .array(session.outbox.map { .integer($0.id) }) : nil,
            ])
        }
    }

    let record: EventRecord
    public internal(set) var sessions: [Part] = []
    public internal(set) var failed: [ActionFailure] = []
    /// So many sessions at a time, so that a booth which runs on the event is not held up.
    private static let most = 100

    init(record: EventRecord) { self.record = record }

    public func carryOut(following progress: ActionProgress = ActionProgress()) async throws(SessionsError) {
        guard !sessions.isEmpty else { return }
        let (whole, parts) = (sessions.filter(\.items.isEmpty), sessions.filter { !$0.items.isEmpty })
        for start in stride(from: 0, to: whole.count, by: Self.most) where !progress.isStopped() {
            let some = whole[start..<min(start + Self.most, whole.count)]
            try await record.delete(some.map(\.session.id))
            for one in some { progress.ended(one.session.number ?? 0, nil) }
        }
        for part in parts where !progress.isStopped() {
            try await record.delete(items: part.items, of: part.session.id)
            try await record.queue(part.session.id, upTo: .pages)
            progress.ended(part.session.number ?? 0, nil)
        }
        try await record.saveHistory()
    }
}

extension Session {
    fileprivate func has(_ path: String) -> Bool {
        captures.contains { $0.path == path } || renditions.contains { $0.path == path }
    }
}
