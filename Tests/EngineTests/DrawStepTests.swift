import Capture
import Compositor
import Darkroom
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// What a guest draws or signs.
@Suite(.ahead) struct DrawStepTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private static let signed =
        ##"{"strokes":[{"colour":"#1c1c1c","width":0.02,"points":[[0.1,0.5,0.5],[0.5,0.2,0.9],[0.9,0.5]]}]}"##

    @Test func `A guest signs, and the layout shows it for ever`() async throws {
        try rig.solo()
        let engine = try rig.screen(
            ##"{"step":"attract"},{"step":"capture"},{"step":"draw","colours":["#1C1C1C","#a2452e"]},{"step":"save"},{"step":"share"}"##
        ) { $0.layouts = ["solo"] }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let asked = try await engine.until("the drawing") { $0.step?.word == "draw" && $0.step?.asks == true }
            #expect(asked.step?.aspect == 4 && asked.step?.colours == ["#1c1c1c", "#a2452e"])
            for wrong in [
                "x", "{}", ##"{"strokes":[{"colour":"#ffffff","width":0.02,"points":[[0,0]]}]}"##,
                ##"{"strokes":[{"colour":"#1c1c1c","width":0.02,"points":[[0,2]]}]}"##,
            ] {
                let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.answer(wrong)) }
                #expect(refusal?.hint == "that drawing could not be taken; please draw it again", "\(wrong)")
            }
            #expect(rig.names("event/Drawings").isEmpty && engine.view.now.guest.session?.hasDrawing == false)
            try await engine.perform(.answer(Self.signed))
            try await engine.until(step: "share")
            #expect(engine.view.now.guest.session?.hasDrawing == true)
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        #expect(session.renditions.map(\.kind) == [.final, .drawing, .drawing])
        let names = rig.names("event/Drawings")
        #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("000001-drawing-") })
        #expect(Set(names.map { $0.suffix(4) }) == ["json", ".png"])
        let final = try #require(session.renditions.first)
        #expect(final.parameters.contains(#""drawing":"Drawings/000001-drawing-"#))
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("solo"))
        #expect(made.map(\.state) == [.unchanged], "the same bytes again")
        #expect(try await engine.record.check() == [])
        // Whoever wants it gone wants all of it gone.
        let picture = try #require(session.renditions.first { $0.kind == .drawing && $0.isPicture }?.path)
        _ = try await engine.record.delete(items: [picture], of: session.id)
        let left = try await engine.record.session(session.id).renditions
        #expect(left.isEmpty && rig.names("event/Drawings").isEmpty && rig.names("event/FinalPhoto").isEmpty)
    }

    @Test func `Nobody draws, and nothing is drawn`() async throws {
        try rig.solo()
        let engine = try rig.screen(
            #"{"step":"draw"},{"step":"draw","timeout":0},{"step":"capture"},{"step":"thanks"}"#, sessions: 1
        ) { $0.layouts = ["solo"] }
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.steps.map(\.result) == ["none", "none", "done", "done"] && session.endReason == .completed)
        #expect(session.renditions.map(\.kind) == [.final] && rig.names("event/Drawings").isEmpty)
    }

    @Test(arguments: [
        ##"{"command":"answer","value":{"strokes":[]},"at":{"session":"a","entry":2}}"##,
        ##"{"command":"answer","value":"{\"strokes\":[]}","at":{"session":"a","entry":2}}"##,
    ])
    func `A drawing is an answer, as it is or as a text`(line: String) throws {
        let request = try CommandRequest(JSONNode(parsing: Array(line.utf8), document: "command"))
        #expect(request.command == .answer(#"{"strokes":[]}"#) && request.place == Place(session: "a", entry: 2))
    }
}
