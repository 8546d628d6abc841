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

extension EventRecord {
    /// Items oldest first, at most `limit`, of those states (all when empty), after the item with the id `after`.
    public func outbox(
        states: Set<OutboxItem.State> = [], after: Int = 0, limit: Int = 1_000
    ) throws(SessionsError) -> [QueuedItem] {
        let words = (states.isEmpty ? Set(OutboxItem.State.allCases) : states).map { "'\($0.rawValue)'" }.sorted()
        return try database.all(
            """
            \(SessionRows.itemColumns.replacingFrom(
                with: ", (SELECT number FROM session WHERE row = item.session), "
                    + "(SELECT open_until FROM destination WHERE name = item.destination) FROM item"))
            WHERE state IN (\(words.joined(separator: ", "))) AND id > ? ORDER BY id LIMIT ?
            """, .integer(after), .integer(limit)
        ) { (row) throws(SessionsError) in
            let item = try SessionRows.item(row)
            let next = item.state == .pending ? max(item.due, row.optionalTime(16) ?? item.due) : item.leaseUntil
            return QueuedItem(item: item, session: row.optionalInt(15), next: next)
        }
    }

    /// Tries an item again at once, whatever was said about it; also one whose outcome is unknown, since somebody has
    /// decided that it did not arrive. Its key stays.
    @discardableResult
    public func retry(_ id: Int, at now: Moment = .now) throws(SessionsError) -> OutboxItem {
        try database.transaction { () throws(SessionsError) in
            guard let present = try item(id) else { throw .noItem(id) }
            switch present.state {
            case .done: throw .notNow("outbox item \(id): done", remedy: "to send it once more, reprint or share again")
            case .sending: throw .notNow("outbox item \(id): being sent just now")
            case .pending, .unknown, .dead, .cancelled: break
            }
            try database.run("DELETE FROM destination WHERE name = ?", .string(present.destination))
            return try update(id) { item in
                (item.state, item.due, item.leaseUntil, item.done) = (.pending, now, nil, nil)
                (item.reason, item.rerun) = (nil, true)
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
            return try update(id) { item in
                (item.state, item.leaseUntil, item.done, item.reason) = (
                    .cancelled, nil, now, "removed by the operator"
                )
            }
        }
    }
}

extension String {
    /// A select with more columns: the first " FROM item" replaced.
    fileprivate func replacingFrom(with text: String) -> String {
        split(separator: " FROM item", maxSplits: 1, omittingEmptySubsequences: false).joined(separator: text)
    }
}
