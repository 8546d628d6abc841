/// What is in the record of an event, for whoever reads it: a page, a list, a report. All that one `read` of a
/// `RecordReader` asks is of one and the same state.
public struct RecordContents {
    let database: Database
    /// Counts the files that its reader has opened.
    var generation = 0
    var rows: SessionRows { SessionRows(database: database) }

    /// How often the record has changed.
    public func revision() throws(SessionsError) -> Int { try EventRecord.number("revision", in: database) }

    public func session(_ id: String) throws(SessionsError) -> Session {
        try database.snapshot { () throws(SessionsError) in
            guard let row = try rows.row(ofID: id) else { throw .noSession(id) }
            return try rows.session(atRow: row)
        }
    }

    public func session(number: Int) throws(SessionsError) -> Session {
        try database.snapshot { () throws(SessionsError) in
            guard let row = try rows.row(ofNumber: number) else { throw .noSession("#\(number)") }
            return try rows.session(atRow: row)
        }
    }

    /// The session behind a token that is good.
    public func session(token: String) throws(SessionsError) -> Session? {
        try database.snapshot { () throws(SessionsError) in
            let row = try database.first(
                "SELECT session FROM share WHERE token = ? AND revoked_at IS NULL", .string(token)
            ) { $0.int(0) }
            guard let row else { return nil }
            return try rows.session(atRow: row)
        }
    }

    /// Newest first, at most `limit`, those before number `before`. Sessions without a number are not shown.
    public func sessions(
        _ filter: SessionFilter = SessionFilter(), before: Int? = nil, limit: Int = 50
    ) throws(SessionsError) -> [Session] {
        try database.snapshot { () throws(SessionsError) in
            let (sql, values) = filter.condition
            var found: [Int] = []
            try database.forEach(
                "SELECT row FROM session WHERE \(sql) AND number < ? ORDER BY number DESC LIMIT ?",
                values + [.integer(before ?? .max), .integer(limit)]
            ) { (row) throws(SessionsError) in
                found.append(row.int(0))
                return true
            }
            var sessions: [Session] = []
            for row in found { sessions.append(try rows.session(atRow: row)) }
            return sessions
        }
    }

    /// Numbers of all that are meant, oldest first.
    public func numbers(_ filter: SessionFilter = SessionFilter()) throws(SessionsError) -> [Int] {
        let (sql, values) = filter.condition
        var found: [Int] = []
        try database.forEach("SELECT number FROM session WHERE \(sql) ORDER BY number", values) {
            (row) throws(SessionsError) in
            found.append(row.int(0))
            return true
        }
        return found
    }

    /// What has changed since the record had this revision; with 0, all there is. At most `limit` of each kind: a page that
    /// was away for longer than that reads everything anew.
    public func changes(since revision: Int, limit: Int = 1_000) throws(SessionsError) -> RecordChanges {
        try database.snapshot { () throws(SessionsError) in
            var changes = RecordChanges(revision: try self.revision())
            // A record that was rebuilt from an older history counts on from there.
            let from = SQLValue.integer(revision > changes.revision ? -1 : revision)
            let most = SQLValue.integer(limit + 1)
            changes.sessions = try database.all(
                "SELECT id, number FROM session WHERE changed > ? ORDER BY changed, row LIMIT ?", from, most
            ) { .init(id: $0.text(0), number: $0.optionalInt(1)) }
            changes.deleted = try database.all(
                "SELECT id, number FROM tombstone WHERE changed > ? ORDER BY changed, number LIMIT ?", from, most
            ) { .init(id: $0.text(0), number: $0.optionalInt(1)) }
            changes.items = try database.all(
                "SELECT id FROM item WHERE changed > ? ORDER BY changed, id LIMIT ?", from, most
            ) { $0.int(0) }
            let counts = [changes.sessions.count, changes.deleted.count, changes.items.count]
            changes.isComplete = counts.allSatisfy { $0 <= limit }
            return changes
        }
    }
}

/// What is different in a record from how it was at an earlier revision.
public struct RecordChanges: Equatable, Sendable {
    public struct Changed: Equatable, Sendable {
        public var id: String
        public var number: Int?
    }

    /// What to ask from the next time.
    public var revision: Int
    public var sessions: [Changed] = []
    /// Those that had a number.
    public var deleted: [Changed] = []
    /// Ids of items of the outbox. One that is gone is told by its session, which has changed.
    public var items: [Int] = []
    /// False: there was more than was asked for.
    public var isComplete = true

    init(revision: Int) { self.revision = revision }
}

// The same of a record that is open for writing: also what it has not committed for others yet.
extension EventRecord {
    private var contents: RecordContents { RecordContents(database: database) }

    public func revision() throws(SessionsError) -> Int { try contents.revision() }
    public func session(_ id: String) throws(SessionsError) -> Session { try contents.session(id) }
    public func session(number: Int) throws(SessionsError) -> Session { try contents.session(number: number) }
    public func session(token: String) throws(SessionsError) -> Session? { try contents.session(token: token) }

    public func sessions(
        _ filter: SessionFilter = SessionFilter(), before: Int? = nil, limit: Int = 50
    ) throws(SessionsError) -> [Session] {
        try contents.sessions(filter, before: before, limit: limit)
    }

    /// Those of the last sessions that lack their FinalPhoto, or what moves. Of earlier ones somebody has decided otherwise.
    public func unfinished() throws(SessionsError) -> [Session] {
        try sessions(limit: 10).filter { $0.lacksFinalPhoto || $0.lacksMotion }
    }

    public func numbers(_ filter: SessionFilter = SessionFilter()) throws(SessionsError) -> [Int] {
        try contents.numbers(filter)
    }

    public func changes(since revision: Int, limit: Int = 1_000) throws(SessionsError) -> RecordChanges {
        try contents.changes(since: revision, limit: limit)
    }

    public func outbox(
        kinds: Set<OutboxItem.Kind> = [], states: Set<OutboxItem.State> = [], after: Int = 0, limit: Int = 1_000
    ) throws(SessionsError) -> [QueuedItem] {
        try contents.outbox(kinds: kinds, states: states, after: after, limit: limit)
    }

    public func outboxCount(
        kinds: Set<OutboxItem.Kind> = Set(OutboxItem.Kind.allCases), states: Set<OutboxItem.State>,
        destination: String? = nil
    ) throws(SessionsError) -> Int {
        try contents.outboxCount(kinds: kinds, states: states, destination: destination)
    }

    public func destinations() throws(SessionsError) -> [OutboxDestination] { try contents.destinations() }
    func destination(_ name: String) throws(SessionsError) -> OutboxDestination? { try contents.destination(name) }
}
