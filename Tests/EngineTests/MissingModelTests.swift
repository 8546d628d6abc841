import Capture
import Darkroom
import Foundation
import Imaging
import Rigs
import Sessions
import Synchronization
import Testing

@testable import Engine

/// A booth whose layout and workflow ask for a cut-out, on a machine without the model.
@Suite(.ahead) struct MissingModelTests {
    private let rig: Rig

    init() throws {
        rig = try Rig()
        try rig.put(
            """
            {"paper":"card","slots":[
              {"capture":1,"x":0,"y":0,"w":200,"h":150,"effects":[{"name":"cut-out","model":"nosuch"}]},
              {"capture":2,"x":200,"y":0,"w":200,"h":150}]}
            """, at: "layouts/duo/layout.json")
    }

    @Test func `It says so at its start, and nobody loses a picture`() async throws {
        let engine = try rig.engine(more: #""effects":["cut-out:model=nosuch"],"#, sessions: 1)
        let log = engine.log()
        try await rig.play(engine)
        var lines: [String] = []
        for await line in log { lines.append(line) }
        let missing = lines.filter { $0.contains("the model nosuch is not in") }
        #expect(missing.first?.contains("scripts/models installs it") == true, "\(lines)")
        #expect(missing.first?.hasSuffix("until then pictures stay as they are, and nothing of them is lost") == true)
        #expect(missing.contains { $0.hasSuffix("the picture stays as it is") }, "\(missing)")
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.captures.count == 2)
        #expect(session.renditions.map(\.state) == [.ready] && rig.names("printed").count == 1)
        #expect(try await engine.record.check() == [])
        // Whoever makes it again without the model is told, and it stays.
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let outcome = Mutex<[Darkroom.Developed]>([])
        await darkroom.develop([1], .pictures(layout: nil, effects: nil), jobs: 1) { _, result in
            outcome.withLock { $0 = (try? result.get()) ?? [] }
        }
        let kept = outcome.withLock { $0 }
        #expect(kept.map(\.state) == [.unchanged] && kept.first?.path == session.readyFinal)
        #expect(kept.first?.warnings.first?.hasSuffix("; the former picture is kept") == true)
    }

    @Test func `Its live view shows frames as they come`() async throws {
        let camera = FolderCamera(testPictures: 25, time: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"countdown","seconds":10},{"step":"capture","shots":2,"interval":0},{"step":"save"}"#,
            more: #""effects":["cut-out:model=nosuch"],"#, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "countdown")
            let shown = try #require(try await rig.time.passing { try await engine.liveFrame(after: 0) })
            let picture = try PictureFile(bytes: shown.jpeg, name: "live view")
            #expect(picture.width > picture.height && picture.height > 0)
        }
    }
}
