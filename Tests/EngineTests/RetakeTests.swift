import Capture
import Darkroom
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// One picture that is taken anew, while the others stay.
@Suite(.ahead) struct RetakeTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private static let usual =
        #"{"step":"attract"},{"step":"countdown"},{"step":"capture"},"#
        + #"{"step":"preview","retake":"countdown","retakes":2},{"step":"save"},{"step":"gif"},{"step":"share"}"#

    /// A booth whose guest looks at the preview.
    private func atPreview(
        _ steps: String = usual, camera: (any Camera)? = nil, _ body: (Engine) async throws -> Void
    ) async throws -> Engine {
        let engine = try rig.engine(steps, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft != nil }
            try await body(engine)
        }
        return engine
    }

    private func first(_ engine: Engine) async throws -> Session {
        try #require(try await engine.all().first { $0.number == 1 })
    }

    @Test func `Only that picture is taken anew, and stands where the former one stood`() async throws {
        let engine = try await atPreview { engine in
            let before = try #require(engine.view.now.session)
            #expect(before.captures.map(\.id) == [1, 2] && engine.view.now.step?.retakesLeft == 2)
            let counting = try await engine.perform(.retakeOne("1"))
            #expect(counting.step?.word == "countdown" && counting.step?.shot == 1 && counting.step?.shots == 2)
            #expect(counting.step?.aspect == 4.0 / 3 && counting.step?.isLive == true)
            #expect(counting.session?.captures.allSatisfy(\.isSelected) == true, "the former one stays meanwhile")
            try await engine.until("the countdown") { $0.step?.fireAt != nil }
            let capturing = Task { try await engine.until("the shutter") { $0.step?.word == "capture" } }
            try await rig.pass(engine, until: "the second preview") { $0.step?.retakesLeft == 1 }
            #expect(try await capturing.value.step?.shot == 1)
            let after = try #require(engine.view.now.session)
            #expect(after.preview != before.preview)
            #expect(after.captures.map(\.isSelected) == [false, true, true])
            #expect(after.captures.map(\.shot) == [1, 2, 1])
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the end") { $0.figures.completed == 1 }
        }
        let session = try await first(engine)
        #expect(session.selectedCaptures.map(\.id) == [3, 2] && session.captures.count == 3)
        #expect(Set(session.captures.map(\.sha256)).count == 3 && rig.names("event/Captures").count == 3)
        #expect(session.endReason == .completed && session.steps.map(\.result)[2...3] == ["done", "accepted"])
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        #expect(made.map(\.state) == [.unchanged, .unchanged], "both pictures show what the record says")
        #expect(try await engine.record.check() == [])
    }

    @Test func `A number that is no picture is refused in the guest's language`() async throws {
        let engine = try await atPreview { engine in
            try await engine.perform(.language("de"))
            let entry = engine.view.now.step?.entry
            for wrong in ["0", "3", "-1", "x", "", "1,2", "99999999999999999999"] {
                let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.retakeOne(wrong)) }
                #expect(refusal?.hint == "Dieses Bild ist nicht auf eurem Abzug" && refusal?.reason == .badAnswer)
            }
            let now = engine.view.now
            #expect(now.step?.entry == entry && now.step?.retakesLeft == 2)
            #expect(now.step?.hint == "Dieses Bild ist nicht auf eurem Abzug")
            // Somebody is there, whose time begins anew.
            rig.time.advance(by: .seconds(19))
            _ = try? await engine.perform(.retakeOne("9"))
            let deadline = try await engine.until("a new deadline") { $0.step?.deadline != now.step?.deadline }
            #expect(deadline.step?.word == "preview")
            // The second one is the third that was taken by then.
            for (left, number) in [(1, "2"), (0, " 3 ")] {
                try await engine.perform(.retakeOne(number))
                try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == left }
            }
            let none = await #expect(throws: Refusal.self) { try await engine.perform(.retakeOne("1")) }
            #expect(none?.reason == .notNow)
        }
        #expect(try await first(engine).selectedCaptures.map(\.shot) == [1, 2])
    }

    @Test func `Behind a choice of pictures one that was chosen is taken anew, and the choice stays`() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"countdown"},{"step":"capture","shots":3,"interval":0},{"step":"select"},"#
                + #"{"step":"preview","retake":"countdown"},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the choice") { $0.step?.asks == true }
            try await engine.perform(.answer("1,3"))
            try await engine.until("the preview") { $0.step?.retakesLeft == 1 }
            let other = await #expect(throws: Refusal.self) { try await engine.perform(.retakeOne("2")) }
            #expect(other?.hint == "that picture is not in your print")
            let counting = try await engine.perform(.retakeOne("3"))
            #expect(counting.step?.shot == 2 && counting.step?.shots == 2)
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == 0 }
            try await engine.perform(.next)
            try await engine.until(step: "share")
        }
        let session = try await first(engine)
        #expect(session.selectedCaptures.map(\.id) == [1, 4] && session.selectedCaptures.map(\.shot) == [1, 3])
        #expect(session.steps[3].result == "done" && session.renditions.map(\.state) == [.ready])
    }

    @Test func `A choice behind the retake offers the new picture, and not the former one`() async throws {
        let engine = try await atPreview(
            #"{"step":"attract"},{"step":"countdown"},{"step":"capture","shots":3,"interval":0},"#
                + #"{"step":"preview","retake":"countdown"},{"step":"select"},{"step":"share"}"#
        ) { engine in
            try await engine.perform(.retakeOne("3"))
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == 0 }
            try await engine.perform(.next)
            try await engine.until("the choice") { $0.step?.asks == true }
            try await engine.perform(.answer("2,3"))
            try await engine.until(step: "share")
        }
        #expect(try await first(engine).captures.filter(\.selected).map(\.id) == [2, 4])
    }

    @Test func `Each picture has the countdown, and the words, of the step that took it`() async throws {
        let engine = try await atPreview(
            #"{"step":"attract"},{"step":"countdown","name":"one"},{"step":"capture","shots":1},"#
                + #"{"step":"countdown","name":"two","text":"Now jump","seconds":7},{"step":"capture","shots":1},"#
                + #"{"step":"preview","retake":"one"},{"step":"share"}"#
        ) { engine in
            let counting = try await engine.perform(.retakeOne("2"))
            #expect(counting.step?.text == "Now jump" && counting.step?.name == "two")
            let shown = try await engine.until("the countdown") { $0.step?.fireAt != nil }
            #expect(try #require(shown.step?.fireAt) - Moment(milliseconds: rig.time.wall) == .seconds(7))
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == 0 }
        }
        #expect(try await first(engine).selectedCaptures.map(\.id) == [1, 3])
    }

    @Test func `Without a step that counts down, the step counts as between two pictures`() async throws {
        _ = try await atPreview(
            #"{"step":"attract"},{"step":"capture","interval":4},{"step":"preview","retake":"capture"},{"step":"share"}"#
        ) { engine in
            #expect(try await engine.perform(.retakeOne("1")).step?.word == "capture")
            let shown = try await engine.until("the countdown") { $0.step?.fireAt != nil }
            #expect(try #require(shown.step?.fireAt) - Moment(milliseconds: rig.time.wall) == .seconds(4))
        }
    }

    @Test func `A retake that takes no pictures is one of all`() async throws {
        let engine = try await atPreview(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"effect","choices":["none","sepia"],"timeout":1},"#
                + #"{"step":"preview","retake":"effect"},{"step":"share"}"#
        ) { engine in
            #expect(try await engine.perform(.retakeOne("2")).step?.word == "effect")
            try await engine.until("the choice") { $0.step?.asks == true }
            try await engine.perform(.answer("sepia"))
            try await engine.until("the preview") { $0.step?.retakesLeft == 0 }
        }
        let session = try await first(engine)
        #expect(session.captures.count == 2 && session.effects == ["sepia"])
    }

    @Test func `After a retake of all, the number goes on`() async throws {
        let engine = try await atPreview { engine in
            try await engine.perform(.retake)
            try await rig.pass(engine, until: "the second preview") { $0.step?.retakesLeft == 1 }
            try await engine.perform(.retakeOne("3"))
            try await rig.pass(engine, until: "the third preview") { $0.step?.retakesLeft == 0 }
        }
        #expect(try await first(engine).selectedCaptures.map(\.id) == [5, 4])
    }

    @Test func `Left alone, it goes on by itself`() async throws {
        let engine = try await atPreview { engine in
            try await engine.perform(.retakeOne("2"))
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
            try await engine.until("the next guest") { $0.step?.word == "attract" && $0.session?.number == nil }
        }
        let session = try await first(engine)
        #expect(session.selectedCaptures.map(\.id) == [1, 3] && session.steps[3].result == "accepted by itself")
    }

    /// What arrives when the session is over is kept, and changes nothing of it.
    @Test(arguments: [BoothCommand.restart, .stop], [false, true])
    func `A session that ends meanwhile has its FinalPhoto with the former picture`(
        command: BoothCommand, atShutter: Bool
    ) async throws {
        let camera = LateCamera(holding: 3, by: rig.time.source)
        let engine = try await atPreview(camera: camera) { engine in
            try await engine.perform(.retakeOne("1"))
            if atShutter {
                try await rig.pass(engine, until: "the shutter") { $0.step?.isShooting == true }
            }
            try await engine.perform(command)
            #expect(rig.names("event/FinalPhoto").count == 1)
            await camera.release()
            if atShutter { try await engine.until("the picture") { $0.figures.captures == 3 } }
        }
        let session = try await first(engine)
        #expect(session.endReason?.rawValue == (command == .stop ? "stop" : "restart"))
        #expect(session.captures.count == (atShutter ? 3 : 2) && session.selectedCaptures.map(\.id) == [1, 2])
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        var options = Darkroom.Options()
        options.animation = false
        let again = Darkroom(record: engine.record, library: engine.options.layouts, options: options)
        let made = try await again.develop(session.id, with: darkroom.prepared("duo"))
        #expect(made.map(\.state) == [.unchanged])
        #expect(try await engine.record.check() == [])
    }

    @Test func `When the camera does not come back, the guest goes on with the former picture`() async throws {
        let camera = FolderCamera(
            testPictures: nil, script: [.picture, .picture, .unplugged(.seconds(600))], time: rig.time.source)
        let soon = Self.usual.replacing(#""step":"capture""#, with: #""step":"capture","timeout":5"#)
        let engine = try await atPreview(soon, camera: camera) { engine in
            try await engine.perform(.retakeOne("2"))
            try await rig.tick(engine, until: "the preview") { $0.step?.retakesLeft == 1 }
            #expect(!engine.view.now.troubles.contains { $0.about == .picture })
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
        }
        let session = try await first(engine)
        #expect(session.selectedCaptures.map(\.id) == [1, 2] && session.captures.count == 2)
    }

    /// The event as a power cut leaves it in the middle of the retake.
    @Test func `A booth that is cut off meanwhile leaves a session with all its pictures`() async throws {
        let cut = rig.path + "/cut"
        _ = try await atPreview { engine in
            try await engine.perform(.retakeOne("1"))
            try await engine.until("the countdown") { $0.step?.fireAt != nil }
            try FileManager.default.createDirectory(atPath: cut, withIntermediateDirectories: true)
            for name in rig.names("event") where name != "event.sock" {
                try FileManager.default.copyItem(atPath: rig.folder.path + "/" + name, toPath: cut + "/" + name)
            }
        }
        try FileManager.default.removeItem(atPath: rig.folder.path)
        try FileManager.default.moveItem(atPath: cut, toPath: rig.folder.path)
        let next = try rig.engine()
        try await rig.open(next) { engine in try await engine.until(step: "attract") }
        let session = try await first(next)
        #expect(session.endReason == .recovered && session.selectedCaptures.map(\.id) == [1, 2])
        #expect(session.renditions.first { $0.kind == .final }?.state == .ready)
        #expect(try await next.record.check() == [])
    }

    @Test func `Clients say the number as a text`() throws {
        func command(_ text: String) throws -> BoothCommand {
            try CommandRequest(JSONNode(parsing: Array(text.utf8), document: "command")).command
        }
        #expect(try command(#"{"command":"retake","value":"2"}"#) == .retakeOne("2"))
        #expect(try command(#"{"command":"retake"}"#) == .retake)
        #expect(throws: StrictJSONError.self) { try command(#"{"command":"retake","value":2}"#) }
    }
}
