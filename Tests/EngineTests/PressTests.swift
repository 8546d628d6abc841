import Capture
import Files
import Glibc
import Rigs
import Sessions
import Testing

@testable import Engine

/// One button, and what hands do to it.
@Suite(.ahead) struct PressTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func refusal(of command: BoothCommand, _ engine: Engine) async -> Refusal? {
        do throws(Refusal) { try await engine.perform(command) } catch { return error }
        return nil
    }

    @Test func `A bounce is one press`() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"pause","seconds":60},{"step":"pause","seconds":60},{"step":"capture"}"#
        ) { $0.bounce = .milliseconds(500) }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(await refusal(of: .next, engine) == nil)
            // Something lies on the key.
            for _ in 0..<20 {
                rig.time.advance(by: .milliseconds(143))
                #expect(await refusal(of: .next, engine) == .bounce)
            }
            #expect(engine.view.now.step?.index == 1)
            rig.time.advance(by: .milliseconds(500))
            #expect(await refusal(of: .next, engine) == nil)
            #expect(engine.view.now.step?.index == 2)
        }
    }

    /// Whoever presses again and again at attract need not stop for it to open.
    @Test func `A guest who presses all the time begins when the rest is over`() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#) {
            ($0.bounce, $0.rest) = (.milliseconds(500), 2)
        }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "share")
            rig.time.advance(by: .seconds(1))
            try await engine.perform(.next)
            rig.time.advance(by: .seconds(1))
            try await engine.until("attract again") { $0.step?.word == "attract" && $0.session?.number == nil }
            var refused = 0
            while engine.view.now.step?.word == "attract", refused < 100 {
                if await refusal(of: .next, engine) == nil { break }
                refused += 1
                rig.time.advance(by: .milliseconds(100))
            }
            #expect((1...25).contains(refused), "\(refused)")
        }
    }

    @Test func `A press that did nothing keeps nobody waiting`() async throws {
        let engine = try rig.engine(
            #"{"step":"countdown","seconds":5},{"step":"capture","interval":0},{"step":"share"}"#
        ) {
            $0.bounce = .milliseconds(500)
        }
        try await rig.open(engine) { engine in
            try await engine.until("the countdown") { $0.step?.fireAt != nil }
            #expect(await refusal(of: .next, engine)?.reason == .notNow)
            rig.pass(engine.view.now)
            try await engine.until(step: "share")
            #expect(await refusal(of: .next, engine) == nil)
        }
    }

    /// The booth still makes the picture when a guest presses, and is slow.
    @Test func `A command that was refused as too early is not carried out later`() async throws {
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"print","copies":1,"most":3},{"step":"share"}"#
        )
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            // As whoever looks through the folder does; the picture waits for that.
            let shelf = open(rig.folder.path + "/FinalPhoto", O_RDONLY | O_DIRECTORY)
            defer { close(shelf) }
            #expect(flock(shelf, LOCK_EX) == 0)
            try await engine.perform(.next)
            try await engine.until(step: "print")
            #expect(await rig.time.passing { await refusal(of: .next, engine) } == .atWork)
            #expect(flock(shelf, LOCK_UN) == 0)
            let asked = try await engine.until("the question") { $0.step?.asks == true }
            #expect(asked.step?.word == "print")
            try await engine.perform(.answer("2"))
            try await engine.until(step: "share")
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        #expect(session.steps[2].result == "2")
    }

    @Test(arguments: [false, true]) func `A guest has the countdown unless the workflow lets it be shortened`(
        mayShorten: Bool
    ) async throws {
        let more = mayShorten ? #","shorten":true"# : ""
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"countdown"\#(more)},{"step":"capture","interval":2\#(more)},{"step":"share"}"#
        )
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            for shot in 0..<2 {
                let state = try await engine.until("a countdown") {
                    $0.step?.fireAt != nil && $0.session?.captures.count == shot
                }
                let refusal = await refusal(of: .next, engine)
                #expect(refusal == (mayShorten ? nil : Refusal(.notNow, "the countdown runs to its end")))
                guard !mayShorten else { continue }
                #expect(engine.view.now.step?.entry == state.step?.entry)
                rig.pass(engine.view.now)
            }
            try await engine.until(step: "share")
        }
    }

    @Test func `After a session attract takes its first touch two seconds later`() async throws {
        let engine = try rig.engine(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"share"}"#) {
            $0.rest = 2
        }
        try await rig.open(engine) { engine in
            // Nobody was there before the first guest.
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "share")
            try await engine.perform(.next)
            rig.time.advance(by: .seconds(1))
            try await engine.until("attract again") { $0.step?.word == "attract" && $0.session?.number == nil }
            rig.time.advance(by: .milliseconds(900))
            for command in [BoothCommand.next, .start] {
                #expect(await refusal(of: command, engine)?.reason == .notNow)
            }
            #expect(engine.view.now.step?.word == "attract")
            rig.time.advance(by: .milliseconds(1_200))
            #expect(await refusal(of: .next, engine) == nil)
        }
    }

    @Test func `A booth that is opened again waits for a guest`() async throws {
        let engine = try rig.engine { $0.rest = 2 }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.stop)
            let opened = try await engine.perform(.start)
            #expect(opened.phase == .running && opened.step?.word == "attract")
            // Whoever opened it may be the first guest.
            #expect(try await engine.perform(.next).step?.word == "countdown")
        }
    }

    @Test func `One more print at a time, and a pause after it`() async throws {
        let engine = try rig.engine { $0.printPause = .seconds(10) }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the first print") {
                $0.figures.printed == 1 && $0.step?.word == "attract"
            }
            #expect(await refusal(of: .printLast, engine) == nil)
            var refused: [Refusal?] = []
            for _ in 0..<30 { refused.append(await refusal(of: .printLast, engine)) }
            #expect(refused.allSatisfy { $0?.reason == .notNow }, "\(refused)")
            try await rig.tick(engine, until: "the second print") { $0.figures.printed == 2 }
            let paused = await refusal(of: .printLast, engine)
            #expect(paused?.words.hasPrefix("session #1 was printed once more just now; ask again in ") == true)
            rig.time.advance(by: .seconds(10))
            #expect(await refusal(of: .printLast, engine) == nil)
            try await rig.tick(engine, until: "the third print") { $0.figures.printed == 3 }
        }
        #expect(rig.names("printed").count == 3)
    }

    @Test func `While the camera is away attract takes a break and starts nobody`() async throws {
        let pictures = rig.path + "/pictures"
        let camera = FolderCamera(folder: pictures, frameRate: nil, time: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"attract","text":"Touch me"},{"step":"countdown"},{"step":"capture"}"#, camera: camera)
        try await rig.open(engine) { engine in
            let state = try await engine.until("the break") { $0.step?.word == "attract" && $0.obstacle != nil }
            #expect(state.step?.text == "The booth takes a short break. Please come back in a moment.")
            for command in [BoothCommand.next, .start] {
                let refusal = await refusal(of: command, engine)
                #expect(refusal?.reason == .notNow && refusal?.hint == state.step?.text)
                #expect(refusal?.remedy?.contains(pictures) == true)
            }
            #expect(engine.view.now.step?.word == "attract")
            try await rig.givePictures(to: pictures)
            try await rig.tick(engine, until: "the camera") { $0.obstacle == nil }
            #expect(engine.view.now.step?.text == "Touch me")
            #expect(await refusal(of: .next, engine) == nil)
        }
    }

    /// Nothing is counted down for a booth that takes no pictures of its own.
    @Test func `What needs no camera begins without one`() async throws {
        let camera = FolderCamera(folder: rig.path + "/none", frameRate: nil, time: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"survey","key":"a"}"#, more: #""mode":"roaming","#, camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until("the trouble") { $0.step?.word == "attract" && !$0.troubles.isEmpty }
            #expect(await refusal(of: .next, engine) == nil)
        }
    }
}

extension Rig {
    /// Two test pictures, as files.
    func givePictures(to folder: String) async throws {
        let camera = FolderCamera(testPictures: nil)
        await camera.start()
        for path in [folder, path + "/shot"] { try makeFolder(path) }
        for number in 1...2 {
            let path = folder + "/\(number).jpg"
            _ = try await camera.capture(ShotRequest(folder: self.path + "/shot") { try $0.move(to: path) })
        }
        await camera.close()
    }
}
