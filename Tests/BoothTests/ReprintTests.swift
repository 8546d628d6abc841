import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct ReprintTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    /// A picture of the night, and a later one of the same layout in another look.
    private func held() async throws -> (guests: String, other: String) {
        try FileManager.default.copyItem(atPath: Programs.root + "/printers", toPath: desk.path + "/printers")
        try await desk.found()
        try await desk.hold(1)
        let guests = try "FinalPhoto/" + #require(desk.names("party/FinalPhoto").first)
        let rerun = await desk.booth("sessions", "rerun", "party", "1", "--composed", "--effect", "black-and-white")
        #expect(rerun.status == 0, "\(rerun)")
        let other = try "FinalPhoto/" + #require(desk.names("party/FinalPhoto").first { "FinalPhoto/" + $0 != guests })
        return (guests, other)
    }

    @Test func `What the guest got is printed, at once where the printer is`() async throws {
        let (guests, _) = try await held()
        let printer = "file:" + desk.path + "/printed"
        let printed = await desk.booth("sessions", "reprint", "party", "1", "--queue", printer, "--copies", "2")
        #expect(printed.status == 0, "\(printed)")
        #expect(
            printed.out.hasPrefix("#1  \(guests) (without effect, as the guest got it)  item ")
                && printed.out.hasSuffix("2 copies, \(printer): printed\n"), "\(printed)")
        #expect(desk.names("printed").count == 2)
        #expect(await desk.booth("sessions", "list", "party").out.contains("printed"))
    }

    @Test func `Another picture is named with its effect`() async throws {
        let (_, other) = try await held()
        let printed = await desk.booth(
            "sessions", "reprint", "party", "1", "--queue", "file:" + desk.path + "/printed", "--item", other)
        #expect(printed.out.hasPrefix("#1  \(other) (with black-and-white)  item "), "\(printed)")
    }

    @Test func `Where no printer is, it is said when the print comes`() async throws {
        _ = try await held()
        let waits = await desk.booth("sessions", "reprint", "party", "1", "--queue", "nonesuch", "--json")
        let row = try #require(json(waits).rows.first)
        #expect(waits.status == 0 && row[member: "state"] == "pending", "\(waits)")
        #expect(row[member: "outlook"]?.text?.contains("booth run party --printer nonesuch") == true, "\(waits)")
        #expect(row[member: "reason"]?.text?.isEmpty == false)
        let listed = await desk.booth("outbox", "list", "party")
        #expect(listed.out.contains("1 copy") && listed.out.contains("pending"), "\(listed)")
    }

    @Test func `Other prints that wait are not sent along`() async throws {
        _ = try await held()
        let record = try EventRecord(desk.event)
        let id = try await record.session(number: 1).id
        let printer = "file:" + desk.path + "/printed"
        let waiting = try await record.reprint(id, destination: printer)
        #expect(await desk.booth("sessions", "reprint", "party", "1", "--queue", printer).status == 0)
        #expect(desk.names("printed").count == 1)
        #expect(try await record.items([waiting.id]).map(\.state) == [.pending])
    }

    @Test func `A session's page tells effects, and what the guest got`() async throws {
        let (guests, other) = try await held()
        let lines = await desk.booth("sessions", "show", "party", "1").out.split(separator: "\n")
        #expect(
            lines.contains { $0.contains(guests) && $0.hasSuffix("← the guest's") && !$0.contains("with ") }, "\(lines)"
        )
        #expect(lines.contains { $0.contains(other) && $0.hasSuffix("with black-and-white") }, "\(lines)")
        let row = try json(await desk.booth("sessions", "show", "party", "1", "--json"))
        #expect(row[member: "guestsPicture"]?.text == guests)
        let effects = row[member: "renditions"]?.rows.map { $0[member: "effects"] }
        #expect(effects?.contains(["black-and-white"]) == true)
    }
}
