import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine
@testable import booth

/// What the guests' screen says of itself reaches operators, and changes nothing.
@Suite(.ahead) struct ScreenBeatTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func status() async throws -> JSONValue {
        let folder = rig.folder
        return try await offPool { () throws(EngineError) in try BoothControl.status(of: folder) }
    }

    @Test func `The operator's view says what the screen shows and since when it is silent`() async throws {
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            #expect(try await status()[member: "screen"] == nil && engine.screenSilence == nil)
            engine.beat("attract", isHere: true)
            #expect(
                try await status()[member: "screen"] == ["shows": "attract", "silent": 0, "here": true])
            rig.time.advance(by: .milliseconds(3_110))
            #expect(
                try await status()[member: "screen"] == ["shows": "attract", "silent": 3.2, "here": true])
            #expect(engine.screenSilence == .milliseconds(3_110))
            engine.beat("consent", isHere: true)
            #expect(engine.operatorJSON[member: "screen"]?[member: "shows"] == "consent")
            #expect(engine.screenSilence == .zero)
        }
    }

    @Test func `A beat is no change of the view, and guests read nothing of it`() async throws {
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            let before = engine.view.now
            for _ in 0..<100 { engine.beat("attract", isHere: true) }
            #expect(engine.view.now == before)
            #expect(!engine.view.now.guest.json(now: .now).text().contains("screen"))
        }
    }

    @Test func `A tablet elsewhere does not hide that the booth's own screen is dead`() async throws {
        try await rig.open(rig.engine()) { engine in
            engine.beat("share", isHere: false)
            #expect(engine.operatorJSON[member: "screen"] == ["shows": "share", "silent": 0, "here": false])
            engine.beat("attract", isHere: true)
            rig.time.advance(by: .seconds(60))
            engine.beat("share", isHere: false)
            #expect(engine.operatorJSON[member: "screen"] == ["shows": "attract", "silent": 60, "here": true])
            #expect(BoothPage(engine.operatorJSON).text.contains("screen    attract, silent for 60 s\n"))
        }
    }

    @Test func `What a command gives says it, too`() async throws {
        try await rig.open(rig.engine()) { engine in
            try await engine.until(step: "attract")
            engine.beat("attract", isHere: true)
            let folder = rig.folder
            let after = try await offPool { () throws(EngineError) in try BoothControl.send("stop", to: folder) }
            #expect(after[member: "phase"] == "stopped" && after[member: "screen"]?[member: "shows"] == "attract")
        }
    }
}
