public import StrictJSON

extension PrintRecord {
    /// As lists and ledgers show it.
    public var json: JSONValue {
        let attention = if case .attention(let attention) = state { attention } else { Attention?.none }
        return .object(present: [
            "id": .string(id.text), "queue": .string(queue), "paper": paper.map(JSONValue.string),
            "media": media.map(JSONValue.string), "width": width.map(JSONValue.integer),
            "height": height.map(JSONValue.integer), "isPicture": isPicture ? true : nil, "state": .string(state.word),
            "cause": (attention?.cause.rawValue).map(JSONValue.string),
            "reason": (attention?.detail ?? state.reason).map(JSONValue.string), "job": job.map(JSONValue.integer),
            "begunAt": begunAt.map(JSONValue.integer), "mayBePrintedTwice": mayBePrintedTwice ? true : nil,
            "options": options.isEmpty ? nil : options.json, "roll": roll.map(JSONValue.string),
            "reprintOf": (reprintOf?.text).map(JSONValue.string),
            "session": session.map(JSONValue.string), "picture": picture.map(JSONValue.string),
            "madeAt": .integer(madeAt), "microsecond": .integer(microsecond), "changedAt": .integer(changedAt),
        ])
    }

    init(_ node: JSONNode) throws {
        let keys = try node.object()
        id = try PrintID(keys.required("id").string())
        queue = try keys.required("queue").string()
        paper = try keys.optional("paper")?.string()
        media = try keys.optional("media")?.string()
        width = try keys.optional("width")?.int(in: 1...30_000)
        height = try keys.optional("height")?.int(in: 1...30_000)
        isPicture = try keys.optional("isPicture")?.bool() ?? false
        let word = keys.optional("state")
        let reason = try keys.optional("reason")?.string() ?? ""
        let cause = try keys.optional("cause")?.oneOf(Attention.Cause.self)
        state = try Self.state(word?.string() ?? "", reason: reason, cause: cause ?? .other)
        job = try keys.optional("job")?.int(in: 1...Int(Int32.max))
        begunAt = try keys.optional("begunAt")?.int(in: 0...(1 << 52))
        mayBePrintedTwice = try keys.optional("mayBePrintedTwice")?.bool() ?? false
        options = try keys.optional("options")?.printOptions() ?? []
        roll = try keys.optional("roll")?.string(limit: 64)
        reprintOf = try keys.optional("reprintOf").map { try PrintID($0.string()) }
        session = try keys.optional("session")?.string()
        picture = try keys.optional("picture")?.string()
        madeAt = try keys.required("madeAt").int(in: 0...(1 << 52))
        microsecond = try keys.optional("microsecond")?.int(in: 0...999_999) ?? 0
        changedAt = try keys.required("changedAt").int(in: 0...(1 << 52))
        try keys.finish()
    }

    private static func state(_ word: String, reason: String, cause: Attention.Cause) -> PrintState {
        switch word {
        case "waiting": .waiting
        case "sending": .sending
        case "queued": .queued(ahead: 0)
        case "printing": .printing
        case "attention": .attention(Attention(cause, detail: reason))
        case "printed": .printed
        case "failed": .failed(reason)
        case "cancelled": .cancelled
        default: .unknown(reason)
        }
    }
}

extension JSONNode {
    /// `{"StpLaminate": "Matte"}`.
    func printOptions() throws(StrictJSONError) -> [PrintOption] {
        try dictionary(max: 16) { (node) throws(StrictJSONError) in try node.string(limit: 256) }
            .map { PrintOption(name: $0.key, value: $0.value) }
            .sorted { $0.name < $1.name }
    }
}

extension [PrintOption] {
    var json: JSONValue { .object(map { .init($0.name, .string($0.value)) }) }
}
