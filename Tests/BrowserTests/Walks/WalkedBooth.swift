import Actions
import Capture
import Compositor
import Engine
import Files
import Foundation
import HTTP
import PrintOut
import Rigs
import Sessions
import Testing
import Web
import Work

/// A booth and its web server in this process, by a clock that stands still until a test lets time pass.
final class WalkedBooth: Sendable {
    let event: WalkedEvent
    let time = ManualTime()
    let engine: Engine
    private let serving: Serving
    private let running: Task<Void, any Error>

    /// Where prints go. Without that folder the printer is stopped.
    var printed: String { event.path + "/printed" }
    var port: Int { serving.operators?.address.port ?? 0 }

    /// - Parameter script: what the camera does at each shot.
    init(
        _ event: WalkedEvent, camera script: [FolderCamera.Step] = [], alter: (inout Engine.Options) -> Void = { _ in }
    ) async throws {
        self.event = event
        let (path, time) = (event.path, time)
        let installation = Installation(program: Programs.folder + "/booth")
        var options = installation.options
        options.layouts = options.layouts.preferring(path + "/layouts")
        options.profiles = ProfileLibrary(folders: [path + "/printers"] + installation.profiles.folders)
        options.printers = [try FilePrinter(folder: path + "/printed")]
        // Hands here are quicker than those of guests.
        (options.time, options.bounce, options.rest) = (time.source, .zero, 0)
        alter(&options)
        let record = try await offPool { try EventRecord(event.folder) }
        // Small pictures, and few frames: each of these is one more sleep that time passes over.
        let camera = FolderCamera(
            folder: Programs.root + "/Tests/GoldenImages/captures", frameRate: 2, script: script, time: time.source)
        engine = try Engine(record: record, camera: camera, options: options)
        var web = WebServer.Options(
            state: path + "/state", settings: path + "/settings", pages: SearchPath([Programs.root + "/web"]),
            texts: SearchPath([Programs.root + "/web/text"]))
        web.time = time.source
        let (engine, given) = (engine, web)
        serving = try await offPool {
            try Serving(
                WebServer([EventSite(engine, installation, time: time.source)], options: given),
                operators: Address(host: "127.0.0.1", port: 0), guests: nil)
        }
        running = Task { try await engine.run() }
    }

    func close() async throws {
        await engine.end()
        // Whatever still waits by the clock, such as prints that are handed over, is waited for.
        try await time.passing { try await running.value }
        await serving.stop()
    }

    var view: OperatorView { engine.view.now }

    /// Waits until the view is as wished, by the machine's clock: a guard against hanging.
    @discardableResult
    func until(
        _ what: String, at place: SourceLocation = #_sourceLocation, _ isSo: @escaping @Sendable (OperatorView) -> Bool
    ) async throws -> OperatorView {
        let view = engine.view
        if let found = await TimeSource.system.within(hangGuard, { await view.first(where: isSo) }) ?? nil {
            return found
        }
        Issue.record(
            "\(what) did not come; the booth is at \(String(describing: view.now.step))", sourceLocation: place)
        throw Refusal(.notNow, what)
    }

    /// Until the booth waits for somebody or for its clock, at another place than this one.
    @discardableResult
    func rest(after place: Place? = nil, at source: SourceLocation = #_sourceLocation) async throws -> OperatorView {
        try await until("the next step", at: source) { $0.waits && (place == nil || $0.place != place) }
    }

    /// Lets the clock go on to the moment until which the step waits.
    func pass() {
        guard let deadline = view.step?.deadline else { return }
        time.advance(by: deadline - Moment(milliseconds: time.wall))
    }

    /// Nobody is there: time passes from deadline to deadline until another session is at attract.
    func leaveAlone() async throws {
        let former = view.session?.id
        var place: Place?
        while true {
            let view = try await rest(after: place)
            if view.session?.id != former { return }
            place = view.place
            pass()
        }
    }

    /// Goes on to a step as a guest would who has a lot to tell, without any screen; attract is that of another session.
    func lead(to name: String) async throws {
        var place: Place?
        while true {
            let view = try await rest(after: place)
            guard let step = view.step else { continue }
            if step.name == name { return }
            place = view.place
            if step.fireAt != nil { pass() } else { try await perform(Guest.answer(to: step)) }
        }
    }

    @discardableResult
    func perform(_ command: BoothCommand) async throws -> OperatorView {
        try await engine.perform(command, at: view.place)
    }
}

extension OperatorView {
    /// Whether the booth waits for somebody, or for its clock.
    var waits: Bool {
        guard guest.phase == .running, guest.session != nil, let step = guest.step, !step.isShooting else {
            return guest.phase == .stopped
        }
        return step.word == "attract" || step.deadline != nil
    }
}
