import Actions
import Foundation
import StrictJSON
import Testing

@testable import Sessions
@testable import Web

@Suite struct SessionAPITests {
    @Test func `The list is that of sessions_json, with a thumb`() async throws {
        let event = try await ServedEvent(sessions: 3)
        let list = await event.ask(.get, "/api/sessions?limit=2")
        let rows = list.json[member: "sessions"]?.rows ?? []
        #expect(list.status == 200 && list.json[member: "total"]?.number == 3, "\(list)")
        #expect(rows.map { $0[member: "number"]?.number } == [3, 2])
        let history = try String(contentsOfFile: event.folder.history, encoding: .utf8)
        for row in rows {
            guard case .object(let members) = row else { continue }
            #expect(members.last?.key == "thumb")
            #expect(history.contains(JSONValue.object(members.dropLast()).text()))
            #expect(members.last?.value.text?.hasPrefix("/thumb/FinalPhoto/00000") == true)
        }
        let rest = await event.ask(.get, "/api/sessions?before=2").json
        #expect(rest[member: "sessions"]?.rows.map { $0[member: "number"]?.number } == [1])
        #expect(rest[member: "total"]?.number == 3)
        let one = await event.ask(.get, "/api/sessions/2").json
        #expect(one[member: "number"]?.number == 2 && one[member: "printed"] == false, "\(one)")
        #expect(one[member: "thumb"]?.text == rows[1][member: "thumb"]?.text)
    }

    @Test(arguments: [
        ("limit=0", 400, "?limit=: expected a whole number from 1 to 1000, found \"0\""),
        ("before=x", 400, "?before=: expected a whole number"),
        ("state=open", 400, "?state=: expected active or finished, found \"open\""),
        ("from=yesterday", 400, "?from=: expected a day such as 2026-06-14"),
        ("attention=yes", 400, "?attention=: expected 0 or 1"),
        ("sate=active", 400, "?sate=: unknown key"),
    ])
    func `A query that cannot be is refused`(query: String, status: Int, words: String) async throws {
        let event = try await ServedEvent(sessions: 0)
        let answer = await event.ask(.get, "/api/sessions?\(query)")
        #expect(answer.status == status && answer.error.hasPrefix(words), "\(answer)")
    }

