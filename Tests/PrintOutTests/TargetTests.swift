import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import PrintOut

/// Prints of which the sheet is asked for later, and several printers.
@Suite(.passingTime) struct TargetTests {
    private func library(_ queues: String...) throws -> ProfileLibrary {
        let library = ProfileLibrary(folders: [Scratch.folder()])
        var profile = PrinterProfile(name: "fake", papers: [:])
        profile.papers["4x6"] = PrinterProfile.Paper(media: ["w288h432"], trimWidth: 1200, trimHeight: 1800)
        for queue in queues { _ = try library.keep(profile, for: queue) }
        return library
    }

    private func picture(_ width: Int, _ height: Int) throws -> [UInt8] {
        try PrintRaster.picture(at: Scratch.jpegFile(width: width, height: height))
    }

    @Test func a_picture_is_taken_on_while_the_server_is_away_and_made_to_fit_when_it_is_back() async throws {
        let (desk, printer, id) = (try Scratch.desk(), FakePrinter(), PrintID.random())
        printer.script.withLock { $0.isAway = true }
        let target = PrintTarget(printer, paper: "4x6", in: try library("fake"))
        let order = PrintOrder(id: id, picture: try picture(1200, 1800))
        let taken = try await desk.accept(order, for: target)
        #expect(taken.state == .waiting && taken.paper == "4x6" && taken.media == nil)
        await #expect(throws: PrintError.serverAway(server: "fake", reason: "Host is down")) {
            _ = try await desk.follow(id, on: [target], deadline: 0.3)
        }
        printer.script.withLock { $0.isAway = false }
        // As after a restart, from the record alone.
        let waiting = try #require(try await desk.unfinished().first)
        let record = try await desk.follow(id, on: [waiting.target(on: printer, in: try library("fake"))])
        #expect(record.state == .printed && record.media == "w288h432")
        let sent = try Pixels(jpeg: try #require(printer.log.documents.first))
        #expect((sent.width, sent.height) == (1240, 1844))
    }

