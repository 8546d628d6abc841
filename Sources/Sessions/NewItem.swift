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

    public init(
        _ kind: OutboxItem.Kind, subject: String, destination: String, payload: String = "{}", request: Int = 1
    ) {
        (self.kind, self.subject, self.destination) = (kind, subject, destination)
        (self.payload, self.request) = (payload, request)
    }

    /// Tells nothing about the guest, because it goes to the far side.
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

    /// Within a transaction. A wish that is there already stays one.
    @discardableResult
    func add(_ item: NewItem, session row: Int, id: String, at now: Moment) throws(SessionsError) -> OutboxItem {
        let key = item.key(session: id)
        if let there = try database.first(
            "\(SessionRows.itemColumns) WHERE key = ?", .string(key), map: SessionRows.item)
        {
            return there
        }
        var made = OutboxItem(
            id: 0, kind: item.kind, subject: item.subject, destination: item.destination, payload: item.payload,
            key: key, state: .pending, rerun: item.rerun, attempts: 0, due: now, created: now)
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
