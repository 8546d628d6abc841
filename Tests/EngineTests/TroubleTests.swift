import Capture
import Foundation
import Glibc
import PrintOut
import Rigs
import Testing

@testable import Engine
@testable import Sessions

/// What goes wrong: the guest is told kindly, what can go on goes on, the operator sees why.
@Suite(.ahead) struct TroubleTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test func aCameraThatFailsOnceIsTriedAgain() async throws {
        let camera = FolderCamera(
            testPictures: nil, script: [.picture, .fault(.outOfFocus), .unplugged(.milliseconds(100))],
            time: rig.time.source)
        let engine = try rig.engine(#"{"step":"capture","interval":0}"#, camera: camera, sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.captures.count == 2)
        #expect(engine.view.now.troubles.isEmpty)
    }

    @Test func aCameraThatStaysAwayLetsTheGuestGo() async throws {
        let camera = FolderCamera(
            testPictures: nil, script: [.picture, .unplugged(.seconds(60))], time: rig.time.source)
        let engine = try rig.engine(
            #"{"step":"capture","interval":0,"timeout":1}"#, camera: camera, sessions: 1)
        let log = engine.log()
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .restart && session.captures.count == 1)
        #expect(session.renditions.map(\.state) == [.cancelled])
        #expect(session.steps[0].result?.contains("the camera did not come back") == true)
        var lines: [String] = []
        for await line in log { lines.append(line) }
        #expect(lines.contains { $0.contains("the camera did not come back") }, "\(lines)")
    }

    @Test func theGuestReadsKindWordsAndTheOperatorARemedy() async throws {
        let camera = FolderCamera(testPictures: nil, script: [.unplugged(.seconds(2))], time: rig.time.source)
        try await rig.open(rig.engine(#"{"step":"attract"},{"step":"capture"}"#, camera: camera)) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let state = try await engine.until("trouble") { $0.troubles.contains { $0.about == .picture } }
            let trouble = try #require(state.troubles.first { $0.about == .picture })
            #expect(trouble.guest == "The camera needs a moment. Please wait.")
            #expect(trouble.remedy.contains("check cable and power"))
        }
    }

    @Test func belowTheReserveNoSessionBegins() async throws {
        let engine = try rig.engine(reserve: 900_000_000)
        try await rig.open(engine) { engine in
            let state = try await engine.until("trouble") { $0.troubles.contains { $0.about == .disk } }
            #expect(state.session == nil)
            #expect(try #require(state.troubles.first { $0.about == .disk }).remedy.contains("are kept in reserve"))
            // Also then it can be stopped.
            #expect(try await engine.perform(.stop).phase == .stopped)
        }
        #expect(try await engine.all().isEmpty)
    }

    @Test func aPrinterThatIsAwayGetsItsPrintsLater() async throws {
        let printer = FlakyPrinter(try FilePrinter(folder: rig.printed))
        let engine = try rig.engine(sessions: 1) { $0.printers = [printer] }
        let running = Task { try await engine.run() }
        let state = try await engine.until("trouble") { state in state.troubles.contains { $0.about == .printer } }
        #expect(state.troubles.first { $0.about == .printer }?.guest?.isEmpty == false)
        try await rig.tick(engine, until: "the session goes on") { $0.figures.completed == 1 }
        #expect(rig.names("printed").isEmpty)
        printer.comeBack()
        try await rig.time.passing { try await running.value }
        #expect(rig.names("printed").count == 1)
        let session = try #require(try await engine.all().first)
        #expect(session.endReason == .completed && session.outbox.map(\.state) == [.done])
    }

    /// Stopped or killed while a print was under way: the next launch looks it up and prints it once.
    @Test func whatWasUnderWayIsPrintedOnceAfterTheNextLaunch() async throws {
        let printer = FlakyPrinter(try FilePrinter(folder: rig.printed))
        let first = try rig.engine { $0.printers = [printer] }
        try await rig.open(first) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the end") { $0.figures.completed == 1 }
        }
        #expect(rig.names("printed").isEmpty)
        printer.comeBack()
        let second = try rig.engine { $0.printers = [printer] }
        try await rig.open(second) { engine in
            try await rig.tick(engine, until: "the print") { $0.figures.printed == 1 }
        }
        #expect(rig.names("printed").count == 1)
    }

