import Files
import Foundation
import Sessions
import StrictJSON
import Testing

@testable import Web

@Suite struct EventAPITests {
    private func document(_ event: ServedEvent) async -> (JSONValue, tag: String) {
        let answer = await event.ask(.get, "/api/event")
        return (answer.json, answer.headers["ETag"] ?? "")
    }

    private func changed(_ document: JSONValue, _ key: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(let members) = document else { return document }
        return .object(members.filter { $0.key != key } + (value.map { [.init(key, $0)] } ?? []))
    }

    @Test func `A change needs the version that it is meant for`() async throws {
        let event = try await ServedEvent(sessions: 0)
        let (before, tag) = await document(event)
        #expect(before[member: "name"] == "Emma & Noah" && tag.count == 66)
        let wish = changed(before, "name", "Emma and Noah")
        #expect(await event.ask(.put, "/api/event", wish).status == 428)
        let stale = await event.ask(.put, "/api/event", wish, ifMatch: "\"0000\"")
        #expect(stale.status == 412 && stale.error.hasSuffix("somebody else has changed it meanwhile"), "\(stale)")
        #expect(await document(event).0 == before)
        let done = await event.ask(.put, "/api/event", wish, ifMatch: tag)
        #expect(done.status == 200 && done.json[member: "event"]?[member: "name"] == "Emma and Noah", "\(done)")
        #expect(done.json[member: "changed"] == [["key": "name", "applies": "now"]])
        let (after, next) = await document(event)
        #expect(after[member: "name"] == "Emma and Noah" && next == done.headers["ETag"] && next != tag)
        #expect(await event.ask(.put, "/api/event", wish, ifMatch: tag).status == 412, "the former version")
    }

    @Test(
        arguments: [
            ("name", "  ", "name", "event.json: name: expected what the event is called"),
            ("zone", "Mars/Base", "zone", "event.json: zone: expected a time zone"),
            ("linkBase", "photos", "linkBase", "event.json: linkBase: expected a web address"),
            ("reserve", "1", "reserve", "event.json: reserve: expected a whole number"),
            ("keepDays", -1, "keepDays", "event.json: keepDays: expected a whole number from 0"),
            ("effects", ["sepia", "sepja"], "effects[1]", "event.json: effects[1]: "),
            ("values", ["a b": "x"], "values[\"a b\"]", "event.json: values"),
            ("destinations", ["email": "x"], "destinations.email", "nothing sends emails to \"x\""),
            ("layouts", ["single-frame", "single-frame"], "layouts", "two layouts are called \"single-frame\""),
            ("words", ["galery.save": "x"], "words", "event.json: words.galery.save: nothing"),
            ("words", ["operator.page.galery": "x"], "words", "event.json: words.operator.page.galery: nothing"),
            ("layouts", ["nonesuch"], "layouts", "layout nonesuch"),
            ("theme", ["name": "nope"], "theme.name", "theme.name: there is no theme \"nope\""),
            ("theme", ["logo": "Theme/none.png"], "theme.logo", "event.json: theme.logo: "),
            ("id", "other", "id", "event.json: id: an event keeps its id"),
            ("linkbase", "https://a.example/", "linkbase", "event.json: linkbase: unknown key"),
        ] as [(String, JSONValue, String, String)])
    func `What cannot be is said at its field`(
        key: String, value: JSONValue, field: String, words: String
    ) async throws {
        let event = try await ServedEvent(sessions: 0)
        let (before, tag) = await document(event)
        let answer = await event.ask(.put, "/api/event", changed(before, key, value), ifMatch: tag)
        #expect((400..<500).contains(answer.status) && answer.error.contains(words), "\(answer)")
        #expect(answer.json[member: "field"]?.text?.hasPrefix(field.prefix(6)) == true, "\(answer)")
        #expect(await document(event).0 == before)
    }

