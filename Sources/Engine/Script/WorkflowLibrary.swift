import Files
public import Sessions

/// Finds the workflows that are shipped, and those that somebody keeps beside them.
public struct WorkflowLibrary: Sendable {
    /// Folders with `NAME.json`; the first that has one wins.
    public var folders: [String]

    public init(folders: [String]) { self.folders = folders }

    /// For helps.
    public static let shipped = "classic-strip, green-screen, gif, boomerang, orbit"

    /// `./workflows`, then `share/boothkit/workflows` beside the installed program, whose path is `program`.
    public static func standard(program: String) -> WorkflowLibrary {
        WorkflowLibrary(folders: SearchPath.standard("workflows", program: program).folders)
    }

    /// `name` is a file, or a name to look up; checked as a whole.
    public func workflow(_ name: String) throws(EngineError) -> Workflow {
        let isFile = name.hasSuffix(".json")
        let found: (path: String, bytes: [UInt8])?
        do throws(FilesError) {
            found =
                isFile
                ? (name, try readAll(name, limit: Workflow.limit))
                : try SearchPath(folders).read(name + ".json", limit: Workflow.limit)
        } catch { throw .file(error) }
        guard let (file, bytes) = found else {
            throw .noWorkflow(name: name, searched: folders.map { "\($0)/\(name).json" }, known: names)
        }
        let workflow: Workflow
        do throws(SessionsError) { workflow = try Workflow(parsing: bytes, document: file) } catch {
            throw .record(error)
        }
        _ = try Script(workflow, document: file)
        return workflow
    }

    public var names: [String] { SearchPath(folders).documents }
}
