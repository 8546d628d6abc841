import Effects
import Files
import StrictJSON

extension RenderJob {
    /// One line of a jobs file:
    /// `{"captures":[…],"output":…,"animation":…,"values":{…},"effects":[…]}`. `place` says where the line stands,
    /// for errors.
    public init(line: [UInt8], place: String) throws(CompositorError) {
        do throws(StrictJSONError) {
            try self.init(JSONNode(parsing: line, document: place).object())
        } catch .malformed(_, _, let column, let problem) {
            throw .badJob(place: place, reason: "column \(column): \(problem)")
        } catch {
            throw .badLayout(text: "\(error)")
        }
    }

    /// A case of golden images: a job line that names its layout, too.
    static func golden(_ bytes: [UInt8], place: String) throws(CompositorError) -> (job: RenderJob, layout: String) {
        do throws(StrictJSONError) {
            let keys = try JSONNode(parsing: bytes, document: place).object()
            let layout = try keys.required("layout").string()
            return (try RenderJob(keys), layout)
        } catch {
            throw .badLayout(text: "\(error)")
        }
    }

    private init(_ keys: JSONObjectReader) throws(StrictJSONError) {
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

/// The bytes of a file of job lines.
public func jobsFile(_ path: String) throws(CompositorError) -> [UInt8] {
    try compositing { try readAll(path, limit: 64_000_000) }
}

/// A folder for results, made when it is missing.
public func createFolder(_ path: String) throws(CompositorError) {
    do throws(FilesError) { try makeFolder(path) } catch { throw .output(error) }
}
