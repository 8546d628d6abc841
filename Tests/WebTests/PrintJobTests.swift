import Files
import StrictJSON
import Testing

@testable import Sessions
@testable import Web

@Suite struct PrintJobTests {
    @Test func `A job whose prints were given up has failed, and says why`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let capture = try #require(try await event.site.record.session(number: 1).captures.first).path
        try writeDurably([1, 2, 3], to: event.folder.path + "/" + capture)
        let job = try await event.ended(event.ask(.post, "/api/sessions/1/reprint", ["item": .string(capture)]))
        #expect(job[member: "state"] == "failed", "\(job)")
        let rows = job[member: "result"]?.rows ?? []
        #expect(rows.count == 1 && rows[0][member: "state"] == "failed", "\(job)")
        #expect(rows.first?[member: "error"]?.text?.hasPrefix("is not printed: ") == true, "\(job)")
        #expect(try await event.site.record.session(number: 1).outbox.map(\.state) == [.dead])
    }
}
