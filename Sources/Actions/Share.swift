public import Sessions
public import StrictJSON

/// `booth sessions share`: a further link to the pictures of sessions.
public struct Share: Sendable, Hashable {
    /// End the session's earlier links.
    public var revoke = false

    public init() {}

    public struct Link: Sendable, Equatable {
        public let number: Int
        public let token: String
        /// nil: the event says nothing of where links lead.
        public let url: String?

        public var json: JSONValue {
            [
                "number": .integer(number), "token": .string(token), "link": url.map { .string($0) } ?? .null,
            ]
        }
    }

    public func run(
        on numbers: [Int], of record: EventRecord, following progress: ActionProgress = ActionProgress()
    ) async throws -> ActionOutcome<Link> {
        try await record.each(numbers, following: progress) { session in
            let share = try await record.share(session.id, revoking: revoke)
            return Link(
                number: session.number ?? 0, token: share.token, url: record.event.shownBase.map { $0 + share.token })
        }
    }
}
