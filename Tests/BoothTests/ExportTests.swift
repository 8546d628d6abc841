import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct ExportTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    @Test func `A file that is there is replaced only by force`() async throws {
        try await desk.found()
        try desk.put("mine", at: "guests.csv")
        let refused = await desk.booth("sessions", "export", "party", "-o", "guests.csv")
        let said = "booth: guests.csv: is there already; name another file, or replace it with --force\n"
        #expect(refused.status == 73 && refused.said == said && refused.out.isEmpty, "\(refused)")
        #expect(try desk.text("guests.csv") == "mine")
        #expect(await desk.booth("sessions", "export", "party", "-o", "guests.csv", "--force").status == 0)
        #expect(try desk.bytes("guests.csv").starts(with: [0xEF, 0xBB, 0xBF]))
    }

    @Test(arguments: [
        (["k.xlsx"], "files of that kind are not written; spreadsheets open k.csv as well"),
        (["K.ODS", "--format", "csv"], "files of that kind are not written; spreadsheets open K.csv"),
        (["k.txt"], ".txt is no format of exports"), (["k.json", "--format", "csv"], "two formats"),
        (["k.csv", "--format", "yaml"], "--format: expected csv or json, found \"yaml\""),
    ])
    func `No file is something else than its name says`(words: [String], said: String) async throws {
        try await desk.found()
        let refused =
            words.count == 1
            ? await desk.booth("sessions", "export", "party", "-o", words[0])
            : await desk.booth("sessions", "export", "party", "-o", words[0], words[1], words[2])
        #expect(refused.status == 64 && refused.said.contains(said), "\(refused)")
        #expect(!desk.isThere(words[0]))
    }

    @Test(arguments: [("night.JSON", "["), ("guests", "\u{FEFF}number"), ("guests.CSV", "\u{FEFF}number")])
    func `The ending of the name chooses the format`(name: String, start: String) async throws {
        try await desk.found()
        #expect(await desk.booth("sessions", "export", "party", "-o", name).status == 0)
        #expect(try desk.bytes(name).starts(with: Array(start.utf8)))
    }
}
