extension Session {
    /// The tokens of links that lead somewhere: neither revoked nor older than the event's `linkDays`.
    public func goodTokens(in event: Event, at now: Moment = .now) -> [String] {
        let oldest = event.linkDays > 0 ? now + .seconds(-86_400 * event.linkDays) : Moment(milliseconds: 0)
        return shares.filter { $0.revoked == nil && $0.made >= oldest }.map(\.token)
    }
}

extension EventRecord {
    /// Those of all sessions.
    public func goodTokens(at now: Moment = .now) throws(SessionsError) -> Set<String> {
        let oldest = event.linkDays > 0 ? (now + .seconds(-86_400 * event.linkDays)).milliseconds : 0
        return Set(
            try database.all(
                "SELECT token FROM share WHERE revoked_at IS NULL AND made_at >= ?", .integer(oldest)
            ) { $0.text(0) })
    }
}

/// Where a good link leads.
public struct LinkedSession: Equatable, Sendable {
    public var id: String
    /// The revision at which the session changed last: while it is the same, so is the session.
    public var changed: Int
}

extension RecordContents {
    /// nil: it was never made, was revoked, is older than the event's `linkDays`, or its session is deleted. One question to the
    /// record, whichever of these it is, so that nobody learns it from the time that the answer takes.
    public func session(behind token: String, in event: Event, at now: Moment) throws(SessionsError) -> LinkedSession? {
        let oldest = event.linkDays > 0 ? (now + .seconds(-86_400 * event.linkDays)).milliseconds : 0
        return try database.first(
            """
            SELECT session.id, session.changed FROM share JOIN session ON session.row = share.session
            WHERE share.token = ? AND share.revoked_at IS NULL AND share.made_at >= ?
            """, .string(token), .integer(oldest)
        ) { LinkedSession(id: $0.text(0), changed: $0.int(1)) }
    }

    /// What the record has of a file of a session, a capture or a rendition; nil: there is no such file.
    public func file(at path: String) throws(SessionsError) -> (sha256: String, number: Int)? {
        try database.first(
            """
            SELECT sha256, number FROM capture JOIN session ON session.row = capture.session WHERE path = ?
            UNION ALL SELECT sha256, number FROM rendition JOIN session ON session.row = rendition.session
            WHERE path = ? AND rendition.state = 'ready' LIMIT 1
            """, .string(path), .string(path)
        ) { ($0.text(0), $0.int(1)) }
    }
}
