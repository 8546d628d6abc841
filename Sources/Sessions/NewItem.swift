import Files

/// Something that is to be sent.
public struct NewItem: Sendable {
    public var kind: OutboxItem.Kind
    public var subject: String
    public var destination: String
    /// JSON.
    public var payload: String
    /// Tells a wish from the same wish once more: a guest who asks for a second print means it.
    public var request: Int
    public var rerun = false
    public var lane = OutboxItem.Lane.guest
    /// The id of an item of the same session, or of none, that this one waits for, until that one has ended in whatever way.
    public var after: Int?
    /// After so long it goes all the same; nil: it waits for as long as it takes.
    public var waitAtMost: Duration?
    /// What it takes of its destination's budget; reserved when it is first claimed, and given back only when the destination
    /// has refused it.
    public var cost = 0

    public init(
        _ kind: OutboxItem.Kind, subject: String, destination: String, payload: String = "{}", request: Int = 1
    ) {
        (self.kind, self.subject, self.destination) = (kind, subject, destination)
        (self.payload, self.request) = (payload, request)
    }

    /// Tells nothing about the guest, because it goes to the far side. What belongs to no session has the event's id in it.
    func key(session id: String) -> String {
        var hasher = ContentHasher()
        for text in [kind.rawValue, id, subject, destination, String(request)] { hasher.update(text) }
        return "\(kind.rawValue)-\(hasher.finish().description.prefix(32))"
    }
}

extension EventRecord {
    func isKnown(_ key: String) throws(SessionsError) -> Bool {
        try database.first("SELECT 1 FROM item WHERE key = ?", .string(key), map: { $0.int(0) }) != nil
    }

    /// Makes it another item than those that are there and were asked for with the same words.
    func makeNew(_ item: inout NewItem, session id: String) throws(SessionsError) {
        while try isKnown(item.key(session: id)) { item.request += 1 }
    }

    /// Whether an item of the session has not ended yet.
    private func isOpen(_ id: Int, session row: Int) throws(SessionsError) -> Bool {
        let state: OutboxItem.State? = try database.first(
            "SELECT state FROM item WHERE id = ? AND coalesce(session, ?) = ?", .integer(id), .integer(row),
            .integer(row)
        ) { (row) throws(SessionsError) in try row.word(0) }
        guard let state else { throw .notNow("an item can wait for another one of its own session only") }
        return !state.isFinal
    }

    /// Within a transaction. A wish that is there already stays one.
    ///
    /// - Parameter row: nil: it belongs to no session, and `id` is the event's.
    @discardableResult
    func add(_ item: NewItem, session row: Int?, id: String, at now: Moment) throws(SessionsError) -> OutboxItem {
        let key = item.key(session: id)
        if let there = try database.first(
            "\(SessionRows.itemColumns) WHERE key = ?", .string(key), map: SessionRows.item)
        {
            return there
        }
        if let row { try requireConsent(to: item.kind, session: row, id: id) }
        var made = OutboxItem(
            id: 0, kind: item.kind, subject: item.subject, destination: item.destination, payload: item.payload,
            key: key, state: .pending, rerun: item.rerun, attempts: 0, due: now, created: now)
        (made.lane, made.cost) = (item.lane, item.cost)
        if let after = item.after, let row, try isOpen(after, session: row) {
            made.after = after
            made.due = item.waitAtMost.map { now + $0 } ?? .never
        }
        made.id = try rows.insert(made, row: row, id: nil)
        return made
    }

    /// Puts an item into the outbox. After the end of a session it counts as asked for by an operator.
    public func send(_ item: NewItem, of id: String, at now: Moment = .now) throws(SessionsError) -> OutboxItem {
        try change(id) { (row) throws(SessionsError) in
            var item = item
            item.rerun = try rows.session(atRow: row).state == .finished
            return try add(item, session: row, id: id, at: now)
        }
    }
}
