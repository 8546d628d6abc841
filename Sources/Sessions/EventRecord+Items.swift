extension EventRecord {
    /// The session that an outbox item belongs to.
    public func session(of item: OutboxItem) throws(SessionsError) -> Session {
        try database.snapshot { () throws(SessionsError) in
            let row = try database.first("SELECT session FROM item WHERE id = ?", .integer(item.id)) { $0.int(0) }
            guard let row else { throw .noItem(item.id) }
            return try rows.session(atRow: row)
        }
    }

    /// What items of a kind waited for is there again: those that are pending are due now, whatever their attempts had come
    /// to.
    public func hasten(_ kind: OutboxItem.Kind, at now: Moment = .now) throws(SessionsError) {
        try database.transaction { () throws(SessionsError) in
            let waiting = try database.all(
                "\(SessionRows.itemColumns) WHERE state = 'pending' AND kind = ? AND after IS NULL",
                .string(kind.rawValue), map: SessionRows.item)
            try reopen(Set(waiting.map(\.destination)))
            var touched: Set<Int> = []
            for var item in waiting where item.due > now {
                (item.since, item.due) = (now, now)
                touched.insert(try store(item))
            }
            try conclude(touched)
        }
    }
}
