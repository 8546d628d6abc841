import Actions
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// A disk that is full while an operator does something. It is a small one of the test's own, which only root can mount.
@Suite(.enabled(if: SmallDisk.canBeMounted, "\(SmallDisk.needsRoot)"))
struct FullDiskTests {
    @Test func `Nothing is half-done, the answer says why, and it works when there is room`() async throws {
        let disk = try SmallDisk(megabytes: 16)
        defer { withExtendedLifetime(disk) {} }
        let event = try await ServedEvent(sessions: 2, at: disk.path)
        let before = try await event.site.record.session(number: 1)
        let names = event.names("FinalPhoto")
        disk.fill()
        for (address, body) in [
            ("/api/sessions/1/share", [:]), ("/api/sessions/1/delete", [:]),
            ("/api/sessions/1/delete", ["item": [.string(before.captures[0].path)]]),
        ] as [(String, JSONValue)] {
            let answer = await event.ask(.post, address, body)
            #expect(answer.status == 507 && !answer.error.isEmpty, "\(address): \(answer)")
        }
        let made = await event.ask(.post, "/api/sessions/2/rerun", ["effect": ["sepia"]])
        let job = try await event.ended(made)
        #expect(job[member: "state"] == "failed" && job[member: "error"]?.text?.isEmpty == false, "\(job)")
        let settings = await event.ask(.get, "/api/event")
        let put = await event.ask(.put, "/api/event", settings.json, ifMatch: settings.headers["ETag"])
        #expect(put.status == 507, "\(put)")
        #expect(try await event.site.record.session(number: 1) == before && event.names("FinalPhoto") == names)
        #expect(await event.ask(.get, "/api/event").json == settings.json)
        #expect(event.names("Effects").isEmpty)
        disk.makeRoom()
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 2)
        let shared = await event.ask(.post, "/api/sessions/1/share")
        #expect(shared.status == 200, "\(shared)")
        let again = try await event.ended(event.ask(.post, "/api/sessions/2/rerun", ["effect": ["sepia"]]))
        #expect(again[member: "state"] == "done", "\(again)")
        #expect(try await event.site.record.check() == [])
    }
}
