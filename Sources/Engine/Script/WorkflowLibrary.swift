import Files
public import Sessions

/// Finds the workflows that are shipped, and those that somebody keeps beside them.
public struct WorkflowLibrary: Sendable {
    /// Folders with `NAME.json`; the first that has one wins.
    public var folders: [String]

    public init(folders: [String]) { self.folders = folders }

    /// For helps.
    public static let shipped = "classic-strip, green-screen, gif"

    /// `./workflows`, then `share/boothkit/workflows` beside the installed program, whose path is `program`.
    public static func standard(program: String) -> WorkflowLibrary {
        let bin = program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return WorkflowLibrary(folders: ["workflows", bin + "/../share/boothkit/workflows"])
    }

    /// `name` is a file, or a name to look up; checked as a whole.
    public func workflow(_ name: String) throws(EngineError) -> Workflow {
        let files = name.hasSuffix(".json") ? [name] : folders.map { "\($0)/\(name).json" }
        for file in files {
            let workflow: Workflow
            do throws(SessionsError) { workflow = try Workflow(file: file) } catch {
                if case .file(.missing) = error, !name.hasSuffix(".json") { continue }
                throw .record(error)
            }
            _ = try Script(workflow, document: file)
            return workflow
        }
        throw .noWorkflow(name: name, searched: files, known: names)
    }

    public var names: [String] {
        var names: Set<String> = []
        for folder in folders {
            for file in (try? entries(ofFolder: folder)) ?? []
            where file.hasSuffix(".json") && !file.hasSuffix(".schema.json") {
                names.insert(String(file.dropLast(5)))
            }
        }
        return names.sorted()
    }
}