    /// A guest's picture does not survive in the ledger of prints.
    @Test func aDeletedSessionLeavesNoPrintBehind() async throws {
        let printer = FlakyPrinter(try FilePrinter(folder: rig.printed))
        printer.comeBack()
        let engine = try rig.engine(sessions: 2) { $0.printers = [printer] }
        try await rig.play(engine)
        #expect(rig.names("event/Prints").filter { $0.hasSuffix(".json") }.count == 2)
        #expect(rig.names("printed").map { $0.prefix(13) } == ["000001-print-", "000002-print-"])
        let session = try await engine.record.session(number: 1)
        try await engine.record.delete(session.id)
        #expect(rig.names("event/Prints").filter { $0.contains(session.outbox[0].key) }.isEmpty)
        #expect(rig.names("printed").map { $0.prefix(13) } == ["000002-print-"])
        #expect(rig.names("event/Prints").filter { $0.hasSuffix(".json") }.count == 1)
    }

    /// The ledger drops a picture when it is printed, and the check would take prints for lost pictures.
    @Test func prints_go_to_no_folder_in_which_the_event_keeps_its_own_files() throws {
        _ = try rig.engine()
        for name in ["Prints", "FinalPhoto"] {
            let printer = try FilePrinter(folder: rig.folder.path + "/" + name)
            #expect {
                try rig.engine { $0.printers = [printer] }
            } throws: {
                "\($0)".contains("the event keeps its own files in that folder")
            }
        }
    }

    @Test func theLastOneIsPrintedOnceMore() async throws {
        let engine = try rig.engine()
        let log = engine.log()
        try await rig.open(engine) { engine in
            await #expect(throws: Refusal.self) { try await engine.perform(.printLast) }
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the first print") { $0.figures.printed == 1 && $0.last != nil }
            try await engine.perform(.printLast)
            try await rig.tick(engine, until: "the second print") { $0.figures.printed == 2 }
        }
        // Asked for, and no more than that, until it is printed.
        var lines: [String] = []
        for await line in log { lines.append(line) }
        #expect(lines.contains("session #1: one more print is asked for"), "\(lines)")
        let files = rig.names("printed")
        #expect(files.count == 2)
        // Composed again from the captures, to the byte.
        let pictures = try files.map { try Data(contentsOf: URL(filePath: rig.printed + "/" + $0)) }
        #expect(pictures[0] == pictures[1])
    }

    /// Also of an event that was held before the booth was opened.
    @Test func theLastOneOfAnEarlierLaunchIsPrintedToo() async throws {
        try await rig.play(rig.engine(sessions: 1))
        try await rig.open(rig.engine()) { engine in
            try await engine.until("the last one") { $0.last?.number == 1 }
            try await engine.perform(.printLast)
            try await rig.tick(engine, until: "the print") { $0.figures.printed == 1 }
        }
        #expect(rig.names("printed").count == 2)
    }

    @Test func aSecondPrinterHelpsOut() async throws {
        let away = FlakyPrinter(try FilePrinter(folder: rig.path + "/away"))
        let engine = try rig.engine(sessions: 1) { $0.printers.insert(away, at: 0) }
        try await rig.play(engine)
        #expect(rig.names("printed").count == 1)
        #expect(engine.view.now.troubles.isEmpty)
    }

    /// The guest was told that the picture is safe: then it is, whatever becomes of the session meanwhile.
    @Test func aPictureThatTheRecordCannotTakeIsKeptWhenItCanAgain() async throws {
        let engine = try rig.engine()
        // As a disk does that has room for the picture and none for its row.
        let disk = try Database(path: rig.folder.database, create: false)
        try disk.execute("CREATE TRIGGER full BEFORE INSERT ON capture BEGIN SELECT RAISE(ABORT, 'no room'); END")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.pass(engine, until: "trouble") { $0.troubles.contains { $0.about == .picture } }
            let view = engine.view.now
            #expect(view.troubles.first { $0.about == .picture }?.guest?.contains("Your picture is safe") == true)
            let id = try #require(view.session?.id)
            try await engine.perform(.stop)
            #expect(engine.view.now.troubles.contains { $0.about == .picture })
            try disk.execute("DROP TRIGGER full")
            try await rig.tick(engine, until: "recovered") { !$0.troubles.contains { $0.about == .picture } }
            #expect(try await engine.record.session(id).captures.count == 1)
        }
        #expect(try await engine.record.check() == [])
    }

    /// No guest is promised a print that there will not be.
    @Test func noMorePrintsAreOfferedThanThereAre() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"print","most":4},{"step":"print"},{"step":"share"}"#,
            more: #""limits":{"event":3},"#)
        try await rig.open(engine) { engine in
            let state = try await engine.until("the offer") { $0.step?.asks == true }
            #expect(state.step?.choices == ["0", "1", "2", "3"])
            await #expect(throws: Refusal.self) { try await engine.perform(.answer("4")) }
            try await engine.perform(.answer("3"))
            try await engine.until(step: "share")
            let trouble = try #require(engine.view.now.troubles.first { $0.about == .print })
            #expect(
                trouble.guest?.contains("no more prints") == true && trouble.remedy.contains("limits in workflow.json"))
            try await rig.tick(engine, until: "the prints") { $0.figures.printed == 3 }
            // An operator may go beyond.
            try await engine.perform(.printLast)
            try await rig.tick(engine, until: "one more") { $0.figures.printed == 4 }
        }
        let session = try #require(try await engine.all().first)
        #expect(session.steps.prefix(3).map(\.result) == ["done", "3", "none left"])
    }

    @Test func nobodyGetsMoreCopiesThanTheLimitsHave() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"print","copies":2}"#, more: #""limits":{"session":1},"#,
            sessions: 1)
        try await rig.play(engine)
        let session = try #require(try await engine.all().first)
        #expect(session.outbox.map(\.state) == [.done] && rig.names("printed").count == 1)
        #expect(engine.view.now.troubles.isEmpty)
    }

    /// The printer's own limits, while it cannot be asked: a print that was taken back is told.
    @Test func aLimitThatWasNotKnownInTimeIsTold() async throws {
        try rig.put(
            #"{"models":["file"],"papers":{"card":{"media":"300x400"}},"limits":{"session":1}}"#,
            at: "printers/file.json")
        let printer = FlakyPrinter(try FilePrinter(folder: rig.printed))
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"print","copies":2},{"step":"share"}"#
        ) { $0.printers = [printer] }
        try await rig.open(engine) { engine in
            try await engine.until(step: "share")
            printer.comeBack()
            try await rig.tick(engine, until: "the refusal") { state in
                state.troubles.contains { $0.remedy.contains("has had its prints") }
            }
        }
        let session = try #require(try await engine.all().first)
        #expect(session.outbox.map(\.state) == [.dead] && rig.names("printed").count == 1)
        #expect(session.outbox[0].reason?.hasSuffix("1 allowed; booth outbox retry prints it all the same") == true)
    }

    @Test func anAIThatIsNotThereIsPassedOver() async throws {
        let engine = try rig.engine(
            #"{"step":"capture","interval":0},{"step":"ai","destination":"dreams"},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "share")
            let trouble = try #require(engine.view.now.troubles.first { $0.about == .ai })
            #expect(trouble.guest?.contains("your pictures are fine") == true && trouble.remedy.contains("dreams"))
            try await engine.perform(.next)
            // The next guest is not told of it before it happens again.
            try await engine.until("the end") { state in
                state.figures.completed == 1 && !state.troubles.contains { $0.about == .ai }
            }
        }
        let session = try #require(try await engine.all().first { $0.endReason == .completed })
        #expect(session.steps[1].result == "unreachable")
    }

    @Test func anAIThatAnswersIsWaitedForAndALateOneIsDropped() async throws {
        let (answers, gate) = AsyncStream.makeStream(of: Void.self)
        let engine = try rig.engine(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"ai","destination":"dreams","timeout":9},"#
                + #"{"step":"ai","destination":"slow","timeout":2},{"step":"share"}"#
        ) { options in
            options.transports[.ai] = { item in
                if item.destination == "slow" { for await _ in answers {} }
                return .done(remote: nil)
            }
        }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the slow one") { $0.step?.index == 3 }
            try await rig.tick(engine, until: "the next step") { $0.step?.word == "share" }
            #expect(engine.view.now.troubles.contains { $0.remedy == "slow did not answer in time" })
            try await engine.perform(.next)
            try await engine.until("the end") { $0.figures.completed == 1 }
            gate.finish()
        }
        let session = try #require(try await engine.all().first { $0.endReason == .completed })
        #expect(session.steps.map(\.result) == ["done", "done", "done", "no answer", "done"])
        #expect(session.outbox.map(\.state) == [.done, .cancelled])
    }
}
