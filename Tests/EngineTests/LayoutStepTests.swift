import Capture
import Compositor
import Darkroom
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// The layout that a guest chooses.
@Suite(.ahead) struct LayoutStepTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test(arguments: [false, true])
    func `The session goes on with the layout that its guest has chosen`(afterwards: Bool) async throws {
        try rig.solo()
        let choice =
            #"{"step":"layout","choices":["duo",{"title":{"en":"One","de":"Eins"},"layout":"solo"}]}"#
        let capture = #"{"step":"capture","interval":0}"#
        let steps = afterwards ? "\(capture),\(choice)" : "\(choice),\(capture)"
        let engine = try rig.screen(#"{"step":"attract"},\#(steps),{"step":"save"},{"step":"gif"},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let asked = try await engine.until("the choice") { $0.step?.asks == true }
            #expect(asked.step?.choices == ["duo", "One"] && asked.step?.pictures == .layout)
            let vague = await #expect(throws: Refusal.self) { try await engine.perform(.answer("strip")) }
            #expect(vague?.hint == "choose one of these")
            try await engine.perform(.answer("2"))
            try await engine.until(step: "share")
            let visit = try #require(engine.view.now.guest.session)
            #expect(visit.layout == "solo" && visit.slots == 1 && visit.outline?.boxes.count == 1)
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        #expect(session.layout == "solo" && session.slots == 1)
        #expect(session.renditions.map(\.layout) == ["solo"] && session.renditions.map(\.state) == [.ready])
        #expect(session.captures.count == (afterwards ? 2 : 1))
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("solo"))
        #expect(made.map(\.state) == [.unchanged])
        #expect(try await engine.record.check() == [])
    }

    @Test func `Nobody chooses a layout, and the first holds`() async throws {
        try rig.solo()
        let engine = try rig.screen(
            #"{"step":"layout","choices":["solo","duo"]},{"step":"capture","interval":0},{"step":"gif"}"#, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.layout == "solo" && session.steps.first?.result == "solo" && session.captures.count == 1)
        #expect(session.endReason == .completed)
    }

    @Test func `A layout that needs more pictures than are taken before it is chosen is refused`() async throws {
        try rig.solo()
        let engine = try rig.screen(
            #"{"step":"capture"},{"step":"layout","choices":["solo","duo"]}"#, sessions: 1
        ) { $0.layouts = ["solo"] }
        let error = await #expect(throws: EngineError.self) { try await engine.run() }
        #expect("\(error!)".contains("takes 1 picture, and layout duo needs 2"), "\(error!)")
        try FileManager.default.removeItem(atPath: rig.folder.path)
        let unknown = try rig.screen(#"{"step":"layout","choices":["none"]},{"step":"capture"}"#, sessions: 1)
        let missing = await #expect(throws: EngineError.self) { try await unknown.run() }
        #expect("\(missing!)".contains("none"), "\(missing!)")
    }
}
