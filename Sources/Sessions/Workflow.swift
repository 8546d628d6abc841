import Files
public import StrictJSON

/// The ordered steps that a session runs: what `workflow.json` says. The record needs the names of the steps; what else they
/// and the workflow say is for whoever runs them.
public struct Workflow: Equatable, Sendable {
    public struct Step: Equatable, Sendable {
        public var name: String
        /// What the step itself understands.
        public var settings: [JSONValue.Member] = []
        public init(name: String) { self.name = name }
    }

    public var name: String
    public var mode = Session.Mode.standard
    public var steps: [Step]
    /// What holds for all steps.
    public var settings: [JSONValue.Member] = []

    /// Fits every layout, and an event without one.
    public static let standard = Workflow(
        name: "standard",
        steps: ["attract", "countdown", "capture", "preview", "save", "print", "share", "thanks"].map(Step.init))

    public init(name: String, steps: [Step]) { (self.name, self.steps) = (name, steps) }

    public init(in folder: EventFolder) throws(SessionsError) {
        do throws(SessionsError) { try self.init(file: folder.workflow) } catch {
            if case .file(.missing) = error { throw .noWorkflow(path: folder.workflow) }
            throw error
        }
    }

    public init(file: String) throws(SessionsError) {
        let bytes = try filing { () throws(FilesError) in try readAll(file, limit: Self.limit) }
        try self.init(parsing: bytes, document: file)
    }

    /// `document` is the file's name as errors shall give it.
    public init(parsing bytes: [UInt8], document: String) throws(SessionsError) {
        do throws(StrictJSONError) { self = try Workflow(JSONNode(parsing: bytes, document: document)) } catch {
            throw .badSettings(error)
        }
    }

    /// A workflow of a megabyte is no workflow.
    public static let limit = 1_000_000

    private init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        name = try keys.required("name").string()
        mode = try keys.optional("mode")?.oneOf() ?? .standard
        let list = try keys.required("steps")
        steps = try list.array(max: 99) { (node) throws(StrictJSONError) in
            let keys = try node.object()
            var step = Step(name: try keys.required("step").string())
            step.settings = keys.remaining().map { JSONValue.Member($0.key, $0.node.value) }
            return step
        }
        guard !steps.isEmpty else { throw list.error(expected: "at least one step") }
        settings = keys.remaining().map { JSONValue.Member($0.key, $0.node.value) }
        try keys.finish()
    }

    public var json: JSONValue {
        .object(
            settings + [
                .init("name", .string(name)), .init("mode", .string(mode.rawValue)),
                .init("steps", .array(steps.map { .object([.init("step", .string($0.name))] + $0.settings) })),
            ])
    }

    public func write(to folder: EventFolder) throws(SessionsError) {
        try filing { () throws(FilesError) in
            try writeDurably(Array((json.text(pretty: true) + "\n").utf8), to: folder.workflow)
        }
    }
}
