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
