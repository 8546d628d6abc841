import Capture
import Compositor
import Darkroom
import Foundation
import Imaging
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// Sessions from their start to their end.
@Suite(.ahead) struct VisitTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test func sessionsRunByThemselvesToTheLastPrint() async throws {
        let engine = try rig.engine(sessions: 3)
        try await rig.play(engine)
        let sessions = try await engine.all()
        #expect(sessions.map(\.number) == [3, 2, 1])
        #expect(sessions.map(\.startReason) == [.loop, .loop, .firstLaunch])
        for session in sessions {
            #expect(session.endReason == .completed && session.captures.count == 2)
            #expect(session.renditions.map(\.kind) == [.final] && session.renditions.map(\.state) == [.ready])
            #expect(session.outbox.map(\.state) == [.done])
            #expect(session.steps.allSatisfy { $0.left != nil && $0.result != nil })
        }
        #expect(rig.names("printed").count == 3)
        #expect(try await engine.record.check() == [])
        let state = engine.view.now
        #expect(state.phase == .ended && state.figures.completed == 3 && state.figures.captures == 6)
        #expect(state.figures.finalPhoto.count == 3 && state.figures.printJob.count == 3)
    }

    /// To the byte what an operator renders of the same session later.
    @Test func theFinalPhotoIsTheOneThatIsRenderedLater() async throws {
        let engine = try rig.engine(sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        #expect(made.map(\.state) == [.unchanged, .added])
    }

    /// The date on a picture is not that of the evening before, when the booth was opened.
    @Test func aSessionStartsWhenItsGuestComes() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let opened = try #require(engine.view.now.session?.started)
            rig.time.advance(by: .seconds(3600))
            try await engine.perform(.next)
            try await engine.until(step: "share")
            let started = try #require(engine.view.now.session?.started)
            #expect(started - opened == .seconds(3600))
        }
        #expect(try await engine.record.check() == [])
    }

    @Test(arguments: [
        ("Beer", "Beer"), (" beer ", "Beer"), ("be", "be"), ("w", "Water"), ("2", "Berry wine"), ("9", "9"), ("", ""),
        ("\(Int.min)", "\(Int.min)"),
    ])
    func whatIsMeantIsTaken(text: String, choice: String) {
        #expect(meant(by: text, among: ["Beer", "Berry wine", "Water"]) == choice)
        #expect(meant(by: "3", among: ["1-2", "3-4", "5+"]) == "3-4")
        #expect(meant(by: "3", among: ["0", "1", "3"]) == "3" && meant(by: "2", among: ["0", "1", "3"]) == "2")
    }

    @Test func withoutALayoutNothingBegins() async throws {
        let record = try EventRecord.create(
            Event(name: "Bare", date: ""), workflow: rig.workflow(#"{"step":"capture"}"#), in: rig.folder)
        let engine = try rig.engine()
        let (early, log) = (engine.view.updates(), engine.log())
        let error = await #expect(throws: EngineError.self) { try await engine.run() }
        #expect("\(try #require(error))".contains("the event has no layout"))
        // Whoever follows it hears the end, and so does whoever comes later or waits for something.
        for stream in [early, engine.view.updates()] {
            #expect(await stream.reduce(into: []) { $0.append($1.phase) }.last == .ended)
        }
        #expect(await log.reduce(0) { count, _ in count + 1 } == 0)
        #expect(await engine.view.first { $0.phase == .running } == nil)
        #expect(try await record.sessions().isEmpty)
    }

    /// What a later render goes by is what the booth went by, also when the screen was calibrated while it waited.
    @Test func aScreenThatIsCalibratedBeforeTheGuestComesCounts() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#,
            more: #""effects":["green-screen"],"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let green = try Image(width: 300, height: 200, bands: 3) { pixels in
                for index in pixels.indices { pixels[index] = [0x38, 0xA8, 0x58][index % 3] }
            }
            try Data(green.encoded(as: .jpeg, metadata: Metadata())).write(to: URL(filePath: rig.path + "/empty.jpg"))
            _ = try ScreenCalibration(rig.path + "/empty.jpg", in: rig.folder)
            try await engine.perform(.next)
            try await engine.until(step: "share")
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        #expect(made.first?.state == .unchanged)
    }

    @Test func aGuestLeadsTheBooth() async throws {
        let steps =
            #"{"step":"attract"},{"step":"consent","required":true},{"step":"survey","key":"side","choices":["bride","groom"]},"#
            + #"{"step":"email"},{"step":"effect","choices":["none",{"title":"Old","effect":"sepia"}]},"#
            + #"{"step":"capture","shots":3,"interval":0},{"step":"select"},{"step":"preview"},"#
            + #"{"step":"save"},{"step":"print","copies":1,"most":3},{"step":"share"}"#
        let engine = try rig.engine(steps)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(engine.view.now.session?.number == nil)
            try await engine.perform(.next)
            try await engine.until(step: "consent")
            let vague = await #expect(throws: Refusal.self) { try await engine.perform(.answer("perhaps")) }
            #expect(vague == Refusal(.badAnswer, "yes or no?", hint: "yes or no?"))
            #expect(engine.view.now.step?.word == "consent" && engine.view.now.step?.hint == "yes or no?")
            try await engine.perform(.answer("yes"))
            try await engine.until(step: "survey")
            #expect(engine.view.now.step?.choices == ["bride", "groom"])
            try await engine.perform(.answer("groom"))
            try await engine.until(step: "email")
            await #expect(throws: Refusal.self) { try await engine.perform(.answer("not an address")) }
            #expect(engine.view.now.step?.hint == "that is no email address")
            try await engine.perform(.answer("anna@example.org"))
            try await engine.until(step: "effect")
            try await engine.perform(.answer("Old"))
            try await engine.until(step: "select")
            try await engine.perform(.answer("1,3"))
            let shown = try await engine.until("the preview") { $0.session?.preview != nil }
            let preview = try #require(engine.preview)
            #expect(preview.jpeg.starts(with: [0xff, 0xd8]) && preview.id == shown.session?.preview)
            #expect(rig.names("event/FinalPhoto").isEmpty, "a preview is in memory only")
            try await engine.perform(.next)
            try await engine.until(step: "print")
            try await engine.perform(.answer("3"))
            try await engine.until(step: "share")
            #expect(engine.view.now.session?.link?.hasPrefix("https://photos.example/s/") == true)
            try await engine.perform(.next)
            rig.time.advance(by: .seconds(1))
            #expect(engine.preview == nil)
            try await engine.until("the next guest") { $0.step?.word == "attract" && $0.session?.number == nil }
            try await rig.tick(engine, until: "three prints") { $0.figures.printed == 3 }
        }
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.effects == ["sepia"])
        #expect(session.selectedCaptures.map(\.shot) == [1, 3])
        #expect(session.inputs.map(\.value) == ["yes", "groom", "anna@example.org"])
        #expect(
            session.steps.map(\.result) == [
                "done", "yes", "done", "done", "Old", "done", "done", "accepted", "done", "3", "done",
            ])
        #expect(rig.names("printed").count == 3)
        #expect(try await engine.record.check() == [])
    }

    /// Whoever walks away leaves a booth that goes on by the stated rule of each step.
    @Test func stepsGoOnWhenNobodyIsThere() async throws {
        let steps =
            #"{"step":"consent","timeout":0},{"step":"survey","key":"a","timeout":0},{"step":"phone","timeout":0},"#
            + #"{"step":"effect","choices":["sepia","none"],"timeout":0},{"step":"capture","shots":3,"interval":0},"#
            + #"{"step":"select","timeout":0},{"step":"preview","timeout":0},{"step":"print","most":3,"timeout":0},"#
            + #"{"step":"gif"},{"step":"pause","seconds":0.1},{"step":"share","timeout":0}"#
        let engine = try rig.engine(steps, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.inputs.isEmpty && session.effects == ["sepia"])
        #expect(session.selectedCaptures.map(\.shot) == [1, 2])
        #expect(
            session.renditions.map(\.kind) == [.final, .gif] && session.renditions.allSatisfy { $0.state == .ready })
        #expect(session.steps.map(\.result)[5...7] == ["the first 2", "accepted by itself", "1"])
    }

    @Test func withoutConsentThereIsNoSession() async throws {
        let engine = try rig.engine(#"{"step":"consent","required":true},{"step":"capture","interval":0}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "consent")
            let first = engine.view.now.session?.id
            try await engine.perform(.answer("no"))
            rig.time.advance(by: .seconds(1))
            try await engine.until("another session") { $0.session.map { $0.id != first } ?? false }
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        #expect(session.endReason == .restart && session.captures.isEmpty && session.inputs.map(\.value) == ["no"])
    }

    @Test func aRetakeTakesThePicturesAnewAndKeepsTheFormerOnes() async throws {
        let engine = try rig.engine()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.start)
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == 1 }
            let first = try #require(engine.view.now.session?.preview)
            try await engine.perform(.retake)
            try await rig.pass(engine, until: "the second preview") { $0.step?.retakesLeft == 0 }
            #expect(try #require(engine.view.now.session?.preview) != first, "another drawing, another identity")
            await #expect(throws: Refusal.self) { try await engine.perform(.retake) }
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the end") { $0.figures.completed == 1 }
        }
        let session = try #require(try await engine.all().first { $0.endReason == .completed })
        #expect(session.captures.count == 4 && session.selectedCaptures.map(\.shot) == [3, 4])
        #expect(session.renditions.count == 1)
        // The test pictures go on, so the second attempt shows others than the first.
        #expect(Set(session.captures.map(\.sha256)).count == 4)
        #expect(try await engine.record.check() == [])
    }

    @Test func stepsWhoseConditionDoesNotHoldAreSkipped() async throws {
        let steps =
            #"{"step":"capture","interval":0},{"step":"print","when":{"not":{"captures":2}}},{"step":"save","when":{"captures":2}}"#
        let engine = try rig.engine(steps, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.steps.map(\.result) == ["done", "skipped", "done"] && session.outbox.isEmpty)
    }

    @Test func aWorkflowWithoutSavingStillCompletesWithItsFinalPhoto() async throws {
        let engine = try rig.engine(#"{"step":"capture","interval":0}"#, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.renditions.map(\.state) == [.ready])
    }

    @Test func programsOfTheEventKnowTheSession() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"save"},{"step":"command","run":["sh","-c","printenv BOOTH_NUMBER BOOTH_FINAL_PHOTO >told; exit 3"]},"#
                + #"{"step":"command","run":["./none"]},{"step":"command","run":["sleep","60"],"timeout":0.2}"#,
            sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.steps.suffix(3).map(\.result) == ["failed with 3", "not started", "timed out"])
        let told = try String(contentsOfFile: rig.folder.path + "/told", encoding: .utf8).split(separator: "\n")
        let final = try #require(session.renditions[0].path)
        #expect(told.first == "1" && told.last?.hasSuffix(final) == true)
    }

    /// A workflow's files become the event's own: its sessions can be rendered again when they are gone.
    @Test func filesOfEffectsAreKeptWithTheEvent() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0}"#, more: #""effects":["lut:file=looks/plain.cube"],"#, sessions: 1)
        let corners = ["0 0 0", "1 0 0", "0 1 0", "1 1 0", "0 0 1", "1 0 1", "0 1 1", "1 1 1"].joined(separator: "\n")
        try rig.put("LUT_3D_SIZE 2\n\(corners)\n", at: "event/looks/plain.cube")
        try await rig.play(engine)
        try FileManager.default.removeItem(atPath: rig.folder.path + "/looks")
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.effects[0].hasPrefix("lut:file=Assets/"))
        let darkroom = Darkroom(record: engine.record, library: engine.options.layouts)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        #expect(made.first?.state == .unchanged)
    }

    @Test func tooFewPicturesForTheLayoutAreRefusedAtTheStart() async throws {
        let engine = try rig.engine(#"{"step":"capture","shots":1}"#, sessions: 1)
        let error = await #expect(throws: EngineError.self) { try await engine.run() }
        #expect("\(error!)".contains("takes 1 picture, and layout duo needs 2"))
    }

    @Test func twoBoothsOnOneEventAreOneTooMany() async throws {
        let engine = try rig.engine()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let error = await #expect(throws: EngineError.self) { try await rig.engine().run() }
            #expect("\(error!)".contains("a booth is running on this event"))
        }
    }
}
