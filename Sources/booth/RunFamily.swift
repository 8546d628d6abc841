import Actions
import Capture
import Compositor
import Engine
import Faults
import Files
import Glibc
import PrintOut
import Sessions
import StrictJSON
import Terminal
import Web

/// What starts a booth, and what speaks to one that runs.
enum RunOptions {
    static let unattended = Option.flag(
        "unattended", "no keyboard: control it with booth ctl; logs go to standard error")
    static let printer = Option.repeated(
        "printer", "QUEUE", "a CUPS queue, file:DIR or none; repeat it for fail-over (default: from event.json)")
    static let sessions = Option.single("sessions", "N", "hold N sessions that begin by themselves, then end")
    static let clips = Option.single(
        "clips", "folder:DIR", "clips that a phone, an action camera or a spinner puts there")
    static let pace = Option.single(
        "pace", "N", "run N times faster than the workflow says, to try it out (default: 1)")
    static let json = Option.flag("json", "the booth's state as JSON")

    static let run = Command(
        "booth run", "hold the sessions of an event, from launch to the last print",
        usages: ["EVENT [--camera usb] [--printer QUEUE] [OPTION…]"],
        sections: [
            OptionSection(
                "Devices", CameraOptions.camera, CameraOptions.port, CameraOptions.model, RunOptions.printer,
                clips),
            OptionSection("Options", unattended, sessions, pace), WebOptions.pages,
        ],
        takesArguments: true,
        examples: [
            .init("booth run party --camera usb --printer rx1", "in a terminal, with keys"),
            .init("booth run party --camera usb --unattended", "as a service; guests begin by booth ctl party next"),
            .init(
                "booth run party --camera usb --web 8080", "with pages for operators; booth web login party lets one in"
            ),
        ])

    static let words = [
        "start", "next", "retake", "restart", "stop", "answer", "present", "language", "print-last", "status",
        "watch",
    ]
    static let ctl = Command(
        "booth ctl", "tell a running booth what to do",
        usages: ["EVENT \(words.joined(separator: "|")) [VALUE] [--json]"],
        sections: [OptionSection("Output", json)], takesArguments: true,
        examples: [
            .init("booth ctl party next", "begin, go on, accept: the one button of a booth"),
            .init("booth ctl party answer anna@example.org", "what the present step asks for"),
            .init("booth ctl party retake 2", "the second picture alone; without a number, all of them"),
            .init("booth ctl party watch", "a line of JSON for each change of the booth's state"),
        ])
    static let status = Command(
        "booth status", "what a running booth does, and how quickly", usages: ["EVENT [--json]"],
        sections: [OptionSection("Output", json)], takesArguments: true)
}

extension Family {
    static let run = Family(
        name: "run", summary: "hold the sessions of an event", verbs: [Verb(command: RunOptions.run, run: runBooth)])
    static let ctl = Family(
        name: "ctl", summary: "tell a running booth what to do", verbs: [Verb(command: RunOptions.ctl, run: control)])
    static let status = Family(
        name: "status", summary: "what a running booth does, and how quickly",
        verbs: [Verb(command: RunOptions.status, run: showBooth)])
}

