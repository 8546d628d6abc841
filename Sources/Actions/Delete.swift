import Faults
public import Sessions
public import StrictJSON

/// `booth sessions delete`: deletes sessions with all that is theirs, or one file of a session and what was made of it. What would
/// go is known before anything does.
///
///     let deletion = try await Delete().plan(on: [47], of: record)
///     try await deletion.carryOut()
public struct Delete: Sendable, Hashable {
    /// This one of the session's files, and what was made of it; nil: all of the session.
    public var item: String?
    /// Say what would go, and delete nothing.
    public var dryRun = false

    public init() {}

    /// What goes. Active sessions stay: one that stands alone is an error, of several they are told.
    public func plan(on numbers: [Int], of record: EventRecord) async throws -> Deletion {
        if item != nil, numbers.count != 1 { throw ActionError.itemOfMany }
        var deletion = Deletion(record: record, item: item)
        for number in numbers {
            let session: Session
            do throws(SessionsError) {
                session = try await record.session(number: number)
                guard item != nil || session.state != .active else {
                    throw .notNow("session #\(number): is active", remedy: "end it first: booth ctl … stop")
                }
            } catch {
                guard numbers.count > 1 else { throw error }
                deletion.failed.append(ActionFailure(number: number, error: error))
                continue
            }
            deletion.sessions.append(try await Deletion.Part(session, item: item, record))
        }
        return deletion
    }
}

/// All that goes with sessions, or with a file of one.
public struct Deletion: Sendable {
    /// What goes of one session.
    public struct Part: Sendable {
        public let session: Session
        public let item: String?
        public let files: [String]

        init(_ session: Session, item: String?, _ record: EventRecord) async throws(SessionsError) {
            (self.session, self.item) = (session, item)
            if let item {
                files = try await record.derived(from: item, of: session.id)
            } else {
                files = try await record.files(of: session.id)
            }
        }

        public func json(isDry: Bool) -> JSONValue {
            .object(present: [
                "number": .integer(session.number ?? 0), "deleted": .bool(!isDry),
                "files": .array(files.map { .string($0) }),
                "links": item == nil ? .integer(session.shares.count) : nil,
                "answers": item == nil ? .integer(session.inputs.count) : nil,
                "items": item == nil ? .array(session.outbox.map { .integer($0.id) }) : nil,
            ])
        }
    }

    let record: EventRecord
    let item: String?
    public internal(set) var sessions: [Part] = []
    public internal(set) var failed: [ActionFailure] = []
    /// So many sessions at a time, so that a booth which runs on the event is not held up.
    private static let most = 100

    init(record: EventRecord, item: String?) { (self.record, self.item) = (record, item) }

    public func carryOut(following progress: ActionProgress = ActionProgress()) async throws(SessionsError) {
        guard !sessions.isEmpty else { return }
        if let item {
            _ = try await record.delete(item: item, of: sessions[0].session.id)
            try await record.queue(sessions[0].session.id, upTo: .pages)
            progress.ended(sessions[0].session.number ?? 0, nil)
        } else {
            for start in stride(from: 0, to: sessions.count, by: Self.most) where !progress.isStopped() {
                let some = sessions[start..<min(start + Self.most, sessions.count)]
                try await record.delete(some.map(\.session.id))
                for one in some { progress.ended(one.session.number ?? 0, nil) }
            }
        }
        try await record.saveHistory()
    }
}
