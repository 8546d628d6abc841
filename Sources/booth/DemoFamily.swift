import Actions
import Capture
import Engine
import Faults
import Files
import Glibc
import PrintOut
import Sessions
import Terminal
import Web

private enum DemoOptions {
    static let event = Option.single(
        "event", "EVENT", "the event's folder (default: ./boothkit-demo); an existing demo goes on")
    static let sessions = Option.single(
        "sessions", "N", "how many sessions (20); with --web none, unless it is said how many: guests begin them")
}

extension Family {
    static let demo = Family(
        name: "demo", summary: "a whole event in fast motion, without hardware",
        verbs: [
            Verb(
                command: Command(
                    "booth demo", "a whole event in fast motion: guests, pictures, prints into a folder",
                    usages: ["[--event EVENT] [--sessions N] [--camera folder:DIR]", "--web PORT [OPTION…]"],
                    sections: [
                        OptionSection("Options", DemoOptions.event, DemoOptions.sessions, CameraOptions.camera),
                        WebOptions.pages,
                    ],
                    takesArguments: false,
                    examples: [
                        .init("booth demo", "twenty sessions that begin by themselves"),
                        .init("booth demo --web 8080", "a booth to walk through in a browser: http://127.0.0.1:8080/"),
                    ])
            ) { arguments in
                let folder = EventFolder(arguments[DemoOptions.event] ?? "boothkit-demo")
                let asked = try arguments.int(DemoOptions.sessions, in: 1...10_000)
                let count = asked ?? (arguments[WebOptions.web] == nil ? 20 : nil)
                if access(folder.settings, F_OK) == 0 {
                    guard try Event(in: folder).booth == EventEditor.demoBooth else {
                        throw TerminalError.usage(
                            "\(folder.path): an event that the demo did not make",
                            remedy: "name another folder with --event")
                    }
                    guard !EventLock.isHeld(folder) else { throw SessionsError.engineRuns(path: folder.path) }
                } else {
                    guard ((try? entries(ofFolder: folder.path)) ?? []).isEmpty else {
                        throw TerminalError.usage("\(folder.path): other files are in it", remedy: "name a new folder")
                    }
                    var event = Event(name: "Emma & Noah", date: "14 June 2026")
                    (event.booth, event.linkBase, event.reserve) = (
                        EventEditor.demoBooth, "https://photos.example/s/", 100
                    )
                    event.theme.name = "ivory"
                    let workflow = try WorkflowLibrary.standard(program: programPath()).workflow("classic-strip")
                    _ = try await EventEditor(folder, .this).found(
                        event, workflow, layouts: try Script(workflow).layout.map { [$0] } ?? [])
                }
                guard let count else { return try await welcome(to: folder, arguments) }
                return try await play(count, in: folder, arguments)
            }
        ])

    /// Whoever comes to the screen is a guest, and takes the time that they need.
    private static func welcome(to folder: EventFolder, _ arguments: Arguments) async throws -> ExitStatus {
        var options = Installation.this.options
        options.printers = [try FilePrinter(folder: folder.path + "/Printed")]
        try await run(folder, options, Keyboard(), arguments)
        return .done
    }

    @discardableResult
    private static func run(
        _ folder: EventFolder, _ options: Engine.Options, _ keyboard: Keyboard?, _ arguments: Arguments
    ) async throws -> Engine {
        let record = try EventRecord(folder)
        let engine = try Engine(record: record, camera: chosenCamera(arguments), options: options)
        let serving = try serve(arguments) {
            try [EventSite(engine, .this)]
        } say: {
            Console.error("booth: \($0)\n")
        }
        do { try await Attendance(engine: engine, keyboard: keyboard, serving: serving).run() } catch {
            await serving?.stop()
            throw error
        }
        return engine
    }

    /// The waiting of guests is cut short; what the booth does is not.
    private static func play(_ count: Int, in folder: EventFolder, _ arguments: Arguments) async throws -> ExitStatus {
        let printed = folder.path + "/Printed"
        var options = Installation.this.options
        options.printers = [try FilePrinter(folder: printed)]
        (options.sessions, options.pace) = (count, 200)
        let began = ContinuousClock.now
        let engine = try await run(folder, options, nil, arguments)
        let (figures, seconds) = (engine.view.now.figures, Int((ContinuousClock.now - began) / .seconds(1)))
        try Console.out(
            """
            \(figures.completed) of \(counted(count, "session")) completed in \(seconds) s: \(counted(figures.captures, "capture")), \(counted(figures.printed, "print"))
            last shutter, or last touch, to FinalPhoto on the disk: median \(figures.finalPhoto.median ?? 0) ms, p99 \(figures.finalPhoto.p99 ?? 0) ms
            FinalPhotos   \(folder.path)/FinalPhoto
            prints        \(printed)
            the record    \(folder.path)/sessions.json   (booth sessions list \(folder.path))

            """)
        return figures.completed == count ? .done : .failed
    }
}
