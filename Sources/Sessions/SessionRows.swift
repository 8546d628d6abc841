import StrictJSON

/// Sessions in the tables: reading one whole, and writing one whole when a record is rebuilt.
struct SessionRows {
    let database: Database

    func row(ofNumber number: Int) throws(SessionsError) -> Int? {
        try database.first("SELECT row FROM session WHERE number = ?", .integer(number)) { $0.int(0) }
    }

    func row(ofID id: String) throws(SessionsError) -> Int? {
        try database.first("SELECT row FROM session WHERE id = ?", .string(id)) { $0.int(0) }
    }

    func session(atRow row: Int) throws(SessionsError) -> Session {
        let found = try database.first(
            """
            SELECT id, number, booth, mode, workflow, layout, slots, effects, state, start_reason, end_reason,
                started_at, utc_offset, ended_at, share_state, language FROM session WHERE row = ?
            """, .integer(row)
        ) { (row) throws(SessionsError) in
            var session = Session(
                id: row.text(0), number: row.optionalInt(1), booth: row.text(2), mode: try row.word(3),
                workflow: row.text(4), layout: row.optionalText(5), slots: row.int(6),
                effects: row.text(7).split(separator: "\n").map(String.init),
                startReason: try row.word(9),
                started: row.time(11), utcOffset: row.int(12), shareState: try row.word(14))
            session.state = try row.word(8)
            session.endReason = try row.optionalWord(10)
            session.ended = row.optionalTime(13)
            session.language = row.optionalText(15)
            return session
        }
        guard var session = found else { throw .noSession("row \(row)") }
        try fill(&session, row)
        return session
    }

    private func fill(_ session: inout Session, _ row: Int) throws(SessionsError) {
        let key = SQLValue.integer(row)
        session.shares = try database.all(
            """
            SELECT token, made_at, revoked_at, downloaded_at,
                (SELECT coalesce(sum(views), 0) FROM visit WHERE visit.token = share.token),
                (SELECT coalesce(sum(downloads), 0) FROM visit WHERE visit.token = share.token)
            FROM share WHERE session = ? ORDER BY made_at, token
            """, key
        ) {
            .init(
                token: $0.text(0), made: $0.time(1), revoked: $0.optionalTime(2), downloaded: $0.optionalTime(3),
                views: $0.int(4), downloads: $0.int(5))
        }
        session.steps = try database.all(
            "SELECT name, entered_at, left_at, result FROM step WHERE session = ? ORDER BY n", key
        ) { .init(name: $0.text(0), entered: $0.optionalTime(1), left: $0.optionalTime(2), result: $0.optionalText(3)) }
        session.captures = try database.all(
            "\(Self.captureColumns) WHERE session = ? ORDER BY id", key, map: Self.capture)
        session.renditions = try database.all(
            """
            SELECT id, kind, state, parent, layout, effect, parameters, path, sha256, bytes, made_at, reason
            FROM rendition WHERE session = ? ORDER BY id
            """, key
        ) { (row) throws(SessionsError) in
            Rendition(
                id: row.int(0), kind: try row.word(1), state: try row.word(2),
                parent: row.optionalText(3), layout: row.optionalText(4), effect: row.optionalText(5),
                parameters: row.text(6), path: row.optionalText(7), sha256: row.optionalText(8),
                bytes: row.optionalInt(9),
                made: row.optionalTime(10), reason: row.optionalText(11))
        }
        session.inputs = try database.all(
            "SELECT id, kind, name, value, at FROM input WHERE session = ? ORDER BY id", key
        ) { (row) throws(SessionsError) in
            .init(
                id: row.int(0), kind: try row.word(1), name: row.text(2), value: row.text(3), at: row.time(4))
        }
        session.outbox = try database.all("\(Self.itemColumns) WHERE session = ? ORDER BY id", key, map: Self.item)
    }

    static let captureColumns = "SELECT id, shot, path, sha256, bytes, source, taken_at, selected, place FROM capture"

    static func capture(_ row: Row) -> Capture {
        Capture(
            id: row.int(0), shot: row.int(1), path: row.text(2), sha256: row.text(3), bytes: row.int(4),
            source: row.text(5), taken: row.time(6), selected: row.bool(7),
            place: row.optionalInt(8))
    }

    static let itemColumns = """
        SELECT id, kind, subject, destination, payload, key, state, rerun, attempts, due_at, lease_until, reason,
            remote, created_at, done_at, lane, after, since, asked, busy_since, step, taken, cost, reserved FROM item
        """

    static func item(_ row: Row) throws(SessionsError) -> OutboxItem {
        var item = OutboxItem(
            id: row.int(0), kind: try row.word(1), subject: row.text(2), destination: row.text(3),
            payload: row.text(4), key: row.text(5), state: try row.word(6), rerun: row.bool(7),
            attempts: row.int(8), due: row.time(9), leaseUntil: row.optionalTime(10), reason: row.optionalText(11),
            remote: row.optionalText(12), created: row.time(13), done: row.optionalTime(14))
        (item.lane, item.after, item.since) = (try row.word(15), row.optionalInt(16), row.time(17))
        (item.asked, item.busySince, item.step) = (row.int(18), row.optionalTime(19), row.int(20))
        (item.taken, item.cost, item.reserved) = (row.optionalText(21), row.int(22), row.int(23))
        return item
    }

    /// The revision that the transaction in hand leads to, as SQL.
    static let nextRevision = "(SELECT CAST(value AS INTEGER) + 1 FROM meta WHERE key = 'revision')"

    /// The session has changed: pages that follow are told so, and its line is written anew before it is needed next. Not
    /// here, since a session may have many items, and each of their attempts would write all of them.
    func noteChange(ofRow row: Int) throws(SessionsError) {
        try database.run(
            "UPDATE session SET line = NULL, changed = coalesce(\(Self.nextRevision), 1) WHERE row = ?", .integer(row))
    }

    /// The session as sessions.json has it; sessions without a number have no line there.
    func storeLine(ofRow row: Int) throws(SessionsError) {
        let session = try session(atRow: row)
        guard session.isVisible else { return }
        try database.run("UPDATE session SET line = ? WHERE row = ?", .string(session.json.text()), .integer(row))
    }

    /// Within a transaction: writes the lines that are missing.
    func storeLines() throws(SessionsError) {
        let rows = try database.all("SELECT row FROM session WHERE line IS NULL AND number IS NOT NULL") { $0.int(0) }
        for row in rows { try storeLine(ofRow: row) }
    }
}
