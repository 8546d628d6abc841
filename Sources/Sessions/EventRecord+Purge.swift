/// What the event's rules of retention have removed, or would: numbers of sessions, oldest first.
public struct Purged: Equatable, Sendable {
    /// Deleted as a whole.
    public var sessions: [Int] = []
    /// Without addresses and telephone numbers now.
    public var contacts: [Int] = []
    /// Whose links lead nowhere now.
    public var links: [Int] = []
    /// There is more to be removed; ask again.
    public var isPartial = false
    public var isEmpty: Bool { sessions.isEmpty && contacts.isEmpty && links.isEmpty }
}

extension EventRecord {
    /// Removes what the event keeps no longer (`keepDays`, `contactsKeepDays`, `linkDays`), of at most `limit` sessions each,
    /// so that a booth which is idle is not held up. A session that is active stays.
    public func purge(dryRun: Bool = false, limit: Int = 100, at now: Moment = .now) throws(SessionsError) -> Purged {
        let old = try rows(endedBefore: cutoff(event.keepDays, now), "1", limit)
        let named = try rows(endedBefore: cutoff(event.contactsKeepDays, now), Self.hasContacts, limit)
            .filter { one in !old.contains { $0.id == one.id } }
        let linked = try rows(
            endedBefore: now, "row IN (SELECT session FROM share WHERE revoked_at IS NULL AND made_at < ?)", limit,
            cutoff(event.linkDays, now)
        ).filter { one in !old.contains { $0.id == one.id } }
        var purged = Purged()
        purged.sessions = old.compactMap(\.number)
        purged.contacts = named.compactMap(\.number)
        purged.links = linked.compactMap(\.number)
        purged.isPartial = [old, named, linked].contains { $0.count == limit }
        guard !dryRun else { return purged }
        if !old.isEmpty { try delete(old.map(\.id), at: now) }
        if !named.isEmpty { try forgetContacts(of: named.map(\.id), at: now) }
        for one in linked {
            try change(one.id) { (row) throws(SessionsError) in
                _ = try database.run(
                    "UPDATE share SET revoked_at = ? WHERE session = ? AND revoked_at IS NULL AND made_at < ?",
                    .time(now), .integer(row), .time(cutoff(event.linkDays, now)))
            }
        }
        return purged
    }

    private static let hasContacts = """
        (row IN (SELECT session FROM input WHERE kind IN ('email', 'phone'))
            OR row IN (SELECT session FROM item WHERE kind IN ('email', 'sms')))
        """

    /// Nil: never.
    private func cutoff(_ days: Int, _ now: Moment) -> Moment? { days > 0 ? now + .seconds(-86_400 * days) : nil }

    private func rows(
        endedBefore moment: Moment?, _ condition: String, _ limit: Int, _ more: Moment?? = .none
    ) throws(SessionsError) -> [(id: String, number: Int?)] {
        guard let moment else { return [] }
        var values = [SQLValue.time(moment)]
        if let more {
            guard let more else { return [] }
            values.append(.time(more))
        }
        var found: [(id: String, number: Int?)] = []
        try database.forEach(
            """
            SELECT id, number FROM session WHERE state = 'finished' AND ended_at < ? AND \(condition)
            ORDER BY row LIMIT \(limit)
            """, values
        ) { (row) throws(SessionsError) in
            found.append((row.text(0), row.optionalInt(1)))
            return true
        }
        return found
    }

    /// Addresses and telephone numbers go with all that was to be sent to them, from the record and from what was put aside
    /// of it.
    private func forgetContacts(of ids: [String], at now: Moment) throws(SessionsError) {
        var sessions: [Session] = []
        for id in ids { sessions.append(try session(id)) }
        let leftovers = try copies(naming: sessions)
        try database.transaction { () throws(SessionsError) in
            try forget(leftovers)
            for id in ids {
                let row = try row(id)
                for (table, kinds) in [("input", "'email', 'phone'"), ("item", "'email', 'sms'")] {
                    try database.run("DELETE FROM \(table) WHERE session = ? AND kind IN (\(kinds))", .integer(row))
                }
                try letGoStranded(session: row, at: now)
                try rows.noteChange(ofRow: row)
            }
            // The former sessions.json names them still; it is written anew before this counts as done.
            try forget(["sessions.json.former"])
            try bump()
        }
        try Self.finishRemovals(database, folder, event)
    }
}
