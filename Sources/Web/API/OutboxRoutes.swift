import Actions
import Sessions
import StrictJSON

extension Route {
    static let outbox: [Route] = [
        .api(.get, "/api/outbox", listOutbox),
        .api(.post, "/api/outbox/retry") { try await change($0, $1, of: [.dead, .pending]) { _ in .retry } },
        .api(.post, "/api/outbox/remove") {
            try await change($0, $1, of: [.dead, .pending, .unknown]) { _ in .remove }
        },
        .api(.post, "/api/outbox/resolve") {
            try await change($0, $1, of: [.unknown]) { (keys) throws(StrictJSONError) in
                try keys.required("outcome").oneOf(["sent", "again"]) == "sent" ? .resolveSent : .resolveAgain
            }
        },
    ]

    /// Items oldest first, and every destination.
    private static func listOutbox(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let query = try request.query("state", "kind", "after", "limit")
        let states: Set<OutboxItem.State> = try words("state", query)
        let kinds: Set<OutboxItem.Kind> = try words("kind", query)
        let after = try request.int("after", in: 0...(1 << 53)) ?? 0
        let limit = try request.int("limit", in: 1...1_000) ?? 200
        let listing = try await site.reader.read { (contents) throws(SessionsError) in
            OutboxListing(
                items: try contents.outbox(kinds: kinds, states: states, after: after, limit: limit),
                destinations: try contents.destinations())
        }
        return APIAnswer(listing.json)
    }

    private static func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ key: String, _ query: [String: String]
    ) throws(APIError) -> Set<Word> {
        var all: Set<Word> = []
        for text in query[key]?.split(separator: ",") ?? [] {
            guard let word = Word(rawValue: String(text)) else {
                throw .unexpected(key, Word.allCases.map(\.rawValue).joined(separator: ", "), String(text))
            }
            all.insert(word)
        }
        return all
    }

    /// `{"items":[3,4]}`, or `{"all":true}` with `kind` and `destination`: all that are in one of these states.
    private static func change(
        _ request: APIRequest, _ site: EventSite, of states: Set<OutboxItem.State>,
        _ decode: (JSONObjectReader) throws(StrictJSONError) -> OutboxChange
    ) async throws -> APIAnswer {
        let keys = try request.node.object()
        let change = try decode(keys)
        let named = try keys.optional("items")?.array(max: 1_000) { (node) throws(StrictJSONError) in
            try node.int(in: 1...(1 << 53))
        }
        let isAll = try keys.optional("all")?.bool() ?? false
        let kind: OutboxItem.Kind? = try keys.optional("kind")?.oneOf()
        let destination = try keys.optional("destination")?.string()
        try keys.finish()
        guard (named != nil) != isAll else {
            throw keys.error("needs \"items\", a list of the numbers of outbox items, or \"all\": true")
        }
        guard isAll || kind == nil && destination == nil else {
            throw keys.error("\"kind\" and \"destination\" go with \"all\": true")
        }
        var items = named ?? []
        if isAll {
            items = try await site.record.outbox(kinds: kind.map { [$0] } ?? [], states: states, limit: 10_000)
                .filter { destination == nil || $0.item.destination == destination }.map(\.item.id)
        }
        return APIAnswer(try await change.run(on: items, of: site.record).json)
    }
}
