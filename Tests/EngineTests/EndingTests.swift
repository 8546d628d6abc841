import Capture
import Darkroom
import Foundation
import Rigs
import Sessions
import Testing

@testable import Engine

/// Restart and stop at any moment of any step, and what is in order afterwards.
@Suite(.ahead) struct EndingTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    static let words = ["attract", "countdown", "capture", "preview", "print", "share"]

    @Test(arguments: words, [BoothCommand.restart, .stop])
    func anyStepCanBeLeft(word: String, command: BoothCommand) async throws {
        let steps =
            #"{"step":"attract"},{"step":"countdown","seconds":0.2},{"step":"capture","interval":0.5},"#
            + #"{"step":"preview"},{"step":"save"},{"step":"print","most":2},{"step":"share"}"#
        let engine = try rig.engine(steps)
        try await rig.open(engine) { engine in
            for step in Self.words {
                try await rig.pass(engine, until: "step \(step)") { $0.step?.word == step }
                if step == word { break }
                if !["countdown", "capture"].contains(step) { try await engine.perform(.next) }
            }
            let left = try #require(engine.view.now.session?.id)
            let state = try await engine.perform(command)
            if command == .stop {
                #expect(state.phase == .stopped && state.session == nil)
                await #expect(throws: Refusal.self) { try await engine.perform(.next) }
                let again = try await engine.perform(.start)
                #expect(again.phase == .running && again.session?.id != left)
            } else {
                #expect(state.phase == .running && state.session?.id != left)
            }
            let session = try await engine.record.session(left)
            #expect(session.endReason?.rawValue == (command == .stop ? "stop" : "restart"))
            let finals = session.renditions.filter { $0.kind == .final && $0.state == .ready }
            #expect(finals.count == (session.hasAllCaptures ? 1 : 0))
            #expect(!session.renditions.contains { $0.state == .placeholder })
        }
        #expect(try await engine.record.check() == [])
    }

    /// A stop that comes while the last step works is for the booth: the session is over, and no other begins.
    @Test func aStopDuringTheLastStepStopsTheBooth() async throws {
        let camera = FolderCamera(
            testPictures: nil, script: [.picture, .delay(.milliseconds(500))], time: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"capture","shots":1},{"step":"capture","shots":1},{"step":"save"}"#, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until("the last picture") { $0.step?.index == 1 && $0.step?.isShooting == true }
            #expect(try await engine.perform(.stop).phase == .stopped)
            rig.time.advance(by: .seconds(60))
            #expect(try await engine.record.phase() == .stopped)
            #expect(engine.view.now.phase == .stopped)
            #expect(try await engine.perform(.start).phase == .running)
        }
    }

    /// What would be a session without its FinalPhoto is not a completed one.
    @Test func withoutAllPicturesNothingIsCompleted() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","shots":1},{"step":"capture","shots":1,"when":{"captures":5}},{"step":"save"}"#,
            sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .restart && session.renditions.map(\.state) == [.cancelled])
    }

    @Test func fewerPicturesThanSlotsCannotBeSelected() async throws {
        let engine = try rig.engine(#"{"step":"capture","shots":3},{"step":"select","count":1}"#)
        let error = await #expect(throws: EngineError.self) { try await engine.run() }
        #expect("\(error!)".contains("lets guests select 1 picture, and layout duo needs 2"))
    }

    @Test func whoRefusesIsInNoPicture() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"consent","required":true,"timeout":0}"#, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .restart && !session.renditions.contains { $0.state == .ready })
        // On the morning after one can tell it from a guest who began anew.
        #expect(session.steps[1].result == #"no consent to "terms""#)
    }

    /// The picture is on its way when the guest gives up: it is kept, in the session that was there at the shutter.
    @Test func aPictureThatComesTooLateIsKeptWhereItBelongs() async throws {
        let camera = FolderCamera(testPictures: nil, script: [.delay(.milliseconds(400))], time: rig.time.source)
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0}"#, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until("the shutter") { $0.step?.isShooting == true }
            try await engine.perform(.restart)
        }
        for session in try await engine.all() { #expect(session.captures.count <= 1) }
        #expect(try await engine.record.check() == [])
    }

    @Test func whatWasCutOffIsRecoveredWithItsFinalPhoto() async throws {
        // A booth that was killed: its session is still open in the record.
        let before = try rig.engine()
        var plan = SessionPlan(workflow: before.script.workflow)
        (plan.layout, plan.slots) = ("duo", 2)
        _ = try before.context.darkroom.freeze("duo")
        _ = try await before.record.launch()
        let session = try await before.record.start(plan)
        for picture in try await pictures(2) { _ = try await before.record.keep(picture, in: session.id) }
        let engine = try rig.engine()
        try await rig.open(engine) { engine in try await engine.until(step: "attract") }
        let after = try await engine.record.session(session.id)
        #expect(after.endReason == .recovered && after.captures.count == 2)
        #expect(after.renditions.map(\.state) == [.ready])
        #expect(try await engine.record.check() == [])
    }

    @Test func theBoothEndsWithASessionInOrder() async throws {
        let engine = try rig.engine(#"{"step":"capture","interval":0},{"step":"preview"}"#)
        try await rig.open(engine) { engine in try await engine.until(step: "preview") }
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .stop && session.renditions.map(\.state) == [.ready])
        #expect(engine.view.now.phase == .ended)
        #expect(!FileManager.default.fileExists(atPath: rig.folder.path + "/event.sock"))
    }

    private func pictures(_ count: Int) async throws -> [NewCapture] {
        let camera = FolderCamera(testPictures: nil)
        await camera.start()
        var all: [NewCapture] = []
        for number in 1...count {
            try FileManager.default.createDirectory(atPath: rig.path + "/shot", withIntermediateDirectories: true)
            let path = rig.path + "/shot/\(number).jpg"
            _ = try await camera.capture(ShotRequest(folder: rig.path + "/shot") { try $0.move(to: path) })
            let bytes = try Array(Data(contentsOf: URL(filePath: path)))
            all.append(NewCapture(bytes: bytes, fileExtension: "jpg", source: "test"))
        }
        return all
    }
}
