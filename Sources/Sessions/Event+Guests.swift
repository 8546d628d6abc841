import Faults
import StrictJSON

/// How a guest's phone gets into the booth's own network.
public struct WifiAccess: Equatable, Sendable {
    public var name: String
    /// nil: the network is open.
    public var password: String?

    public init(name: String, password: String? = nil) { (self.name, self.password) = (name, password) }

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let given = try keys.required("name")
        name = try given.string()
        // What the standard of wireless networks allows.
        guard (1...32).contains(name.utf8.count) else { throw given.error(expected: "a name of 1 to 32 bytes") }
        if let node = keys.optional("password") {
            let text = try node.string()
            guard (8...63).contains(text.utf8.count) else {
                throw node.error(expected: "a password of 8 to 63 bytes; an open network has none")
            }
            password = text
        }
        try keys.finish()
    }

    var json: JSONValue {
        .object(present: ["name": .string(name), "password": password.map(JSONValue.string)])
    }
}

/// The time of day in which guests may begin, by the event's clock. It may go past midnight.
///
///     OpeningHours(from: 18 * 60, until: 2 * 60).holds(at: 23 * 60)     // true
public struct OpeningHours: Equatable, Sendable {
    /// Minutes since midnight; `until` is the first at which nobody may begin any more, 1440 at midnight.
    public var from: Int
    public var until: Int

    public init(from: Int, until: Int) { (self.from, self.until) = (from, until) }

    public func holds(at minute: Int) -> Bool {
        from < until ? (from..<until).contains(minute) : minute >= from || minute < until
    }

    /// "18:00".
    public var opens: String { Self.text(from) }
    public var closes: String { Self.text(until) }

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        from = try keys.optional("from").map(Self.minute) ?? 0
        until = try keys.optional("until").map(Self.minute) ?? 24 * 60
        guard from != until else {
            throw node.error("the booth would be closed all day", remedy: "give \"from\" and \"until\" two times")
        }
        try keys.finish()
    }

    var json: JSONValue { ["from": .string(opens), "until": .string(closes)] }

    private static func minute(_ node: JSONNode) throws(StrictJSONError) -> Int {
        let expected = "a time of day such as 18:00"
        let match = try node.string(limit: 5).wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/)
        guard let match, let hour = Int(match.1), let minute = Int(match.2), minute < 60,
            hour * 60 + minute <= 24 * 60
        else { throw node.error(expected: expected) }
        return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
        (minute / 60).padded(to: 2) + ":" + (minute % 60).padded(to: 2)
    }
}

extension JSONNode {
    /// What stands behind the @ of many an address.
    func mailDomain() throws(StrictJSONError) -> String {
        let text = try string(limit: 253)
        guard text.wholeMatch(of: /(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/) != nil else {
            throw error(expected: "what stands behind the @ of an address, such as example.org")
        }
        return text
    }
}
