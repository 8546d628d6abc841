import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct EventListTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    @Test func `Events are listed from the folders below`() async throws {
        try await desk.found("--date", "14 June 2026")
        #expect(await desk.booth("event", "new", "2026/other", "--name", "Other").status == 0)
        let listed = await desk.booth("event", "list")
        #expect(listed.status == 0 && listed.out.split(separator: "\n").count == 2, "\(listed)")
        #expect(listed.out.contains("party  Emma & Noah  14 June 2026  0 sessions\n"), "\(listed)")
        let rows = try json(await desk.booth("event", "list", "2026", "--json")).rows
        #expect(rows.map { $0[member: "path"]?.text } == ["2026/other"] && rows[0][member: "running"] == false)
        #expect(await desk.booth("event", "list", "party").out.contains("Emma & Noah"))
    }

    @Test func `What is no event, or a damaged one, is told`() async throws {
        let none = await desk.booth("event", "list")
        #expect(none.status == 0 && none.out.isEmpty && none.said.contains("no event is in it"), "\(none)")
        let missing = await desk.booth("event", "list", "nowhere")
        #expect(missing.status == 66 && missing.said.contains("nowhere: no such file or folder"), "\(missing)")
        try desk.put("{", at: "party/event.json")
        let damaged = await desk.booth("event", "list")
        #expect(damaged.status == 1 && damaged.out.hasPrefix("party  line 1, column"), "\(damaged)")
    }

    @Test(arguments: [
        (["event", "lst"], "booth event: \"lst\": unknown; did you mean list?"),
        (["evnt"], "\"evnt\": unknown; did you mean event?"),
        (["list"], "\"list\": unknown; did you mean booth event list?"),
        (["sessions", "new"], "booth sessions: \"new\": unknown; did you mean booth event new?"),
        (["outbox", "frobnicate"], "booth outbox: \"frobnicate\": unknown; there are list, retry"),
    ])
    func `A wrong verb is named, with what may have been meant`(words: [String], said: String) async throws {
        let refused = words.count == 1 ? await desk.booth(words[0]) : await desk.booth(words[0], words[1])
        #expect(refused.status == 64 && refused.out.isEmpty && refused.said.contains(said), "\(refused)")
    }
}
