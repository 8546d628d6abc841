import Capture
import Compositor
import Files
import Foundation
import Pages
import PrintOut
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

/// An event, a layout of two slots and a booth of a test's own, gone when the test is.
final class Rig: Sendable {
    let path: String
    var folder: EventFolder { EventFolder(path + "/event") }
    /// The booth's clock: it stands still until a test lets time pass.
    let time = ManualTime()
    var printed: String { path + "/printed" }

    init() throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        let base = memory ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory
        path = base.appending(path: "engine-tests-\(UUID().uuidString)").path
        try put(
            """
            {"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":200,"h":150},{"capture":2,"x":200,"y":0,"w":200,"h":150}],
             "texts":[{"text":"{event.name} #{session.number}","x":10,"y":160,"w":280,"h":40,
                       "font":{"family":"DejaVu Sans","weight":700}}],
             "codes":[{"content":"{share.url|none}","x":300,"y":160,"module":2}],
             "animation":{"width":80,"height":60,"delay":200}}
            """, at: "layouts/duo/layout.json")
        try put(#"{"width":400,"height":300,"dpi":100}"#, at: "layouts/papers/card.json")
        try put(
            #"{"models":["file"],"papers":{"card":{"media":"300x400"}}}"#, at: "printers/file.json")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func put(_ text: String, at name: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func names(_ name: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    func workflow(_ steps: String, more: String = "") throws -> Workflow {
        try put(#"{"name":"test",\#(more)"steps":[\#(steps)]}"#, at: "workflow.json")
        return try Workflow(file: path + "/workflow.json")
    }

    static let usual =
        #"{"step":"attract"},{"step":"countdown"},{"step":"capture"},"#
        + #"{"step":"preview","retake":"countdown"},{"step":"save"},{"step":"print"},{"step":"share"}"#

    /// A booth on a new event, or on the one that is there.
    func engine(
        _ steps: String = usual, more: String = "", camera: (any Camera)? = nil, prints: Bool = true, reserve: Int = 0,
        sessions: Int? = nil, alter: (inout Engine.Options) -> Void = { _ in }
    ) throws -> Engine {
        let record: EventRecord
        if FileManager.default.fileExists(atPath: folder.settings) {
            record = try EventRecord(folder)
        } else {
            var event = Event(name: "Emma & Noah", date: "14 June 2026")
            (event.reserve, event.linkBase, event.layouts) = (reserve, "https://photos.example/s/", ["duo"])
            record = try EventRecord.create(event, workflow: workflow(steps, more: more), in: folder)
        }
        var options = Engine.Options(
            layouts: LayoutLibrary(folders: [path + "/layouts"]),
            profiles: ProfileLibrary(folders: [path + "/printers"]), texts: SearchPath([Programs.root + "/web/text"]),
            printerNamed: { throw PrintError.unknownQueue($0, known: []) })
        if prints { options.printers = [try FilePrinter(folder: printed)] }
        (options.sessions, options.time) = (sessions, time.source)
        options.themes = ThemeLibrary(SearchPath([Programs.root + "/themes"]))
        // Guests press as fast as a test does; whoever tests how presses are told apart says so.
        (options.bounce, options.rest, options.printPause) = (.zero, 0, .zero)
        alter(&options)
        return try Engine(
            record: record, camera: camera ?? FolderCamera(testPictures: nil, time: time.source), options: options)
    }

    /// Runs a booth while `body` acts on it, then ends it.
    @discardableResult
    func open<Value>(_ engine: Engine, _ body: (Engine) async throws -> Value) async throws -> Value {
        try await acting(on: { try await engine.run() }, end: { await engine.end() }, { try await body(engine) })
    }

    /// Runs a booth to its end while nobody is there, and time passes.
    func play(_ engine: Engine) async throws { try await time.passing { try await engine.run() } }

    /// Time passes up to the deadline that is shown.
    func pass(_ view: OperatorView) {
        guard let deadline = view.step?.deadline else { return }
        time.advance(by: deadline - Moment(milliseconds: time.wall))
    }

    /// Lets time pass, from one shown deadline to the next, until the view is as wished.
    func pass(
        _ engine: Engine, until what: String, at place: SourceLocation = #_sourceLocation,
        _ isSo: @escaping @Sendable (OperatorView) -> Bool
    ) async throws {
        while true {
            let view = try await engine.until(what, at: place) { isSo($0) || $0.step?.deadline != nil }
            if isSo(view) { return }
            pass(view)
            let entry = view.step
            try await engine.until(what, at: place) { isSo($0) || $0.step != entry }
        }
    }

    /// Lets time pass as it comes until the view is as wished.
    @discardableResult
    func tick(
        _ engine: Engine, until what: String, at place: SourceLocation = #_sourceLocation,
        _ isSo: @escaping @Sendable (OperatorView) -> Bool
    ) async throws -> OperatorView {
        try await time.passing { try await engine.until(what, at: place, isSo) }
    }
}

extension Engine {
    /// Waits until the view is as wished; fails the test when it does not come to that.
    @discardableResult
    nonisolated func until(
        _ what: String, at place: SourceLocation = #_sourceLocation,
        _ isSo: @escaping @Sendable (OperatorView) -> Bool
    ) async throws -> OperatorView {
        let view = view
        // A guard against hanging, and nothing that is measured.
        if let found = await TimeSource.system.within(hangGuard, { await view.first(where: isSo) }) ?? nil {
            return found
        }
        Issue.record("\(what) did not come; the view is \(operatorJSON.text(pretty: true))", sourceLocation: place)
        throw Refusal(.notNow, what)
    }

    nonisolated func until(step word: String, at place: SourceLocation = #_sourceLocation) async throws {
        try await until("step \(word)", at: place) { $0.step?.word == word }
    }

    /// Whatever is shown now is what the command is meant for.
    @discardableResult
    func perform(_ command: BoothCommand) async throws(Refusal) -> OperatorView {
        try await perform(command, at: view.now.place)
    }

    func all() async throws -> [Session] { try await record.sessions() }
}