    @Test func `Filters are those of the command`() async throws {
        let event = try await ServedEvent(held: 2)
        func total(_ query: String) async -> Int? {
            await event.ask(.get, "/api/sessions?\(query)").json[member: "total"]?.number
        }
        #expect(await total("state=finished") == 2)
        #expect(await total("state=active") == 0)
        #expect(await total("q=000002-") == 1)
        #expect(await total("effect=sepia") == 0)
        #expect(await total("from=2001-01-01&to=2001-01-02") == 0)
        #expect(await total("attention=1") == 0)
        _ = try await event.ended(event.ask(.post, "/api/sessions/2/rerun", ["effect": ["sepia"], "composed": true]))
        #expect(await total("effect=sepia") == 1)
        let id = try await event.site.record.session(number: 1).id
        try await event.site.record.giveUp(.final, of: id, reason: "x")
        #expect(await total("attention=1") == 0, "there was no place that was waited for")
        try FileManager.default.createDirectory(
            atPath: event.folder.path + "/Quarantine/Captures", withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: event.folder.path + "/Quarantine/Captures/000001-9-00000000.jpg"))
        #expect(await total("attention=1") == 1)
    }

    @Test func `Sharing gives a link, and ends the others when it is to`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let first = await event.ask(.post, "/api/sessions/1/share")
        let token = try #require(first.json[member: "token"]?.text)
        #expect(first.status == 200 && first.json[member: "link"]?.text == "https://photos.example/s/" + token)
        let second = await event.ask(.post, "/api/sessions/1/share", ["revoke": true])
        #expect(second.status == 200 && second.json[member: "token"]?.text != token)
        let shares = try await event.site.record.session(number: 1).shares
        #expect(shares.count == 3 && shares.filter { $0.revoked == nil }.count == 1)
    }

    @Test func `Pictures are made by a job that tells what came of it`() async throws {
        let event = try await ServedEvent(held: 1)
        let answer = await event.ask(.post, "/api/sessions/1/rerun", ["effect": ["sepia"]])
        #expect(answer.status == 202 && answer.json[member: "state"] == "running", "\(answer)")
        let job = try await event.ended(answer)
        #expect(job[member: "state"] == "done" && job[member: "done"]?.number == 1 && job[member: "of"]?.number == 1)
        let row = try #require(job[member: "result"]?.rows.first)
        #expect(row[member: "state"] == "added" && row[member: "number"]?.number == 1, "\(job)")
        #expect(try event.isThere(#require(row[member: "path"]?.text)))
        let again = try await event.ended(event.ask(.post, "/api/sessions/1/rerender", ["force": false]))
        #expect(again[member: "result"]?.rows.first?[member: "state"] == "unchanged", "\(again)")
        #expect(event.names("FinalPhoto").count == 1)
    }

    @Test func `A print comes out, and the job says so`() async throws {
        let event = try await ServedEvent(held: 1)
        let job = try await event.ended(event.ask(.post, "/api/sessions/1/reprint", ["copies": 2]))
        let row = try #require(job[member: "result"]?.rows.first, "\(job)")
        #expect(row[member: "state"] == "done" && row[member: "copies"]?.number == 2, "\(job)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: event.path + "/printed").count == 2)
    }

    @Test func `Deleting says what goes before it does, and leaves a tombstone`() async throws {
        let event = try await ServedEvent(sessions: 2)
        let dry = await event.ask(.post, "/api/sessions/1/delete", ["dryRun": true])
        #expect(dry.status == 200 && dry.json[member: "deleted"] == false, "\(dry)")
        #expect(dry.json[member: "files"]?.rows.count == 2 && dry.json[member: "links"]?.number == 1)
        #expect(event.names("Captures").count == 2)
        let gone = await event.ask(.post, "/api/sessions/1/delete")
        #expect(gone.status == 200 && gone.json[member: "deleted"] == true, "\(gone)")
        #expect(event.names("Captures").count == 1)
        #expect(await event.ask(.get, "/api/sessions/1").status == 404)
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 1)
    }

    @Test func `Files of several sessions are deleted at once, or none of them`() async throws {
        let event = try await ServedEvent(sessions: 3)
        let record = event.site.record
        var captures: [String] = []
        for number in [1, 2] { captures.append(try await record.session(number: number).captures[0].path) }
        let items: JSONValue = .array(captures.map { .string($0) })
        let stray = await event.ask(
            .post, "/api/sessions/bulk",
            ["action": "delete", "numbers": "1,3", "item": items])
        let failed = try await event.ended(stray)
        #expect(failed[member: "state"] == "failed", "\(failed)")
        #expect(failed[member: "error"]?.text == "\(captures[1]): none of these sessions has this file", "\(failed)")
        #expect(captures.allSatisfy { event.isThere($0) })
        let wish: JSONValue = ["action": "delete", "numbers": "1,2,3", "item": items]
        let job = try await event.ended(await event.ask(.post, "/api/sessions/bulk", wish))
        #expect(job[member: "state"] == "done" && job[member: "result"]?.rows.count == 2, "\(job)")
        #expect(!captures.contains { event.isThere($0) } && event.names("Captures").count == 1)
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 3)
        #expect(try await record.check() == [])
    }

    @Test(
        arguments: [
            ("/api/sessions/99/share", [:], 404, "session #99: there is none"),
            ("/api/sessions/0/share", [:], 404, "session #0: there is none"),
            ("/api/sessions/x/delete", [:], 404, "session #x: there is none"),
            ("/api/sessions/01/delete", [:], 404, "session #01: there is none"),
            ("/api/sessions/99999999999999999999/share", [:], 404, "session #99999999999999999999: there is none"),
            ("/api/sessions/1/share", ["revok": true], 422, "request: revok: unknown key"),
            ("/api/sessions/1/share", [1, 2], 422, "request: expected an object, found a list"),
            ("/api/sessions/1/rerun", ["effect": ["sepja"]], 422, "effect \"sepja\""),
            ("/api/sessions/1/rerender", ["layout": "nonesuch"], 404, "layout nonesuch"),
            ("/api/sessions/1/rerender", ["layout": "/usr/share"], 404, "layout /usr/share"),
            ("/api/sessions/1/reprint", ["layout": "../party/Layouts/single-frame"], 404, "layout ../party"),
            ("/api/sessions/bulk", ["action": "rerender", "numbers": "1", "layout": "/etc"], 404, "layout /etc"),
            (
                "/api/sessions/1/rerun", ["effect": ["green-screen:background=/etc/passwd"]], 422,
                "request: effect: expected a file of the event's"
            ),
            (
                "/api/sessions/1/rerun", ["effect": ["green-screen:background=Assets/../event.json"]], 422,
                "request: effect: expected a file of the event's"
            ),
            (
                "/api/sessions/1/reprint", ["queue": "file:/etc"], 422,
                "request: queue: expected a printer, as GET /api/printers has them"
            ),
            (
                "/api/sessions/1/delete", ["item": "Captures/none.jpg"], 404,
                "session #1: has no picture Captures/none.jpg"
            ),
            ("/api/sessions/1/delete", ["item": "../../etc/passwd"], 404, "session #1: has no picture"),
            ("/api/sessions/bulk", ["action": "share", "numbers": "all", "x": 1], 422, "request: x: unknown key"),
            ("/api/sessions/bulk", ["action": "share", "numbers": "5..1"], 422, "request: numbers: expected numbers"),
            ("/api/sessions/bulk", ["action": "share", "numbers": "1,77"], 404, "session #77: there is none"),
            ("/api/sessions/bulk", ["action": "share", "numbers": "50..60"], 404, "no session is chosen"),
            ("/api/sessions/bulk", ["action": "shred", "numbers": "1"], 422, "request: action: expected \"reprint\""),
            ("/api/sessions/bulk", ["action": "delete"], 422, "request: numbers: missing"),
        ] as [(String, JSONValue, Int, String)])
    func `What cannot be is one clear answer, and nothing happens`(
        address: String, body: JSONValue, status: Int, words: String
    ) async throws {
        let event = try await ServedEvent(sessions: 1)
        let before = try await event.site.record.revision()
        let answer = await event.ask(.post, address, body)
        if answer.status == 202 {
            // What takes a look at files is told by the job.
            let job = try await event.ended(answer)
            #expect(job[member: "state"] == "failed" && job[member: "error"]?.text?.contains(words) == true, "\(job)")
        } else {
            #expect(answer.status == status && answer.error.contains(words), "\(answer)")
        }
        #expect(try await event.site.record.revision() == before)
    }

    @Test func `Two taps are one action`() async throws {
        let event = try await ServedEvent(held: 1)
        async let first = event.ask(.post, "/api/sessions/1/share")
        async let second = event.ask(.post, "/api/sessions/1/share")
        let both = await [first, second]
        #expect(both[0].json[member: "token"] == both[1].json[member: "token"] && both[0].status == 200, "\(both)")
        #expect(try await event.site.record.session(number: 1).shares.count == 2)
        let jobs = await [
            event.ask(.post, "/api/sessions/1/rerun", ["effect": ["noir"]]),
            event.ask(.post, "/api/sessions/1/rerun", ["effect": ["noir"]]),
        ]
        #expect(jobs[0].json[member: "job"] == jobs[1].json[member: "job"], "\(jobs)")
        _ = try await event.ended(jobs[0])
        let many: JSONValue = ["action": "delete", "numbers": "1..1", "dryRun": true]
        let twice = await [event.ask(.post, "/api/sessions/bulk", many), event.ask(.post, "/api/sessions/bulk", many)]
        #expect(twice[0].json[member: "job"] == twice[1].json[member: "job"] && twice[1].status == 202, "\(twice)")
        _ = try await event.ended(twice[0])
        let deletions = await [event.ask(.post, "/api/sessions/1/delete"), event.ask(.post, "/api/sessions/1/delete")]
        #expect(deletions.allSatisfy { $0.status == 200 && $0.json[member: "deleted"] == true }, "\(deletions)")
    }

    @Test func `What was done since is no second tap`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let first = await event.ask(.post, "/api/sessions/1/share").json[member: "token"]?.text
        _ = await event.ask(.post, "/api/sessions/1/share", ["revoke": true])
        let third = await event.ask(.post, "/api/sessions/1/share").json[member: "token"]?.text
        #expect(first != nil && third != nil && first != third)
        let good = try await event.site.record.session(number: 1).shares.filter { $0.revoked == nil }.map(\.token)
        #expect(good.count == 2 && good.contains(third ?? "") && !good.contains(first ?? ""))
    }

    @Test func `A deletion that only asks counts its sessions, and one that failed has no results`() async throws {
        let event = try await ServedEvent(sessions: 2)
        let dry = try await event.ended(
            event.ask(.post, "/api/sessions/bulk", ["action": "delete", "numbers": "1,2", "dryRun": true]))
        #expect(dry[member: "done"]?.number == 2 && dry[member: "result"]?.rows.count == 2, "\(dry)")
        let capture = try await event.site.record.session(number: 2).captures[0].path
        let failed = try await event.ended(
            event.ask(
                .post, "/api/sessions/bulk",
                ["action": "delete", "numbers": "1", "item": [.string(capture)]]))
        #expect(failed[member: "state"] == "failed" && failed[member: "result"] == [], "\(failed)")
    }

    @Test func `On a session that is being deleted nothing is begun`() async throws {
        let event = try await ServedEvent(sessions: 2)
        // The deletion waits for somebody who writes into the record, and this test is that.
        let writer = try Database(path: event.folder.database, create: false)
        try writer.execute("BEGIN IMMEDIATE")
        let deleting = Task { await event.ask(.post, "/api/sessions/1/delete") }
        while event.site.jobs.same(.delete(Delete()), on: "1") == nil { await Task.yield() }
        let refused = await event.ask(.post, "/api/sessions/1/share")
        #expect(refused.status == 409 && refused.error == "session #1: is being deleted", "\(refused)")
        try writer.execute("ROLLBACK")
        #expect(await deleting.value.status == 200)
        #expect(await event.ask(.post, "/api/sessions/1/share").status == 404)
        #expect(await event.ask(.post, "/api/sessions/2/share").status == 200)
    }

    @Test func `Many at once are a job, whose failures are named`() async throws {
        let event = try await ServedEvent(held: 3)
        let record = event.site.record
        let second = try await record.session(number: 2)
        for path in second.renditions.compactMap(\.path) { _ = try await record.delete(items: [path], of: second.id) }
        let job = try await event.ended(
            event.ask(.post, "/api/sessions/bulk", ["action": "reprint", "numbers": "1..3"]))
        #expect(job[member: "state"] == "failed" && job[member: "done"]?.number == 3, "\(job)")
        #expect(
            job[member: "error"]?.text?.hasPrefix("1 of 3 sessions failed, #2 among them: has no FinalPhoto") == true)
        #expect(job[member: "result"]?.rows.count == 3)
        let shared = try await event.ended(
            event.ask(.post, "/api/sessions/bulk", ["action": "share", "numbers": "1, 3"]))
        #expect(shared[member: "result"]?.rows.map { $0[member: "number"]?.number } == [1, 3], "\(shared)")
    }

    @Test func `Tests are cleared by the time before which they were held`() async throws {
        let event = try await ServedEvent(sessions: 2)
        let first = try await event.site.record.session(number: 2).started
        let job = try await event.ended(
            event.ask(.post, "/api/sessions/bulk", ["action": "delete", "before": .string("\(first)")]))
        #expect(job[member: "state"] == "done", "\(job)")
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 1)
        let bad = await event.ask(.post, "/api/sessions/bulk", ["action": "delete", "before": "18:00"])
        #expect(bad.status == 422 && bad.json[member: "field"] == "before", "\(bad)")
    }

    @Test func `A job that is not there is not found`() async throws {
        let event = try await ServedEvent(sessions: 0)
        #expect(await event.ask(.get, "/api/jobs/nonesuch").status == 404)
        #expect(await event.ask(.get, "/api/jobs").json == ["jobs": []])
    }
}
