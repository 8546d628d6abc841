import Compositor
public import StrictJSON

/// A command as clients write it, and what it is meant for.
///
///     {"command":"answer","value":"anna@example.org","at":{"session":"6f1c…","entry":3}}
///     {"command":"answer","value":{"strokes":[…]},"at":{…}}
public struct CommandRequest: Sendable {
    public let command: BoothCommand
    public let place: Place?

    /// Strict: an unknown word or key is refused. A drawing may be given as it is, or as a text.
    public init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let given = try keys.required("command")
        let word = try given.string(limit: 64)
        var value: String?
        if let node = keys.optional("value") {
            let isDrawing = if case .object = node.value { true } else { false }
            value = isDrawing ? node.value.text() : try node.string(limit: Drawing.limit)
        }
        place = try keys.optional("at").map { (node) throws(StrictJSONError) in try Place(node) }
        try keys.finish()
        guard let command = BoothCommand(word, value: value) else { throw given.error("\"\(word)\" is no command") }
        self.command = command
    }
}

extension Place {
    /// `{"session":"6f1c…","entry":3}`.
    public init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        self.init(
            session: try keys.required("session").string(limit: 64),
            entry: try keys.required("entry").int(in: 0...1_000_000))
        try keys.finish()
    }
}
