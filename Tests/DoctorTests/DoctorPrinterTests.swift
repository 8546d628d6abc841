import Checks
import Doctor
import Foundation
import PrintOut
import Rigs
import Sessions
import Testing

/// What is said about printers and their papers.
@Suite struct DoctorPrinterTests {
    @Test func `No printer is no failure, unless the workflow prints`() async throws {
        let event = try await DoctorEvent()
        #expect(try await event.examine().says("printer", .ok, "none; this event does not print"))
        try event.prints()
        let findings = try await event.examine()
        #expect(findings.says("printer", .failure, "the workflow has a print step"))
        #expect(findings.tells("printer", to: "--printer QUEUE"))
        #expect(try await event.examine { _ throws(PrintError) in [] }.says("printer", .ok, "none, as was asked"))
    }

    @Test func `A folder of the event's own files is no printer`() async throws {
        let event = try await DoctorEvent()
        let printer = try FilePrinter(folder: event.folder.path + "/FinalPhoto")
        let findings = try await event.examine(printers: printer)
        #expect(findings.says("printer", .failure, "the event keeps its own files in that folder"))
    }

    @Test(
        arguments: [
            (PrinterCondition(state: .idle, model: "file"), Finding.Grade.ok, "sick: idle", String?.none),
            (
                .init(state: .stopped, message: "paper jam", model: "file"), .failure, "stopped (paper jam)",
                "resume sick"
            ),
            (
                .init(state: .stopped, reasons: ["media-empty-error"], message: "put some in", model: "file"), .failure,
                "stopped (out of paper: put some in)", "resume sick"
            ),
            (
                .init(state: .idle, isAccepting: false, message: "closed", model: "file"), .failure, "(closed)",
                "cupsaccept sick"
            ),
            (
                .init(state: .processing, reasons: ["cover-open"], model: "file"), .failure, "a cover is open",
                "at the printer"
            ),
            (
                .init(state: .idle, reasons: ["media-jam-warning"], model: "file"), .warning,
                "last it said: paper is jammed",
                "look at the printer"
            ),
            (
                .init(state: .idle, reasons: ["media-low-report"], model: "file"), .warning, "media-low",
                "look at the printer"
            ),
            (.init(state: .idle, model: "file", jobs: 2), .warning, "2 jobs under way", "cancel sick --all"),
            (nil, .failure, "print server station:631: unreachable", "check the network"),
        ] as [(PrinterCondition?, Finding.Grade, String, String?)])
    func `How the printer is, is told in words`(
        condition: PrinterCondition?, grade: Finding.Grade, found: String, remedy: String?
    ) async throws {
        let findings = try await DoctorEvent().examine(printers: SickPrinter(condition))
        #expect(findings.says("printer", grade, found))
        #expect(remedy.map { findings.tells("printer", to: $0) } ?? (findings.grade("printer") == .ok))
    }

    @Test(arguments: [(0, Finding.Grade.failure), (40, .warning), (400, .ok), (nil, .ok)] as [(Int?, Finding.Grade)])
    func `Prints that are left are counted`(left: Int?, grade: Finding.Grade) async throws {
        let condition = PrinterCondition(state: .idle, model: "file", printsLeft: left)
        let findings = try await DoctorEvent().examine(printers: SickPrinter(condition))
        #expect(findings.grade("prints left") == grade)
        #expect(findings.of("prints left")[0].found.hasPrefix(left.map { $0 == 0 ? "none" : "\($0)" } ?? "not told"))
    }

    @Test func `A roll that was counted by hand counts where the driver does not`() async throws {
        let event = try await DoctorEvent()
        try event.put(
            #"{ "papers": { "4x6": { "media": "any" } }, "roll": { "prints": 40, "loadedAt": 1 } }"#,
            at: "own/sick.json")
        let findings = try await event.examine(profiles: [event.folder.path + "/own"]) { _ throws(PrintError) in
            [SickPrinter(PrinterCondition(state: .idle, model: "any"))]
        }
        #expect(findings.says("prints left", .warning, "40") && findings.tells("prints left", to: "--new-roll"))
    }

