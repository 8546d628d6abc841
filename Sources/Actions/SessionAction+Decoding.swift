import Sessions
public import StrictJSON

extension SessionAction {
    /// The options of a verb by their long names in camelCase; repeated ones are lists: `{"effect": ["sepia"]}`.
    /// - Parameter name: one of `names`.
    public init(_ name: String, _ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        self = try Self(name, keys)
        try keys.finish()
    }

    /// Leaves further keys to the caller, who calls `finish`.
    public init(_ name: String, _ keys: JSONObjectReader) throws(StrictJSONError) {
        switch name {
        case "reprint": self = .reprint(try Reprint(keys))
        case "share": self = .share(try Share(keys))
        case "rerun": self = .rerun(try Rerun(keys))
        case "rerender": self = .rerender(try Rerender(keys))
        case "delete": self = .delete(try Delete(keys))
        default:
            let near = nearest(to: name, among: Self.names)
            throw keys.error(
                "\"\(name)\": no action on sessions",
                remedy: near.map { "did you mean \($0)?" } ?? "there are \(Self.names.joined(separator: ", "))")
        }
    }
}

extension Reprint {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        layout = try keys.optional("layout")?.string()
        let item = keys.optional("item")
        self.item = try item?.string()
        queue = try keys.optional("queue")?.string()
        copies = try keys.optional("copies")?.int(in: OutboxItem.copiesRange) ?? 1
        if let item, layout != nil { throw item.error(ActionError.layoutAndItem) }
    }
}

extension Share {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        revoke = try keys.optional("revoke")?.bool() ?? false
        email = try keys.optional("email")?.string()
        sms = try keys.optional("sms")?.string()
        consent = try keys.optional("consent")?.string()
    }
}

extension DarkroomChoices {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        force = try keys.optional("force")?.bool() ?? false
        dryRun = try keys.optional("dryRun")?.bool() ?? false
        acceptDamaged = try keys.optional("acceptDamaged")?.bool() ?? false
        animation = try keys.optional("animation")?.bool() ?? false
        guard let node = keys.optional("trim") else { return }
        let times = try node.array(max: 2) { (node) throws(StrictJSONError) in try node.double(in: 0...3_600) }
        guard times.count == 2, times[0] < times[1] else {
            throw node.error(expected: "two times in seconds, the earlier one first")
        }
        trim = times[0]...times[1]
    }
}

extension Rerender {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        layout = try keys.optional("layout")?.string()
        choices = try DarkroomChoices(keys)
    }
}

extension Rerun {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        composed = try keys.optional("composed")?.bool() ?? false
        layout = try keys.optional("layout")?.string()
        choices = try DarkroomChoices(keys)
        // What moves is made without an effect, too.
        guard let node = try choices.animation ? keys.optional("effect") : keys.required("effect") else { return }
        effect = try node.array(max: 20) { (node) throws(StrictJSONError) in try node.string() }
        guard !effect.isEmpty else { throw node.error(expected: "at least one effect") }
    }
}

extension Delete {
    fileprivate init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        if let node = keys.optional("item") {
            // One may stand alone.
            if case .string(let path) = node.value {
                item = [path]
            } else {
                item = try node.array(max: 1_000) { (node) throws(StrictJSONError) in try node.string() }
            }
            guard !item.isEmpty else { throw node.error(expected: "at least one of the session's files") }
        }
        dryRun = try keys.optional("dryRun")?.bool() ?? false
    }
}
