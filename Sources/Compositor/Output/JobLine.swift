import Files
import Effects
import StrictJSON

extension RenderJob {
    /// One line of a jobs file:
    /// `{"captures":[…],"output":…,"animation":…,"values":{…},"effects":[…]}`. `place` says where the line stands, for errors.
    public init(line: String, place: String) throws(CompositorError) {
        do throws(StrictJSONError) {
            let keys = try JSONNode(parsing: Array(line.utf8), document: place).object()
            try self.init(keys)
        } catch {
            throw .badLayout(text: "\(error)")
        }
    }

    /// A case of golden images: a job line that names its layout, too.
    static func golden(_ bytes: [UInt8], place: String) throws(CompositorError) -> (job: RenderJob, layout: String) {
        do throws(StrictJSONError) {
            let keys = try JSONNode(parsing: bytes, document: place).object()
            return (try RenderJob(keys), try keys.required("layout").string())
        } catch {
            throw .badLayout(text: "\(error)")
        }
    }

    private init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        self.init(captures: [])
        _ = keys.optional("layout")
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

/// The text of a file of job lines.
public func jobsFile(_ path: String) throws(CompositorError) -> String {
    try compositing { String(decoding: try readAll(path, limit: 64_000_000), as: UTF8.self) }
}

/// A folder for results, made when it is missing.
public func createFolder(_ path: String) throws(CompositorError) {
    try compositing { try makeFolder(path) }
}