    @Test(arguments: [
        // width, height, bleed of the layout's 4x6: the sheet of a folder has 1240x1844 pixels, 1200x1800 after the cut.
        (1200, 1800, 24, 36, Finding.Grade.ok, "1240x1844 pixels: cut from the layout's 1248x1872"),
        (1200, 1800, 20, 22, .ok, "exactly the layout's canvas"),
        (1200, 1800, 0, 0, .warning, "the layout's 1200x1800 ends before it; edges are mirrored by up to 22 pixels"),
        (1800, 1200, 36, 24, .ok, "cut from the layout's 1248x1872"),
        (1800, 2400, 24, 24, .failure, "the layout's canvas of 1848x2448 was made for another sheet"),
    ])
    func `How the layout comes onto the sheet is said in pixels`(
        width: Int, height: Int, across: Int, down: Int, grade: Finding.Grade, found: String
    ) async throws {
        let event = try await DoctorEvent()
        try event.prints()
        let bleed = #""bleed": { "x": \#(across), "y": \#(down) }"#
        try event.layout("card", "", paper: #"{ "name": "4x6", "width": \#(width), "height": \#(height), \#(bleed) }"#)
        let printer = try FilePrinter(folder: event.folder.path + "/prints", makesFolder: false)
        let findings = try await event.examine(printers: printer)
        #expect(findings.grade("paper 4x6") == grade && findings.says("paper 4x6", grade, found))
        #expect(findings.says("printer", .ok, "a folder that the booth makes"))
        #expect(!FileManager.default.fileExists(atPath: event.folder.path + "/prints"))
    }

    @Test func `A paper that the profile does not know fails for the layout of sessions, and warns for others`()
        async throws
    {
        let event = try await DoctorEvent { $0.layouts = ["odd", "card"] }
        try event.layout("odd", "", paper: #"{ "name": "9x9", "width": 900, "height": 900 }"#)
        let printer = SickPrinter(PrinterCondition(state: .idle, model: "file"))
        // Guests get no prints: only an operator's would fail.
        #expect(try await event.examine(printers: printer).grade("paper 9x9") == .warning)
        try event.prints()
        let findings = try await event.examine(printers: printer)
        #expect(
            findings.says("paper 9x9", .failure, "does not know 9x9, only 2x6") && findings.grade("paper 4x6") == .ok)
        let other = try await DoctorEvent { $0.layouts = ["card", "odd"] }
        try other.layout("odd", "", paper: #"{ "name": "9x9", "width": 900, "height": 900 }"#)
        try other.prints()
        #expect(try await other.examine(printers: printer).grade("paper 9x9") == .warning)
    }

    @Test func `Further printers help out only with the same sheet`() async throws {
        let event = try await DoctorEvent()
        let first = try FilePrinter(folder: event.folder.path)
        let well = PrinterCondition(state: .idle, model: "file")
        let twin = try await event.examine(printers: first, SickPrinter(well))
        #expect(twin.says("printer sick", .ok, "idle"))
        let larger = try await event.examine(printers: first, SickPrinter(well, sheet: (1844, 2436)))
        #expect(larger.says("printer sick", .warning, "its 4x6 is another sheet than that of file:"))
    }

    @Test func `A model without a profile fails with where to write one`() async throws {
        let event = try await DoctorEvent()
        try event.prints()
        let findings = try await event.examine(printers: SickPrinter(.init(state: .idle, model: "Unheard Of 1")))
        #expect(findings.says("paper 4x6", .failure, "is for \"Unheard Of 1\""))
        #expect(findings.tells("paper 4x6", to: "sick.json, see printers/README.md"))
        let away = try await event.examine(profiles: ["/nowhere/printers"]) { _ throws(PrintError) in
            [SickPrinter(.init(state: .idle, model: "file"))]
        }
        #expect(away.says("paper 4x6", .failure, "no printer profile in /nowhere/printers is for \"file\""))
        #expect(away.tells("paper 4x6", to: "run booth in its checkout"))
    }
}

/// The same with a real print server.
@Suite(.enabled(if: Station.isThere, "no print server for the tests")) struct DoctorQueueTests {
    private func examine(_ queue: String, paper: String = "4x6") async throws -> [Finding] {
        let event = try await DoctorEvent()
        try event.prints()
        try event.layout(
            "card", "", paper: #"{ "name": "\#(paper)", "width": 1200, "height": 1800, "bleed": { "x": 24, "y": 36 } }"#
        )
        let server = PrintServer(host: "127.0.0.1", port: try Station.shared.get().port)
        return try await event.examine { _ throws(PrintError) in
            [try CupsPrinter(queue: queue, server: server)]
        }
    }

    @Test(arguments: [
        ("rx1", "printer", Finding.Grade.ok, "rx1: idle, Dai Nippon Printing DSRX1"),
        ("rx1", "paper 4x6", .ok, "w288h432, 1240x1844 pixels: cut from the layout's 1248x1872"),
        ("d70", "paper 4x6", .ok, "w288h432, 1228x1864 pixels"),
        ("pool", "printer ds40", .ok, "ds40: idle"),
        ("stopped", "printer", .failure, "queue stopped: stopped (paper jam)"),
        ("rejecting", "printer", .failure, "queue rejecting: takes no prints (closed for the night)"),
        ("nowhere", "printer", .failure, "queue nowhere: there is no such queue"),
    ])
    func `Queues are judged`(queue: String, check: String, grade: Finding.Grade, found: String) async throws {
        let findings = try await examine(queue)
        #expect(findings.says(check, grade, found))
        if queue == "nowhere" { #expect(findings.tells("printer", to: "rx1")) }
    }

    @Test func `A sheet that the driver does not have fails`() async throws {
        let findings = try await examine("rx1", paper: "6x9")
        #expect(findings.says("paper 6x9", .failure, "does not know 6x9"))
    }
}
