import Rigs
import Testing

@testable import Engine

/// docs/CONTRACT.md: what a command is meant for, and what it is answered.
@Suite(.ahead) struct PlaceTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    /// One press of a button that arrives twice, or late.
    @Test func aDoubledCommandDoesNothingAndSaysSo() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"pause","seconds":9},{"step":"capture"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let place = try #require(engine.view.now.place)
            try await engine.perform(.next, at: place)
            try await engine.until(step: "pause")
            for command in [BoothCommand.next, .retake, .present, .answer("x")] {
                let refusal = await #expect(throws: Refusal.self) { try await engine.perform(command, at: place) }
                #expect(refusal == .over)
            }
            #expect(engine.view.now.step?.word == "pause" && engine.view.now.step?.entry == 2)
        }
    }

    /// Also between two pictures of one step.
    @Test func aDoubledPressFiresOneShot() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","shots":3,"interval":5,"shorten":true}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let second = try await engine.until("the second countdown") { $0.step?.shot == 2 && $0.step?.fireAt != nil }
            try await engine.perform(.next, at: second.place)
            try await engine.until("the third countdown") { $0.step?.shot == 3 && $0.step?.fireAt != nil }
            let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.next, at: second.place) }
            #expect(refusal == .over && engine.view.now.session?.captures.count == 2)
        }
    }

    /// A stop is not undone by a restart that comes while it is carried out.
    @Test func aStopStaysAStop() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            async let stopped = engine.perform(.stop)
            async let restarted: Refusal? = {
                do throws(Refusal) { try await engine.perform(.restart) } catch { return error }
                return nil
            }()
            let (view, refusal) = (try await stopped, await restarted)
            // The restart was first, or it was refused.
            #expect(view.phase == .stopped && (refusal == nil || [.stopped, .notNow].contains(refusal!.reason)))
            #expect(engine.view.now.phase == .stopped)
        }
    }

    @Test func refusalsHaveReasons() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"consent"},{"step":"capture","interval":0}"#)
        try await rig.open(engine) { engine in
            func refused(_ command: BoothCommand, at place: Place? = nil) async -> Refusal.Reason? {
                await #expect(throws: Refusal.self) {
                    try await engine.perform(command, at: place ?? engine.view.now.place)
                }?
                .reason
            }
            try await engine.until(step: "attract")
            #expect(await refused(.answer("x")) == .notNow)
            #expect(await refused(.retake) == .notNow)
            try await engine.perform(.next)
            try await engine.until(step: "consent")
            #expect(await refused(.answer("perhaps")) == .badAnswer)
            #expect(await refused(.start) == .notNow)
            #expect(await refused(.next, at: Place(session: "another", entry: 1)) == .over)
            try await engine.perform(.stop)
            for command in [BoothCommand.next, .retake, .answer("x"), .present, .restart] {
                #expect(await refused(command, at: Place(session: "x", entry: 1)) == .stopped)
            }
        }
    }

    /// What comes a moment before its step waits is kept for it.
    @Test func aCommandThatIsEarlyIsKept() async throws {
        let engine = try rig.engine(#"{"step":"capture","interval":0},{"step":"preview"},{"step":"pause","seconds":9}"#)
        try await rig.open(engine) { engine in
            // Entered, and not drawn yet.
            try await engine.until("the preview") { $0.step?.word == "preview" }
            try await engine.perform(.next)
            try await engine.until(step: "pause")
        }
    }
}
