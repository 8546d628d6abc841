/// An outbox item as an operator sees it.
public struct QueuedItem: Equatable, Sendable {
    public var item: OutboxItem
    public var session: Int?
    /// When the next attempt may be made; nil when there will be none.
    public var next: Moment?

    public init(item: OutboxItem, session: Int? = nil, next: Moment? = nil) {
        (self.item, self.session, self.next) = (item, session, next)
    }
}

extension RecordContents {
    /// Items oldest first, at most `limit`, of those kinds and states (all when empty), after the item with the id `after`.
    public func outbox(
        kinds: Set<OutboxItem.Kind> = [], states: Set<OutboxItem.State> = [], after: Int = 0, limit: Int = 1_000
    ) throws(SessionsError) -> [QueuedItem] {
        let words = (states.isEmpty ? Set(OutboxItem.State.allCases) : states).map { "'\($0.rawValue)'" }.sorted()
        let kindWords = (kinds.isEmpty ? Set(OutboxItem.Kind.allCases) : kinds).map { "'\($0.rawValue)'" }.sorted()
        return try database.all(
            """
            \(SessionRows.itemColumns.replacingFrom(
                with: ", (SELECT number FROM session WHERE row = item.session), "
                    + "(SELECT open_until FROM destination WHERE name = item.destination) FROM item"))
            WHERE state IN (\(words.joined(separator: ", "))) AND kind IN (\(kindWords.joined(separator: ", "))) AND id > ?
            ORDER BY id LIMIT ?
            """, .integer(after), .integer(limit)
        ) { (row) throws(SessionsError) in
            let item = try SessionRows.item(row)
            let due = item.due == .never ? nil : max(item.due, row.optionalTime(25) ?? item.due)
            let next = item.state == .pending ? due : item.leaseUntil
            return QueuedItem(item: item, session: row.optionalInt(24), next: next)
        }
    }

    private static let destinationColumns = """
        SELECT name, failures, opened_at, open_until, probe, reason, since, succeeded_at, reserved, blocked FROM destination
        """

    /// How every destination that items ever went to has answered, by name.
    public func destinations() throws(SessionsError) -> [OutboxDestination] {
        try database.all("\(Self.destinationColumns) ORDER BY name", map: Self.destination)
    }

    func destination(_ name: String) throws(SessionsError) -> OutboxDestination? {
        try database.first("\(Self.destinationColumns) WHERE name = ?", .string(name), map: Self.destination)
    }

    private static func destination(_ row: Row) -> OutboxDestination {
        var one = OutboxDestination(name: row.text(0))
        (one.failures, one.opened, one.next) = (row.int(1), row.optionalTime(2), row.optionalTime(3))
        (one.probe, one.reason, one.since) = (row.optionalInt(4), row.optionalText(5), row.optionalTime(6))
        (one.succeeded, one.reserved, one.isBlocked) = (row.optionalTime(7), row.int(8), row.bool(9))
        return one
    }

    /// How many items there are of these kinds, states and, unless it is nil, of this destination.
    public func outboxCount(
        kinds: Set<OutboxItem.Kind> = Set(OutboxItem.Kind.allCases), states: Set<OutboxItem.State>,
        destination: String? = nil
    ) throws(SessionsError) -> Int {
        // A state at a time, since the indices of the queues are each for one.
        var count = 0
        for state in states {
            let kinds = kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            let place = destination == nil ? "destination IN (SELECT name FROM destination)" : "destination = ?"
            try database.forEach(
                "SELECT count(*) FROM item WHERE state = '\(state.rawValue)' AND kind IN (\(kinds)) AND \(place)",
                destination.map { [.string($0)] } ?? []
            ) { (row) throws(SessionsError) in
                count += row.int(0)
                return false
            }
        }
        return count
    }

}

extension EventRecord {
    /// Items by their ids, in that order; those that are not there are left out.
    public func items(_ ids: Set<Int>) throws(SessionsError) -> [OutboxItem] {
        var found: [OutboxItem] = []
        for id in ids.sorted() { if let item = try item(id) { found.append(item) } }
        return found
    }

    /// Whether nothing more is to be expected of these items for the moment: each has ended, or was tried and has to wait.
    public func areAnswered(_ ids: Set<Int>) throws(SessionsError) -> Bool {
        try items(ids).allSatisfy { $0.state.isFinal || $0.state == .pending && $0.attempts > 0 && $0.reason != nil }
    }

    /// Tries an item again at once, whatever was said about it; also one whose outcome is unknown, since somebody has
    /// decided that it did not arrive. Its key stays, and its destination has a whole day again to say "not now".
    @discardableResult
    public func retry(_ id: Int, at now: Moment = .now) throws(SessionsError) -> OutboxItem {
        try database.transaction { () throws(SessionsError) in
            guard let present = try item(id) else { throw .noItem(id) }
            switch present.state {
            case .done: throw .notNow("outbox item \(id): done", remedy: "to send it once more, reprint or share again")
            case .sending: throw .notNow("outbox item \(id): being sent just now")
            case .pending, .unknown, .dead, .cancelled: break
            }
            try reopen([present.destination])
            return try update(id) { item in
                item.asked += item.state.isFinal ? 1 : 0
                (item.state, item.since, item.due, item.leaseUntil, item.done) = (.pending, now, now, nil, nil)
                (item.reason, item.rerun, item.after, item.busySince) = (nil, true, nil, nil)
            }
        }
    }

    /// Takes an item out of the queue; the record keeps that it was there.
    @discardableResult
    public func remove(item id: Int, at now: Moment = .now) throws(SessionsError) -> OutboxItem {
        try database.transaction { () throws(SessionsError) in
            guard let present = try item(id) else { throw .noItem(id) }
            guard present.state != .done else {
                throw .notNow("outbox item \(id): done already, and that is not undone")
            }
            guard present.state != .cancelled else { throw .notNow("outbox item \(id): cancelled already") }
            return try end(id, .cancelled, "removed by the operator", now)
        }
    }

    /// Says that an item whose outcome is unknown has arrived: somebody has asked the guest, or the far side.
    @discardableResult
    public func confirm(item id: Int, at now: Moment = .now) throws(SessionsError) -> OutboxItem {
        try database.transaction { () throws(SessionsError) in
            guard let present = try item(id) else { throw .noItem(id) }
            guard present.state == .unknown else {
                throw .notNow("outbox item \(id): \(present.state.rawValue); only what is unknown can be resolved")
            }
            return try end(id, .done, nil, now)
        }
    }

    private func end(
        _ id: Int, _ state: OutboxItem.State, _ reason: String?, _ now: Moment
    ) throws(SessionsError) -> OutboxItem {
        let ended = try update(id) { item in
            (item.state, item.leaseUntil, item.done, item.reason) = (state, nil, now, reason)
        }
        var touched: Set<Int> = []
        try letGo(of: id, at: now, &touched)
        try conclude(touched)
        return ended
    }
}

extension String {
    /// A select with more columns: the first " FROM item" replaced.
    fileprivate func replacingFrom(with text: String) -> String {
        split(separator: " FROM item", maxSplits: 1, omittingEmptySubsequences: false).joined(separator: text)
    }
}
