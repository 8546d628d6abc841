public import Sessions
public import StrictJSON

/// `booth outbox retry`, `remove` and `resolve`: what somebody decides about items that were to be sent.
public enum OutboxChange: Sendable, Equatable {
    /// Try them again now.
    case retry
    /// Take them out of the queue.
    case remove
    /// Of an item whose outcome is unknown: it was sent.
    case resolveSent
    /// The same: it was not, and is to be sent again.
    case resolveAgain

    /// Carries it out for each item, in order; the first that cannot be changed ends it.
    public func run(on items: [Int], of record: EventRecord) async throws -> OutboxListing {
        var changed: [QueuedItem] = []
        for id in items {
            let item =
                switch self {
                case .retry, .resolveAgain: try await record.retry(id)
                case .remove: try await record.remove(item: id)
                case .resolveSent: try await record.confirm(item: id)
                }
            changed.append(QueuedItem(item: item, session: try? await record.session(of: item).number))
        }
        try await record.saveHistory()
        let concerned = Set(changed.map(\.item.destination))
        return OutboxListing(
            items: changed, destinations: try await record.destinations().filter { concerned.contains($0.name) })
    }
}

/// Items that were to be sent, and how their destinations have answered.
public struct OutboxListing: Sendable {
    public var items: [QueuedItem]
    public var destinations: [OutboxDestination]

    public init(items: [QueuedItem], destinations: [OutboxDestination]) {
        (self.items, self.destinations) = (items, destinations)
    }

    public var json: JSONValue {
        ["items": .array(items.map(\.json)), "destinations": .array(destinations.map(\.json))]
    }
}

extension QueuedItem {
    /// As in sessions.json, with what follows from it.
    public var json: JSONValue {
        guard case .object(let members) = item.json else { return .null }
        let missing: [JSONValue.Member] = item.reason == nil ? [.init("reason", .null)] : []
        let more: [JSONValue.Member] =
            missing + [
                .init("number", session.map { .integer($0) } ?? .null),
                .init("next", next.map { .string($0.description) } ?? .null),
                .init("copies", copies.map { .integer($0) } ?? .null),
            ]
        return .object(members + more)
    }

    /// Of a print.
    public var copies: Int? { item.kind == .print ? item.copies : nil }
}

extension OutboxDestination {
    public var json: JSONValue {
        let times: [(String, Moment?)] = [("since", since), ("next", next), ("succeeded", succeeded)]
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("state", .string(state.rawValue)),
            .init("failures", .integer(failures)),
        ]
        members.append(.init("reason", reason.map { .string($0) } ?? .null))
        for (key, time) in times { members.append(.init(key, time.map { .string($0.description) } ?? .null)) }
        members.append(.init("reserved", .integer(reserved)))
        return .object(members)
    }
}
