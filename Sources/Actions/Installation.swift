public import Capture
public import Compositor
public import Engine
public import Files
import Glibc
public import Outgoing
public import Pages
public import PrintOut
public import Sessions

/// What stands beside an installed program, as every program of it finds it: layouts, workflows, schemas, printers' profiles and
/// words.
///
///     let installation = Installation(program: programPath())
public struct Installation: Sendable {
    public let program: String
    /// How many threads one action may take.
    public var workers: Int

    /// - Parameter workers: nil: as many as there are processors.
    public init(program: String, workers: Int? = nil) {
        (self.program, self.workers) = (program, workers ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    }

    public var layouts: LayoutLibrary { .standard(program: program) }
    public var workflows: WorkflowLibrary { .standard(program: program) }
    public var profiles: ProfileLibrary { .standard(program: program) }
    /// Where the words for guests are.
    public var texts: SearchPath { .standard("web/text", program: program, orCheckout: true) }
    public var themes: ThemeLibrary { .standard(program: program) }
    public var schemas: EventSchemas { EventSchemas(program: program) }

    /// The program that owns a camera's body, and the word after which it does.
    public var cameraWorker: WorkerProgram { WorkerProgram(path: program, arguments: [Self.cameraWorkerVerb]) }
    public static let cameraWorkerVerb = "camera-worker"

    /// What a booth runs by, as long as nobody says otherwise.
    public var options: Engine.Options {
        var options = Engine.Options(
            layouts: layouts, profiles: profiles, texts: texts,
            printerNamed: { try printer(named: $0) })
        (options.places, options.themes) = (places, themes)
        return options
    }

    /// Where destinations and recipes are.
    public var places: SendingPlaces { .standard(program: program) }
}

extension Installation {
    /// What sends the items of an event's outbox. Blocks.
    ///
    /// - Throws: for destinations that are not there, or cannot be used as they are described.
    public func sender(of record: EventRecord) throws -> EventSender {
        let destinations = try EventDestinations(of: record.folder, in: places)
        try destinations.require(for: record.event, except: [.ai], in: record.folder)
        let words = try Words(locale: record.event.locale, in: texts, own: record.event.words)
        let all = try Words.all(in: texts, own: record.event.words)
        return try EventSender(
            record, destinations, in: places, words: { $0.flatMap { all[$0] } ?? words }, themes: themes)
    }
}
