import Actions
import Capture
import Compositor
import Engine
import Files
import HTTP
import PrintOut
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Web

/// A booth that runs in this process, with what it serves to its screen. Its clock stands still until a test lets time pass.
final class OpenBooth: Sendable {
    let path = "\(Party.memory)/web-tests-\(UInt64.random(in: 0 ... .max))"
    let time: ManualTime
    let engine: Engine
    let server: WebServer
    let site: EventSite

    /// - Parameter steps: of workflow.json, without what stands around them.
    init(
        _ steps: String = usual, frameRate: Double? = nil, names: [String] = [],
        _ alter: (inout Event) -> Void = { _ in }
    ) throws {
        let (time, base) = (ManualTime(), path)
        func put(_ text: String, at name: String) throws { try writeDurably(Array(text.utf8), to: base + "/" + name) }
        try makeFolder(path + "/layouts/duo")
        try makeFolder(path + "/layouts/solo")
        try put(
            #"{"paper":"card","slots":[{"capture":1,"x":50,"y":50,"w":300,"h":200}]}"#, at: "layouts/solo/layout.json")
        try makeFolder(path + "/layouts/papers")
        try put(
            #"{"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":200,"h":150},{"capture":2,"x":200,"y":0,"w":200,"h":150}]}"#,
            at: "layouts/duo/layout.json")
        try put(#"{"width":400,"height":300,"dpi":100}"#, at: "layouts/papers/card.json")
        try put(#"{"name":"test","steps":[\#(steps)]}"#, at: "workflow.json")
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.linkBase, event.layouts) = (0, "https://photos.example/s/", ["duo"])
        alter(&event)
        let folder = EventFolder(path + "/party")
        let record = try EventRecord.create(event, workflow: Workflow(file: path + "/workflow.json"), in: folder)
        var options = Engine.Options(
            layouts: LayoutLibrary(folders: [path + "/layouts"]), profiles: ProfileLibrary(folders: []),
            texts: SearchPath([Programs.root + "/web/text"]),
            printerNamed: { throw PrintError.unknownQueue($0, known: []) })
        (options.time, options.bounce, options.rest) = (time.source, .zero, 0)
        engine = try Engine(
            record: record, camera: FolderCamera(testPictures: frameRate, time: time.source), options: options)
        site = try EventSite(engine, Installation(program: Programs.folder + "/booth"), time: time.source)
        var serving = WebServer.Options(
            state: path + "/state", settings: path + "/settings",
            pages: SearchPath([path + "/web", Programs.root + "/web"]),
            texts: SearchPath([Programs.root + "/web/text"]))
        (serving.time, serving.names) = (time.source, names)
        server = WebServer([site], options: serving)
        self.time = time
    }

    deinit { removeTree(path) }

    static let usual =
        #"{"step":"attract"},{"step":"countdown"},{"step":"capture"},{"step":"preview","retake":"countdown"},{"step":"save"}"#

    func put(_ text: String, at name: String) throws { try writeDurably(Array(text.utf8), to: path + "/" + name) }

    /// Runs the booth while `body` asks it.
    func run<Value>(_ body: (OpenBooth) async throws -> Value) async throws -> Value {
        try await acting(
            on: { try await self.engine.run() }, end: { await self.engine.end() }, { try await body(self) })
    }

    /// Waits until the view is as wished, by the machine's clock: a guard against hanging.
    @discardableResult
    func until(
        _ what: String, at place: SourceLocation = #_sourceLocation, _ isSo: @escaping @Sendable (OperatorView) -> Bool
    ) async throws -> OperatorView {
        let view = engine.view
        if let found = await TimeSource.system.within(hangGuard, { await view.first(where: isSo) }) ?? nil {
            return found
        }
        Issue.record("\(what) did not come; the view is \(engine.operatorJSON.text())", sourceLocation: place)
        throw Refusal(.notNow, what)
    }

    func until(step word: String, at place: SourceLocation = #_sourceLocation) async throws {
        try await until("step \(word)", at: place) { $0.step?.word == word }
    }

    /// What the route answers to the booth's own browser.
    func get(_ target: String, _ more: Headers = Headers()) async -> Answer {
        await server.answer(request("GET", target, more))
    }

    func post(_ target: String, _ body: JSONValue, _ more: Headers = changing) async -> Answer {
        await server.answer(request("POST", target, body: body.text(), more))
    }

    /// A command with the place that is shown now.
    func command(_ word: String, value: JSONValue? = nil) async -> Answer {
        await post("/api/commands", Self.command(word, value: value, at: engine.view.now.place))
    }

    static func command(_ word: String, value: JSONValue? = nil, at place: Place?) -> JSONValue {
        .object(present: [
            "command": .string(word), "value": value,
            "at": place.map { ["session": .string($0.session), "entry": .integer($0.entry)] },
        ])
    }

    /// Lets time pass as it comes until the step waits.
    func pass(to word: String, at place: SourceLocation = #_sourceLocation) async throws {
        try await time.passing { try await until(step: word, at: place) }
    }
}

extension Answer {
    var json: JSONValue { (try? JSONValue(parsing: bytes, document: "answer")) ?? .null }
}
