extension EventRecord {
    /// Writes down what became of a claimed item. Too late, when the lease had run out and somebody else has the item or
    /// the session's end has cancelled it: then nothing changes and the answer is false.
    @discardableResult
    public func settle(
        _ claimed: OutboxItem, _ outcome: SendOutcome, mayRepeat: Bool? = nil, at now: Moment = .now
    ) throws(SessionsError) -> Bool {
        try database.transaction { () throws(SessionsError) in
            var touched: Set<Int> = []
            let ended = EndedAttempt(item: claimed, outcome: outcome)
            let isOurs = try settle(ended, mayRepeat: mayRepeat, at: now, &touched)
            try conclude(touched)
            return isOurs
        }
    }

    /// What of a claimed item's steps is done: the next step, counted from 0, and the values that are needed from then on, as
    /// JSON. Whoever claims the item later goes on there. False when the item is no longer the caller's.
    @discardableResult
    public func resume(_ claimed: OutboxItem, at step: Int, taken: String?) throws(SessionsError) -> Bool {
        try database.transaction { () throws(SessionsError) in
            guard try isHeld(claimed) else { return false }
            try update(claimed.id) { ($0.step, $0.taken) = (step, taken) }
            return true
        }
    }

    /// Within a transaction; the rows of the sessions that change are added to `touched`.
    func settle(
        _ ended: EndedAttempt, mayRepeat: Bool?, at now: Moment, _ touched: inout Set<Int>
    ) throws(SessionsError) -> Bool {
        let outcome = ended.outcome
        guard try isHeld(ended.item), var item = try item(ended.item.id) else { return false }
        var generator = SystemRandomNumberGenerator()
        let reserved = item.reserved
        item.apply(outcome, mayRepeat: mayRepeat, at: now, using: &generator)
        if var destination = try destination(item.destination) {
            if !ended.isInterrupted || outcome.isAnswer {
                let wasGivenUp = destination.opened != nil
                destination.note(outcome, at: now, using: &generator)
                notePace(destination, wasGivenUp: wasGivenUp, outcome, at: now)
            }
            destination.reserved += item.reserved - reserved
            if destination.probe == item.id { destination.probe = nil }
            try store(destination)
        }
        touched.insert(try store(item))
        if item.state.isFinal { try letGo(of: item.id, at: now, &touched) }
        return true
    }

    private func isHeld(_ claimed: OutboxItem) throws(SessionsError) -> Bool {
        guard let present = try item(claimed.id) else { return false }
        return present.key == claimed.key && present.state == .sending && present.attempts == claimed.attempts
    }

    /// What waited for this item need not wait any longer.
    func letGo(of id: Int, at now: Moment, _ touched: inout Set<Int>) throws(SessionsError) {
        let waiting = try database.all(
            "\(SessionRows.itemColumns) WHERE after = ? AND state = 'pending'", .integer(id), map: SessionRows.item)
        for var item in waiting {
            (item.after, item.since, item.due) = (nil, now, now)
            touched.insert(try store(item))
        }
    }

    /// What waited for items of this session that were deleted need not wait any longer either.
    func letGoStranded(session row: Int, at now: Moment) throws(SessionsError) {
        try database.run(
            "UPDATE item SET due_at = ?, since = ? WHERE session = ? AND state = 'pending' AND after IS NULL AND due_at = ?",
            .time(now), .time(now), .integer(row), .time(.never))
    }

    /// Whoever held these is gone, and what became of the attempt nobody knows. Where the far side knows the key, it is
    /// made again; otherwise a person or the far side has to be asked.
    func settleExpired(_ now: Moment, _ touched: inout Set<Int>) throws(SessionsError) {
        let expired = try database.all(
            "\(SessionRows.itemColumns) WHERE state = 'sending' AND lease_until <= ?", .time(now), map: SessionRows.item
        )
        for item in expired { try abandon(item, at: now, &touched) }
    }

