import Capture
import Files
import Foundation
import Motion
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

/// Steps that film, by a clock of the test's own.
@Suite(.ahead) struct FilmStepTests {
    let rig: Rig

    init() throws {
        rig = try Rig()
        for (name, more) in [("swing", #""order":"boomerang""#), ("orbit", #""from":"clip""#)] {
            try rig.put(
                """
                {"paper":"card","slots":[{"x":0,"y":0,"w":"100%","h":"100%"}],
                 "animation":{"width":160,"height":120,"format":"mp4","delay":100,"minSeconds":1,\(more)}}
                """, at: "layouts/\(name)/layout.json")
        }
    }

    func engine(
        _ steps: String, layout: String, mode: String = "standard", frameRate: Double? = 25, clips: String? = nil
    ) throws -> Engine {
        try rig.engine(
            steps, more: #""layout":"\#(layout)","mode":"\#(mode)","#,
            camera: FolderCamera(testPictures: frameRate, time: rig.time.source), prints: false
        ) { $0.clips = clips }
    }

    /// Until nothing is made in the background any more.
    func settled(_ engine: Engine) async throws {
        await engine.context.lanes.idle()
    }

    @Test func `The live view is recorded picture by picture, kept as a capture, and its film is made`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"video","seconds":2},{"step":"share"},{"step":"thanks"}"#, layout: "orbit")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let before = try #require(try await engine.record.active())
            #expect(before.renditions.map(\.kind) == [.video] && before.slots == 0, "its place is there from the start")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the share step") { $0.step?.word == "share" }
            let session = try #require(try await engine.record.active())
            let clip = try #require(session.clips.first)
            #expect(clip.path.hasSuffix(".mov") && clip.source == "live view" && session.selectedCaptures.isEmpty)
            let recording = try RecordingFile(path: rig.folder.path + "/" + clip.path).recording
            #expect(recording.times.count == 50, "25 a second, none lost")
            #expect(recording.times.prefix(3) == [0, 3_600, 7_200] && recording.length == 180_000)
            try await settled(engine)
            let made = try await engine.record.session(session.id)
            #expect(made.motion?.path?.hasPrefix("Video/000001-orbit-") ?? false)
            let shown = try await engine.until("the film") { $0.guest.session?.motion != nil }
            #expect(shown.guest.session?.motion?.hasSuffix(".mp4") ?? false)
            #expect(shown.guest.session?.captures.isEmpty ?? false, "no picture of a slot")
        }
        let ended = try #require(try await engine.all().first)
        #expect(ended.renditions.filter { $0.kind == .final }.isEmpty)
        #expect(rig.names("event/Captures").count == 1)
        #expect(try await engine.record.check(grace: .zero) == [])
    }

    @Test func `A boomerang stands beside the pictures of the slots`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"capture"},{"step":"boomerang"},{"step":"save"},{"step":"thanks"}"#,
            layout: "swing")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
            try await settled(engine)
        }
        let session = try #require(try await engine.all().first { $0.isVisible })
        #expect(session.endReason == .completed && session.selectedCaptures.count == 1 && session.clips.count == 1)
        #expect(session.guestsPicture != nil && session.motion?.kind == .video)
    }

    @Test func `Pictures in quick succession are captures of which the film is made`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"boomerang","from":"camera","shots":4,"interval":0.5},{"step":"thanks"}"#,
            layout: "swing")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
            try await settled(engine)
        }
        let session = try #require(try await engine.all().first { $0.isVisible })
        #expect(session.selectedCaptures.count == 4 && session.guestsPicture != nil)
        #expect(session.motion?.path?.hasPrefix("Video/") ?? false)
    }

    @Test func `A camera without a live view holds nobody up`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"video","seconds":2},{"step":"thanks"}"#, layout: "orbit", frameRate: nil)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let before = rig.time.now
            try await rig.tick(engine, until: "the next step") { $0.step?.word == "thanks" }
            #expect(rig.time.now - before <= .seconds(15))
        }
        #expect(rig.names("event/Captures").isEmpty)
    }

    /// Nothing of it was acknowledged, and nothing stays.
    @Test func `A guest who leaves while it records leaves no file behind`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"video","seconds":20},{"step":"thanks"}"#, layout: "orbit")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the recording") { $0.step?.word == "video" && $0.step?.deadline != nil }
            try await engine.perform(.restart)
            try await rig.tick(engine, until: "the next session") { $0.step?.word == "attract" }
        }
        #expect(try await engine.all().isEmpty)
    }

    func clip(_ name: String, hue: Int = 0) async throws {
        let path = rig.path + "/" + name
        let outcome = await offPool {
            Child(
                [
                    "ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                    "testsrc=size=160x120:rate=30:duration=1,hue=h=\(hue)", "-c:v", "libx264", "-preset", "ultrafast",
                    "-pix_fmt", "yuv420p", path,
                ], output: .dropped, errors: .captured(4_096)
            ).run(within: .seconds(60))
        }
        guard outcome.end == .exited(0) else { throw Refusal(.notNow, outcome.text) }
    }

    @Test func `A film that was not made before the booth stopped is made by the next one`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"video","seconds":2},{"step":"thanks"}"#, layout: "orbit")
        let record = engine.record
        var plan = SessionPlan(workflow: engine.context.script.workflow)
        (plan.layout, plan.renditions) = ("orbit", [.video])
        let id = try await record.start(plan).id
        try await clip("event/Captures/.clip.part.mp4")
        _ = try await record.keep(
            file: StagedCapture(
                at: rig.folder.path + "/Captures/.clip.part.mp4", fileExtension: "mp4", source: "camera"), in: id)
        _ = try await record.end(.restart, stillMade: [.video])
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await settled(engine)
        }
        let session = try await record.session(id)
        #expect(session.motion?.state == .ready && !session.lacksMotion)
    }

    @Test func `What the workflow says of filming is checked`() throws {
        #expect(throws: EngineError.self) {
            try Script(rig.workflow(#"{"step":"video","from":"clips","seconds":3}"#))
        }
        let script = try Script(rig.workflow(#"{"step":"video"},{"step":"boomerang","from":"camera"}"#))
        #expect(script.films && script.shoots && !script.takesOnlyClips && script.shots(slots: 1) == 5)
        let only = try Script(rig.workflow(#"{"step":"boomerang"}"#))
        #expect(only.takesOnlyClips && only.filmsLiveView && only.shots(slots: 1) == 0)
    }
}
