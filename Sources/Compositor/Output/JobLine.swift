import Effects
import Faults
import Files
import Glibc
import StrictJSON

extension RenderJob {
    /// One line of a jobs file:
    /// `{"captures":[…],"output":…,"animation":…,"values":{…},"effects":[…]}`. `place` says where the line stands,
    /// for errors.
    public init(line: [UInt8], place: String) throws(CompositorError) {
        do throws(StrictJSONError) {
            try self.init(JSONNode(parsing: line, document: place).object())
        } catch .malformed(_, _, let column, let problem, let remedy) {
            // The place names the line already.
            throw .badJob(place: place, reason: "column \(column): \(problem)", remedy: remedy)
        } catch {
            throw .badLayout(error)
        }
    }

    /// A case of golden images: a job line that names its layout, too.
    static func golden(_ bytes: [UInt8], place: String) throws(CompositorError) -> (job: RenderJob, layout: String) {
        do throws(StrictJSONError) {
            let keys = try JSONNode(parsing: bytes, document: place).object()
            let layout = try keys.required("layout").string()
            return (try RenderJob(keys), layout)
        } catch {
            throw .badLayout(error)
        }
    }

    private init(_ keys: JSONObjectReader) throws(StrictJSONError) {
        self.init(captures: [])
        captures = try keys.required("captures").array(max: 999) { (node) throws(StrictJSONError) in try node.string() }
        output = try keys.optional("output")?.string()
        animation = try keys.optional("animation")?.string()
        effects = try keys.optional("effects")?.effects() ?? []
        drawing = try keys.optional("drawing")?.string()
        if let given = try keys.optional("values")?.object() {
            for (key, node) in given.remaining() {
                let text = try node.scalarText()
                do throws(CompositorError) { try values.set(key, to: text) } catch {
                    throw node.error(error)
                }
            }
        }
        try keys.finish()
    }
}

/// More than a million jobs; a wrong file is refused before it fills the memory.
private let jobsLimit = 64_000_000

/// The bytes of a file of job lines.
public func jobsFile(_ path: String) throws(CompositorError) -> [UInt8] {
    try compositing { try readAll(path, limit: jobsLimit) }
}

/// The bytes of job lines on standard input, which may be a pipe; `name` stands for it in errors.
public func jobsFromStandardInput(named name: String) throws(CompositorError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count == 0 { return bytes }
        if count > 0 {
            bytes += buffer.prefix(count)
        } else if errno != EINTR {
            throw .file(.unreadable(path: name, reason: String(cString: strerror(errno))))
        }
        guard bytes.count <= jobsLimit else {
            throw .file(.tooLarge(path: name, size: bytes.count, limit: jobsLimit))
        }
    }
}

/// A folder for results, made when it is missing.
public func createFolder(_ path: String) throws(CompositorError) {
    do throws(FilesError) { try makeFolder(path) } catch { throw .output(error) }
}
