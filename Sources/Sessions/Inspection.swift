import Files

/// A look at an event's record that changes nothing, for whoever asks whether a booth can run on it.
public struct Inspection: Sendable {
    /// How sessions.json stands to the record.
    public enum History: Equatable, Sendable {
        case inStep
        /// Missing or older; the next launch writes it anew.
        case behind
        /// Not what it should be; the next launch puts it into Quarantine/ and writes it anew.
        case damaged(reason: String)
        /// It knows more than the record does; no booth starts until somebody has decided.
        case ahead(SessionsError)
    }

    /// So many items of the outbox that are neither done nor cancelled.
    public struct Unfinished: Equatable, Sendable {
        public var kind: OutboxItem.Kind
        public var state: OutboxItem.State
        public var count: Int
    }

    /// The record is of an earlier version and is brought up to date by whoever opens it; nothing else was looked at.
    public private(set) var isOlder = false
    public private(set) var sessions = 0
    /// A session is active; without a running booth, one that a crash left open.
    public private(set) var hasOpenSession = false
    public private(set) var unfinished: [Unfinished] = []
    public private(set) var history = History.inStep

    /// Throws what stands in the way of opening the record, `damaged` among it.
    public init(_ folder: EventFolder, _ event: Event) throws(SessionsError) {
        let database = try Database(path: folder.database, create: false)
        let version = try database.first("PRAGMA user_version") { $0.int(0) } ?? 0
        guard version <= Schema.migrations.count else {
            throw .newerSchema(path: folder.database, version: version, known: Schema.migrations.count)
        }
        let flaw = try database.first("PRAGMA quick_check(1)") { $0.text(0) }
        if let flaw, flaw != "ok" { throw .damaged(path: folder.database, reason: flaw) }
        guard version == Schema.migrations.count else {
            isOlder = true
            return
        }
        history = try Self.history(folder, HistoryWriter(folder: folder, event: event, database: database))
        sessions = try database.first("SELECT count(*) FROM session WHERE number IS NOT NULL") { $0.int(0) } ?? 0
        hasOpenSession = try database.first("SELECT 1 FROM session WHERE state = 'active'") { $0.int(0) } != nil
        let words = try database.all(
            """
            SELECT kind, state, count(*) FROM item WHERE state NOT IN ('done', 'cancelled')
            GROUP BY kind, state ORDER BY kind, state
            """
        ) { ($0.text(0), $0.text(1), $0.int(2)) }
        for (kind, state, count) in words {
            guard let kind = OutboxItem.Kind(rawValue: kind), let state = OutboxItem.State(rawValue: state) else {
                throw .damaged(path: folder.database, reason: "an item of kind \(kind) and state \(state)")
            }
            unfinished.append(Unfinished(kind: kind, state: state, count: count))
        }
    }

    /// How many sessions the record of an event has. Changes nothing.
    public static func sessions(in folder: EventFolder) throws(SessionsError) -> Int {
        try Database(path: folder.database, create: false)
            .first("SELECT count(*) FROM session WHERE number IS NOT NULL") { $0.int(0) } ?? 0
    }

    /// What a session with captures takes on the disk, on average; nil before the first.
    public static func bytesPerSession(in folder: EventFolder) throws(SessionsError) -> Int? {
        let sql = """
            SELECT (SELECT coalesce(sum(bytes), 0) FROM capture) + (SELECT coalesce(sum(bytes), 0) FROM rendition),
                (SELECT count(DISTINCT session) FROM capture)
            """
        let found = try Database(path: folder.database, create: false).first(sql) { ($0.int(0), $0.int(1)) }
        guard let (bytes, sessions) = found, sessions > 0 else { return nil }
        return bytes / sessions
    }

    /// What `launch` would find. The file is read before the record: a booth that runs changes the record first.
    private static func history(_ folder: EventFolder, _ writer: HistoryWriter) throws(SessionsError) -> History {
        guard folder.isThere("sessions.json") else { return .behind }
        let present = try writer.present()?.revision
        let revision = try EventRecord.number("revision", in: writer.database)
        guard let present else { return .damaged(reason: "its first line cannot be read") }
        if present < revision { return .behind }
        if present > revision {
            do throws(SessionsError) { _ = try Sessions.History(reading: folder.history) } catch {
                guard case .badHistory(_, let reason) = error else { throw error }
                return .damaged(reason: reason)
            }
            return .ahead(.historyAhead(path: folder.history, revision: present, record: revision))
        }
        let hash = try filing { () throws(FilesError) in try ContentHash(contentsOf: folder.history) }
        let expected = try writer.expected()
        // Somebody has written in between, and this says nothing about the file.
        guard try EventRecord.number("revision", in: writer.database) == revision else { return .behind }
        if hash == expected { return .inStep }
        // One that is whole is believed, so it is the record that is damaged.
        return try Sessions.History.isWhole(folder.history)
            ? .ahead(.damaged(path: folder.database, reason: "sessions.json is intact but disagrees with it"))
            : .damaged(reason: "it differs from event.db")
    }
}