    @Test func `Actions go by the settings as they are now`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let (before, tag) = await document(event)
        let wish = changed(before, "linkBase", "https://other.example/")
        #expect(await event.ask(.put, "/api/event", wish, ifMatch: tag).status == 200)
        let shared = await event.ask(.post, "/api/sessions/1/share")
        #expect(shared.json[member: "link"]?.text?.hasPrefix("https://other.example/") == true, "\(shared)")
    }

    @Test func `A duplicate has the settings and none of the sessions`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let made = await event.ask(.post, "/api/event/duplicate", ["name": "Lena & Max", "folder": "next"])
        #expect(made.status == 201 && made.json[member: "path"]?.text == event.path + "/next", "\(made)")
        let copy = try Event(in: EventFolder(event.path + "/next"))
        #expect(copy.name == "Lena & Max" && copy.layouts == ["single-frame"] && copy.id != event.site.id)
        let again = await event.ask(.post, "/api/event/duplicate", ["name": "Lena & Max", "folder": "next"])
        #expect(again.status == 409 && again.error.hasSuffix("there is an event already"), "\(again)")
        for name in ["../other", ".hidden", "a/b", ""] {
            let refused = await event.ask(
                .post, "/api/event/duplicate", ["name": "x", "folder": .string(name)])
            #expect(refused.status == 422 && refused.json[member: "field"] == "folder", "\(refused)")
        }
    }

    @Test func `Links that are made and shown begin with the finer address`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let (before, tag) = await document(event)
        let wish = changed(before, "brandedBase", "https://p.example/")
        let answer = await event.ask(.put, "/api/event", wish, ifMatch: tag)
        #expect(answer.json[member: "advice"]?.text?.contains("https://p.example/") == true, "\(answer)")
        let shared = await event.ask(.post, "/api/sessions/1/share")
        #expect(shared.json[member: "link"]?.text?.hasPrefix("https://p.example/") == true, "\(shared)")
    }

    @Test func `The doctor looks at the camera that is named`() async throws {
        let event = try await ServedEvent(sessions: 0)
        let none = await event.ask(.get, "/api/doctor?camera=folder:/nonexistent")
        let camera = none.json[member: "findings"]?.rows.first { $0[member: "check"] == "camera" }
        #expect(camera?[member: "grade"] == "failure" && none.json[member: "ready"] == false, "\(none)")
        let unknown = await event.ask(.get, "/api/doctor?camera=spaceship")
        #expect(unknown.status == 400 && unknown.error == "\"spaceship\": no camera", "\(unknown)")
    }

    @Test func `Layouts are listed, looked through, added and taken out`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let rows = await event.ask(.get, "/api/layouts").json[member: "layouts"]?.rows ?? []
        #expect(rows.first?[member: "name"] == "single-frame" && rows.first?[member: "event"] == true)
        #expect(rows.contains { $0[member: "name"] == "collage" && $0[member: "event"] == false }, "\(rows)")
        let one = await event.ask(.get, "/api/layouts/single-frame")
        #expect(one.status == 200 && one.json[member: "flaws"] != nil, "\(one)")
        #expect(await event.ask(.get, "/api/layouts/nonesuch").status == 404)
        #expect(await event.ask(.get, "/api/layouts/..").status == 404)
        let added = await event.ask(.post, "/api/layouts", ["layout": "collage"])
        #expect(added.json == ["layouts": ["single-frame", "collage"]], "\(added)")
        #expect(event.isThere("Layouts/collage/layout.json"))
        #expect(await event.ask(.post, "/api/layouts", ["layout": "collage"]).status == 409)
        #expect(await event.ask(.post, "/api/layouts", ["layout": "../../secret"]).status == 422)
        let removed = await event.ask(.delete, "/api/layouts/collage")
        #expect(removed.json == ["layouts": ["single-frame"], "sessions": 0], "\(removed)")
        #expect(!event.isThere("Layouts/collage"))
        #expect(await event.ask(.delete, "/api/layouts/single-frame").status == 409, "the workflow needs it")
    }

    @Test func `Without a booth its status says so, and commands are told`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let status = await event.ask(.get, "/api/status")
        #expect(status.status == 200 && status.json[member: "running"] == false, "\(status)")
        #expect((status.json[member: "free"]?.number ?? 0) > 0)
        let next = await event.ask(.post, "/api/booth/next")
        #expect(next.status == 503 && next.error.hasSuffix("no booth runs on this event"), "\(next)")
        #expect(await event.ask(.post, "/api/booth/dance").status == 404)
        let doctor = await event.ask(.get, "/api/doctor")
        let checks = doctor.json[member: "findings"]?.rows.compactMap { $0[member: "check"]?.text } ?? []
        #expect(doctor.status == 200 && checks.contains("event") && checks.contains("disk"), "\(doctor)")
    }

    @Test func `Outbox items are listed with their destinations, and decided about`() async throws {
        let event = try await ServedEvent(sessions: 1)
        let record = event.site.record
        let id = try await record.session(number: 1).id
        let item = try await record.reprint(id, destination: "nonesuch")
        let list = await event.ask(.get, "/api/outbox?kind=print&state=pending")
        #expect(list.json[member: "items"]?.rows.map { $0[member: "id"]?.number } == [item.id], "\(list)")
        #expect(list.json[member: "items"]?.rows.first?[member: "number"]?.number == 1)
        #expect(list.json[member: "destinations"]?.rows.first?[member: "name"] == "nonesuch")
        #expect(list.json[member: "destinations"]?.rows.first?[member: "state"] == "ready")
        #expect(await event.ask(.get, "/api/outbox?state=lost").status == 400)
        let resolved = await event.ask(.post, "/api/outbox/resolve", ["items": [.integer(item.id)], "outcome": "sent"])
        #expect(
            resolved.status == 409 && resolved.error.contains("only what is unknown can be resolved"), "\(resolved)")
        let removed = await event.ask(.post, "/api/outbox/remove", ["items": [.integer(item.id)]])
        #expect(removed.json[member: "items"]?.rows.first?[member: "state"] == "cancelled", "\(removed)")
        #expect(removed.json[member: "items"]?.rows.first?[member: "number"]?.number == 1, "\(removed)")
        let twice = await event.ask(.post, "/api/outbox/remove", ["items": [.integer(item.id)]])
        #expect(twice.status == 409 && twice.error.hasSuffix("cancelled already"), "\(twice)")
        let retried = await event.ask(.post, "/api/outbox/retry", ["items": [.integer(item.id)]])
        #expect(retried.json[member: "items"]?.rows.first?[member: "state"] == "pending", "\(retried)")
        let all = await event.ask(.post, "/api/outbox/remove", ["all": true, "kind": "print"])
        #expect(all.json[member: "items"]?.rows.count == 1)
        #expect(await event.ask(.post, "/api/outbox/retry", ["items": [999]]).status == 404)
        #expect(await event.ask(.post, "/api/outbox/retry", [:]).status == 422)
        #expect(await event.ask(.post, "/api/outbox/resolve", ["items": [1]]).status == 422)
    }
}
