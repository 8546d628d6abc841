internal import Effects
internal import StrictJSON

extension RenderJob {
    /// One line of a jobs file:
    /// `{"captures":[…],"output":…,"animation":…,"values":{…},"effects":[…]}`. `place` says where the line stands, for errors.
    public init(line: String, place: String) throws(CompositorError) {
        do throws(StrictJSONError) {
            try self.init(JSONNode(parsing: Array(line.utf8), document: place))
        } catch {
            throw .badLayout(text: "\(error)")
        }
    }

    private init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        self.init(captures: [])
        captures = try keys.required("captures").array(max: 999) { (node) throws(StrictJSONError) in try node.string() }
        output = try keys.optional("output")?.string()
        animation = try keys.optional("animation")?.string()
        effects = try keys.optional("effects")?.effects() ?? []
        if let given = try keys.optional("values")?.object() {
            for (key, node) in given.remaining() {
                let text = try node.scalarText()
                do throws(CompositorError) { try values.set(key, to: text) } catch {
                    throw node.error("\(error)")
                }
            }
        }
        try keys.finish()
    }
}
