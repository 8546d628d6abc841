internal import Effects
internal import StrictJSON

extension RenderJob {
    /// One line of a jobs file:
    /// `{"captures":[…],"output":…,"animation":…,"values":{…},"effects":[…]}`. `place` says where the line stands, for errors.
    public init(line: String, place: String) throws(CompositorError) {
        do throws(StrictJSONError) {
            try self.init(JSONNode(parsing: Array(line.utf8)))
        } catch {
            throw .badJob(place: place, reason: "\(error)")
        }
    }

    private init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try JSONObjectReader(node)
        self.init(captures: [])
        for node in try keys.required("captures").array(max: 999) { captures.append(try node.string()) }
        output = try keys["output"]?.string()
        animation = try keys["animation"]?.string()
        effects = try keys["effects"]?.effects() ?? []
        if let given = try keys["values"].map(JSONObjectReader.init) {
            for key in given.keys {
                guard let node = given[key] else { continue }
                guard let text = node.value.parameterText else { throw node.error(expected: "text or a number") }
                do throws(CompositorError) { try values.set(key, to: text) } catch {
                    throw node.error(expected: "\(error)")
                }
            }
        }
        try keys.finish()
    }
}
