public import StrictJSON

extension PrintRecord {
    /// As lists and ledgers show it.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id.text)), .init("queue", .string(queue)),
        ]
        func add(_ key: String, _ value: JSONValue?) { if let value { members.append(.init(key, value)) } }
        add("paper", paper.map(JSONValue.string))
        add("media", media.map(JSONValue.string))
        add("width", width.map(JSONValue.integer))
        add("height", height.map(JSONValue.integer))
        add("isPicture", isPicture ? true : nil)
        add("state", .string(state.word))
        if case .attention(let attention) = state {
            add("cause", .string(attention.cause.rawValue))
            add("reason", .string(attention.detail))
        } else {
            add("reason", state.reason.map(JSONValue.string))
        }
        add("job", job.map(JSONValue.integer))
        add("begunAt", begunAt.map(JSONValue.integer))
        add("mayBePrintedTwice", mayBePrintedTwice ? true : nil)
        if !options.isEmpty {
            add("options", .object(options.map { .init($0.name, .string($0.value)) }))
        }
        add("reprintOf", (reprintOf?.text).map(JSONValue.string))
        add("session", session.map(JSONValue.string))
        add("picture", picture.map(JSONValue.string))
        add("madeAt", .integer(madeAt))
        add("microsecond", .integer(microsecond))
        add("changedAt", .integer(changedAt))
        return .object(members)
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
