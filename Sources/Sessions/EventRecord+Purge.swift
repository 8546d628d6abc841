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
    /// so that a booth which is idle is not held up. A session that is active stays, and so does what is dated by a clock that did
    /// not know the time: nobody can tell how old it is.
    public func purge(dryRun: Bool = false, limit: Int = 100, at now: Moment = .now) throws(SessionsError) -> Purged {
        let links = cutoff(event.linkDays, now)
        let old = try sessions(limit, "\(Self.isDated("ended_at")) AND ended_at < ?", cutoff(event.keepDays, now))
        let named = try sessions(
            limit, "\(Self.isDated("ended_at")) AND ended_at < ? AND \(Self.hasContacts)",
            cutoff(event.contactsKeepDays, now)
        )
        .filter { !old.contains($0) }
        let linked = try sessions(
            limit,
            "row IN (SELECT session FROM share WHERE revoked_at IS NULL AND \(Self.isDated("made_at")) AND made_at < ?)",
            links
        ).filter { !old.contains($0) }
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
                let old = try rows.session(atRow: row).shares.filter { share in
                    share.revoked == nil && links.map { share.made < $0 } ?? false
                }
                try removePages(old.map(\.token), session: row, at: now)
                _ = try database.run(
                    "UPDATE share SET revoked_at = ? WHERE session = ? AND revoked_at IS NULL AND made_at < ?",
                    .time(now), .integer(row), .time(links))
            }
        }
        return purged
    }

    /// Machines without a battery for their clock begin in 1970, or in the year in which they were made.
    private static func isDated(_ column: String) -> String { "\(column) >= \(firstTrueMoment)" }
    /// 1 January 2024, before which there was no Boothkit; milliseconds since 1970.
    private static let firstTrueMoment = 1_704_067_200_000

    private static let hasContacts = """
        (row IN (SELECT session FROM input WHERE kind IN ('email', 'phone'))
            OR row IN (SELECT session FROM item WHERE kind IN ('email', 'sms')))
        """

    /// Before that moment things have been kept for longer than so many days; nil: they are kept for ever.
    private func cutoff(_ days: Int, _ now: Moment) -> Moment? { days > 0 ? now + .seconds(-86_400 * days) : nil }

    private struct Candidate: Equatable {
        var id: String
        var number: Int?
    }

    /// Sessions that have ended and fulfil a condition with one value, at most `limit`; none when that is nil.
    private func sessions(
        _ limit: Int, _ condition: String, _ moment: Moment?
    ) throws(SessionsError) -> [Candidate] {
        guard let moment else { return [] }
        return try database.all(
            "SELECT id, number FROM session WHERE state = 'finished' AND \(condition) ORDER BY row LIMIT \(limit)",
            .time(moment)
        ) { Candidate(id: $0.text(0), number: $0.optionalInt(1)) }
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
            // The file that is there names them still: what is to be removed makes sure that it is written anew, whatever
            // happens in between.
            try forget(["sessions.json.former"])
            try bump()
        }
        try Self.finishRemovals(database, folder, event)
    }
}
