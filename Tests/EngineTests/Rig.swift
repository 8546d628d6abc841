import Capture
import Compositor
import Foundation
import PrintOut
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// An event, a layout of two slots and a booth of a test's own, gone when the test is.
final class Rig: Sendable {
    let path: String
    var folder: EventFolder { EventFolder(path + "/event") }
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
        sessions: Int? = nil, pace: Double = 20, alter: (inout Engine.Options) -> Void = { _ in }
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
            profiles: ProfileLibrary(folders: [path + "/printers"]),
            printerNamed: { throw PrintError.unknownQueue($0, known: []) })
        if prints { options.printers = [try FilePrinter(folder: printed)] }
        (options.sessions, options.pace) = (sessions, pace)
        alter(&options)
        return try Engine(record: record, camera: camera ?? FolderCamera(testPictures: nil), options: options)
    }

    /// Runs a booth while `body` acts on it, then ends it.
    @discardableResult
    func open<Value>(_ engine: Engine, _ body: (Engine) async throws -> Value) async throws -> Value {
        let running = Task { try await engine.run() }
        let value: Value
        do { value = try await body(engine) } catch {
            await engine.end()
            _ = try? await running.value
            throw error
        }
        await engine.end()
        try await running.value
        return value
    }
}

extension Engine {
    /// Waits until the state is as wished; fails the test when it does not come to that.
    @discardableResult
    func until(
        _ what: String, within limit: Duration = .seconds(20), at place: SourceLocation = #_sourceLocation,
        _ isSo: (BoothState) -> Bool
    ) async throws -> BoothState {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            let now = state
            if isSo(now) { return now }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("\(what) did not come; the state is \(state.json.text(pretty: true))", sourceLocation: place)
        throw EngineError.notNow(what)
    }

    func until(step word: String, at place: SourceLocation = #_sourceLocation) async throws {
        try await until("step \(word)", at: place) { $0.step?.word == word }
    }

    func all() async throws -> [Session] { try await record.sessions() }
}