@Sendable private func runBooth(_ arguments: Arguments) async throws -> ExitStatus {
    let folder = try arguments.eventFolder()
    guard arguments.words.count == 1 else { throw TerminalError.usage("name one event") }
    let record = try EventRecord(folder)
    LocalTime.live(in: record.event.zone)
    var options = Installation.this.options
    let named = try printers(arguments[RunOptions.printer], of: record.event, in: folder)
    options.printers = named ?? []
    options.sessions = try arguments.int(RunOptions.sessions, in: 1...1_000_000)
    options.clips = try clips(arguments)
    options.needsCommands = arguments[RunOptions.unattended] && options.sessions == nil
    options.pace = Double(try arguments.int(RunOptions.pace, in: 1...1000) ?? 1)
    let engine = try Engine(record: record, camera: chosenCamera(arguments), options: options)
    if arguments[CameraOptions.camera] == nil, arguments[CameraOptions.port] == nil {
        Console.error("booth: no --camera: test pictures take the place of a real one (--camera usb)\n")
    }
    if named == nil { Console.error("booth: no --printer: nothing will be printed\n") }
    if arguments[WebOptions.share] == nil, let advice = record.event.adviceOnLinks(in: folder) {
        Console.error("booth: \(advice.found); \(advice.remedy)\n")
    }
    // The booth opens all the same: pictures matter more than prints.
    for line in await engine.lastingObstacles() { Console.error("booth: \(line)\n") }
    if arguments[RunOptions.unattended], options.sessions == nil {
        Console.error("booth: control it with: booth ctl \(folder.argument) next (or start, stop, status, …)\n")
    }
    let keyboard = arguments[RunOptions.unattended] ? nil : Keyboard()
    let serving = try serve(arguments) {
        try [EventSite(engine, .this)]
    } say: {
        Console.error("booth: \($0)\n")
    }
    do { try await Attendance(engine: engine, keyboard: keyboard, serving: serving).run() } catch {
        await serving?.stop()
        throw error
    }
    return engine.view.now.figures.completed >= options.sessions ?? 0 ? .done : .failed
}

private func clips(_ arguments: Arguments) throws -> String? {
    guard let text = arguments[RunOptions.clips] else { return nil }
    guard text.hasPrefix("folder:"), text.count > 7 else {
        throw TerminalError.usage("--clips \(text): where clips arrive is not known", remedy: "say --clips folder:DIR")
    }
    let folder = String(text.dropFirst(7))
    _ = try entries(ofFolder: folder)
    return folder
}

extension Installation {
    /// That of this program.
    /// A camera's process is of this very program, also when an update has taken its place meanwhile.
    static let this = Installation(program: programPath(), worker: "/proc/self/exe")
}

@Sendable private func control(_ arguments: Arguments) async throws -> ExitStatus {
    let folder = try arguments.eventFolder()
    let words = arguments.words.dropFirst()
    guard let word = words.first else {
        throw TerminalError.usage("say one of \(RunOptions.words.joined(separator: ", "))")
    }
    guard RunOptions.words.contains(word) else {
        let near = nearest(to: word, among: RunOptions.words).map { "did you mean \($0)?" }
        throw TerminalError.usage(
            "\"\(word)\": no command", remedy: near ?? "there are \(RunOptions.words.joined(separator: ", "))")
    }
    let needed = ["answer": "say the answer, in one word or in quotes", "language": "say the language, such as de"]
    let most = word == "retake" || needed[word] != nil ? 2 : 1
    guard words.count <= most, words.count == 2 || needed[word] == nil else {
        let more = word == "retake" ? "say one picture's number, or none for all" : "\(word) takes nothing more"
        throw TerminalError.usage(needed[word] ?? more)
    }
    try expectEvent(folder)
    if word == "watch" { return try watch(folder) }
    let state =
        try word == "status"
        ? BoothControl.status(of: folder)
        : BoothControl.send(word, value: words.dropFirst().first, to: folder)
    try Console.out(arguments[RunOptions.json] ? state.text(pretty: true) + "\n" : BoothPage(state).text)
    return .done
}

/// Until the booth ends or nobody reads any more.
private func watch(_ folder: EventFolder) throws -> ExitStatus {
    var problem: TerminalError?
    try BoothControl.watch(folder) { state in
        do throws(TerminalError) { try Console.out(state.text() + "\n") } catch { problem = error }
        return problem == nil
    }
    if let problem { throw problem }
    return .done
}

@Sendable private func showBooth(_ arguments: Arguments) async throws -> ExitStatus {
    let folder = try arguments.eventFolder()
    try expectEvent(folder)
    let state = try BoothControl.status(of: folder)
    try Console.out(arguments[RunOptions.json] ? state.text(pretty: true) + "\n" : BoothPage(state).text)
    return .done
}

/// Of a folder that this user may not look into, the booth's socket tells more.
private func expectEvent(_ folder: EventFolder) throws(SessionsError) {
    guard access(folder.settings, F_OK) == 0 || errno == EACCES || EventLock.isHeld(folder) else {
        throw .noEvent(path: folder.path)
    }
}