    @Test func what_waited_is_sent_in_the_order_in_which_it_was_taken_on() async throws {
        let (desk, printer) = (try Scratch.desk(), FakePrinter())
        printer.script.withLock { $0.isAway = true }
        let (target, bytes) = (PrintTarget(printer, paper: "4x6", in: try library("fake")), try picture(1200, 1800))
        let ids = try ["c", "a", "b"].map { try PrintID($0) }
        for (number, id) in ids.enumerated() {
            let order = number == 1 ? PrintOrder(id: id, document: bytes) : PrintOrder(id: id, picture: bytes)
            _ = try await desk.accept(order, for: number == 1 ? PrintTarget(printer.destination) : target)
        }
        printer.script.withLock { $0.isAway = false }
        let library = try library("fake")
        let sent = try await desk.sendWaiting(queue: "fake") { $0.target(on: printer, in: library) }
        #expect(sent == 3 && printer.log.submitted == ids)
        await #expect(throws: PrintError.notUnderWay(id: "z", queue: "fake")) {
            _ = try await desk.cancel(PrintID("z"), on: printer)
        }
    }

    /// Each print is taken on by a program of its own, while the server is away.
    @Test func `The order holds when the clock is set back between two programs`() async throws {
        let (folder, printer, time) = (Scratch.folder(), FakePrinter(), try #require(ManualTime.current))
        let (library, bytes) = (try library("fake"), try picture(1200, 1800))
        printer.script.withLock { $0.isAway = true }
        let ids = try ["c", "a", "b"].map { try PrintID($0) }
        for id in ids {
            let desk = PrintDesk(ledger: try .folder(folder), time: .ofTest)
            let target = PrintTarget(printer, paper: "4x6", in: library)
            _ = try await desk.accept(PrintOrder(id: id, picture: bytes), for: target)
            time.setWall(time.wall - 7_200_000)
        }
        printer.script.withLock { $0.isAway = false }
        let desk = PrintDesk(ledger: try .folder(folder), time: .ofTest)
        _ = try await desk.sendWaiting(queue: "fake") { $0.target(on: printer, in: library) }
        #expect(printer.log.submitted == ids)
    }

    @Test(arguments: [-7_200_000, 0, 7_200_000]) func `What is left on a roll is no matter of the clock`(
        jump: Int
    ) async throws {
        let (desk, printer, time) = (try Scratch.desk(), FakePrinter(), try #require(ManualTime.current))
        let (library, bytes) = (try library("fake"), try picture(1200, 1800))
        func load(_ prints: Int) throws {
            var profile = try #require(try library.profile(named: "fake"))
            profile.roll = PrinterProfile.Roll(prints: prints, at: .ofTest)
            _ = try library.keep(profile, for: "fake")
        }
        func printed(_ count: Int) async throws -> Int? {
            for _ in 0..<count {
                let (id, target) = (PrintID.random(), PrintTarget(printer, paper: "4x6", in: library))
                _ = try await desk.accept(PrintOrder(id: id, picture: bytes), for: target)
                _ = try await desk.follow(id, on: [PrintTarget(target.sheet())])
            }
            let roll = try #require(try library.profile(named: "fake")).roll
            return roll?.left(on: "fake", after: try await desk.records())
        }
        try load(10)
        #expect(try await printed(3) == 7)
        time.setWall(time.wall + jump)
        try load(10)
        #expect(try await printed(2) == 8)
        time.setWall(time.wall - jump)
        #expect(try await printed(1) == 7)
        // One that an earlier version has loaded goes by the clock, as it did.
        let former = PrinterProfile.Roll(prints: 10, loadedAt: 0)
        #expect(former.left(on: "fake", after: try await desk.records()) == 4)
    }

    @Test("an exact picture that turns out to be of the wrong size is refused when the media are known")
    func wrongSize() async throws {
        let (desk, printer, id) = (try Scratch.desk(), FakePrinter(), PrintID.random())
        let target = PrintTarget(printer, media: "w288h432")
        _ = try await desk.accept(PrintOrder(id: id, picture: try picture(1200, 1800)), for: target)
        await #expect(
            throws: PrintError.wrongSize(
                path: "print \(id)", found: "1200x1800", needed: "1240x1844", media: "w288h432")
        ) { _ = try await desk.follow(id, on: [target]) }
        #expect(printer.log.submitted.isEmpty)
        #expect(try desk.ledger.record(id)?.state.word == "failed")
    }

    @Test func the_printer_that_has_the_paper_gets_it() async throws {
        let (desk, first, second) = (try Scratch.desk(), FakePrinter("first"), FakePrinter("second"))
        first.script.withLock { $0.medium = nil }
        let library = try library("first", "second")
        let both = [first, second].map { PrintTarget($0, paper: "4x6", in: library) }
        let id = PrintID.random()
        _ = try await desk.accept(PrintOrder(id: id, picture: try picture(1240, 1844)), for: both[0])
        let record = try await desk.follow(id, on: both)
        #expect(record.queue == "second" && first.log.submitted.isEmpty)
        await #expect(throws: PrintError.unknownMedia("w288h432", queue: "first", known: ["other"])) {
            let other = PrintID.random()
            _ = try await desk.accept(PrintOrder(id: other, picture: try picture(1240, 1844)), for: both[0])
            _ = try await desk.follow(other, on: [both[0]])
        }
    }

    @Test("a picture takes over a printer of another sheet, a raster does not", arguments: [true, false])
    func otherSheet(isPicture: Bool) async throws {
        let (desk, first, second) = (try Scratch.desk(), FakePrinter("first"), FakePrinter("second"))
        first.script.withLock { $0.condition = PrinterCondition(state: .stopped, message: "jam") }
        second.script.withLock { $0.medium = Medium(keyword: "w288h432", width: 1228, height: 1864, dpi: 300) }
        let library = try library("first", "second")
        let both = [first, second].map { PrintTarget($0, paper: "4x6", in: library) }
        let (id, bytes) = (PrintID.random(), try picture(1240, 1844))
        if isPicture {
            _ = try await desk.accept(PrintOrder(id: id, picture: bytes), for: both[0])
            _ = try await desk.follow(id, on: both)
            let sent = try Pixels(jpeg: try #require(second.log.documents.first))
            #expect((sent.width, sent.height) == (1228, 1864))
        } else {
            _ = try await desk.accept(PrintOrder(id: id, document: bytes), for: try await both[0].sheet().destination)
            await #expect(throws: PrintError.stopped(queue: "first", reason: "jam")) {
                _ = try await desk.follow(id, on: both, deadline: 0.3)
            }
            #expect(second.log.submitted.isEmpty)
        }
    }

    @Test func nothing_waits_for_a_print_that_is_slow_to_be_sent() async throws {
        let (desk, printer) = (try Scratch.desk(limits: PrintLimits(session: 9)), FakePrinter())
        printer.script.withLock { $0.slowness = 3 }
        let slow = Task { try await desk.print(.random(), [1], to: printer.destination) }
        while try await desk.unfinished().first?.state != .sending {
            try await TimeSource.ofTest.sleep(for: .milliseconds(10))
        }
        let other = PrintID.random()
        _ = try await desk.accept(PrintOrder(id: other, document: [1]), for: printer.destination)
        _ = try await desk.cancel(other, on: printer)
        // Whoever asks for the slow one waits, and neither sends it again nor gives it up.
        let id = try #require(try await desk.unfinished().first).id
        let again = try await desk.follow(id, to: [printer.destination])
        #expect(again.state == .printed && printer.log.submitted == [id])
        _ = try await slow.value
    }
}
