import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct DeleteTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    @Test func `A dry run lists all that goes`() async throws {
        try await desk.found()
        try await desk.hold(2)
        try desk.put("x", at: "party/Quarantine/Captures/000001-9-00000000.jpg")
        let dry = await desk.booth("sessions", "delete", "party", "1", "--dry-run")
        let files = desk.names("party/Captures").filter { $0.hasPrefix("000001") }.map { "Captures/" + $0 }
        #expect(dry.status == 0 && dry.out.hasPrefix("#1  would go: 3 files, 1 link\n"), "\(dry)")
        for file in files + ["Quarantine/Captures/000001-9-00000000.jpg"] {
            #expect(dry.out.contains("    \(file)\n"), "\(dry)")
        }
        #expect(desk.isThere("party/" + files[0]))
        #expect(await desk.booth("sessions", "delete", "party", "1").out.hasPrefix("#1  deleted: 3 files"))
        #expect(!desk.isThere("party/" + files[0]))
        #expect(desk.names("party/Captures").count == 1, "the other guest's stay")
    }

    @Test(arguments: [("y\n", true), ("n\n", false), ("\n", false), ("YES\n", true)])
    func `Somebody at a terminal is asked`(answer: String, goes: Bool) async throws {
        try await desk.found()
        try await desk.hold(1)
        let terminal = try ProgramInTerminal(
            Programs.folder + "/booth", ["sessions", "delete", "party", "1"], in: desk.path, columns: 100, rows: 20)
        func text(_ terminal: ProgramInTerminal) -> String { terminal.screen.text }
        #expect(await terminal.until { text($0).contains("Delete 1 session with 2 files for good? [y/N]") })
        terminal.type(answer)
        #expect(await terminal.until { !$0.isRunning })
        #expect(text(terminal).contains("nothing was deleted") != goes, "\(text(terminal))")
        #expect(desk.names("party/Captures").isEmpty == goes)
    }

    @Test func `Errors of one command name their sessions`() async throws {
        try await desk.found()
        try await desk.hold(3)
        let record = try EventRecord(desk.event)
        for number in 1...3 {
            let session = try await record.session(number: number)
            for path in session.renditions.compactMap(\.path) {
                _ = try await record.delete(items: [path], of: session.id)
            }
        }
        let failed = await desk.booth(
            "sessions", "reprint", "party", "all", "--queue", "file:" + desk.path + "/printed")
        #expect(failed.status == 1)
        for number in 1...3 {
            #expect(failed.said.contains("booth: #\(number): has no FinalPhoto to print"), "\(failed)")
        }
    }

    @Test func `Only those that somebody should look at can be chosen`() async throws {
        try await desk.found()
        try await desk.hold(2)
        #expect(await desk.booth("sessions", "list", "party", "--attention").out.isEmpty)
        try desk.put("x", at: "party/Quarantine/Captures/000002-9-00000000.jpg")
        #expect(await desk.booth("sessions", "list", "party", "--attention").out.hasPrefix("#2  "))
        let dry = await desk.booth("sessions", "delete", "party", "--attention", "--dry-run")
        #expect(dry.out.hasPrefix("#2  would go: ") && !dry.out.contains("#1"), "\(dry)")
    }
}