    /// Takes back what a sender that is gone had claimed of these routes. The caller holds the event's lock for sending.
    func releaseHeld(_ routes: [OutboxRoute], at now: Moment) throws(SessionsError) {
        try database.transaction { () throws(SessionsError) in
            var touched: Set<Int> = []
            let held = try database.all("\(SessionRows.itemColumns) WHERE state = 'sending'", map: SessionRows.item)
            for var item in held {
                guard let route = routes.route(of: item) else { continue }
                if route.resumes {
                    // Since when it is due stays: nobody has asked for it anew.
                    (item.state, item.leaseUntil) = (.pending, nil)
                    touched.insert(try store(item))
                } else {
                    try abandon(item, mayRepeat: route.mayRepeat(item), at: now, &touched)
                }
            }
            try conclude(touched)
        }
    }

    private func abandon(
        _ item: OutboxItem, mayRepeat: Bool? = nil, at now: Moment, _ touched: inout Set<Int>
    ) throws(SessionsError) {
        var item = item
        var generator = SystemRandomNumberGenerator()
        item.apply(
            .unknown("the booth stopped while this was sent"), mayRepeat: mayRepeat, at: now, using: &generator)
        if item.state == .pending { item.due = now }
        touched.insert(try store(item))
        if item.state.isFinal { try letGo(of: item.id, at: now, &touched) }
    }
}

extension EventRecord {
    func item(_ id: Int) throws(SessionsError) -> OutboxItem? {
        try database.first("\(SessionRows.itemColumns) WHERE id = ?", .integer(id), map: SessionRows.item)
    }

    /// Within a transaction: writes an item back with its session's line.
    @discardableResult
    func update(_ id: Int, _ change: (inout OutboxItem) -> Void) throws(SessionsError) -> OutboxItem {
        guard var item = try item(id) else { throw .noItem(id) }
        change(&item)
        try conclude([store(item)])
        return item
    }

    /// Within a transaction: the end of changes to items, for the rows of the sessions that they belong to.
    func conclude(_ touched: Set<Int>) throws(SessionsError) {
        guard !touched.isEmpty else { return }
        for row in touched.sorted() { try rows.noteChange(ofRow: row) }
        try bump()
    }

    /// Gives the row of the item's session, whose line is to be rewritten; 0, which no session has, when it belongs to none.
    func store(_ item: OutboxItem) throws(SessionsError) -> Int {
        let row = try database.first(
            """
            UPDATE item SET state = ?, attempts = ?, due_at = ?, lease_until = ?, reason = ?, remote = ?, done_at = ?,
                rerun = ?, after = ?, since = ?, asked = ?, busy_since = ?, step = ?, taken = ?, reserved = ?,
                changed = coalesce(\(SessionRows.nextRevision), 1)
            WHERE id = ? RETURNING coalesce(session, 0)
            """, .string(item.state.rawValue), .integer(item.attempts), .time(item.due), .time(item.leaseUntil),
            .text(item.reason), .text(item.remote), .time(item.done), .bool(item.rerun), .int(item.after),
            .time(item.since), .integer(item.asked), .time(item.busySince), .integer(item.step), .text(item.taken),
            .integer(item.reserved), .integer(item.id)
        ) { $0.int(0) }
        guard let row else { throw .noItem(item.id) }
        return row
    }

    func store(_ one: OutboxDestination) throws(SessionsError) {
        try database.run(
            """
            UPDATE destination SET failures = ?, opened_at = ?, open_until = ?, probe = ?, reason = ?, since = ?,
                blocked = ?, succeeded_at = ?, reserved = ? WHERE name = ?
            """, .integer(one.failures), .time(one.opened), .time(one.next), .int(one.probe), .text(one.reason),
            .time(one.since), .bool(one.isBlocked), .time(one.succeeded), .integer(one.reserved), .string(one.name))
    }

    /// Forgets that attempts to these destinations have failed: the next is made at once.
    func reopen(_ names: some Sequence<String>) throws(SessionsError) {
        for name in names {
            paces[name] = nil
            try database.run(
                """
                UPDATE destination SET failures = 0, opened_at = NULL, open_until = NULL, probe = NULL, reason = NULL,
                    since = NULL, blocked = 0 WHERE name = ?
                """, .string(name))
        }
    }
}

extension [OutboxRoute] {
    /// The route that an item goes by: one that names its destination before one that takes any.
    func route(of item: OutboxItem) -> OutboxRoute? {
        let fitting = filter { $0.kinds.contains(item.kind) }
        return fitting.first { $0.destination == item.destination } ?? fitting.first { $0.destination == nil }
    }
}
