import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

/// What leaves an event: by a booth that runs, by `booth outbox send`, and what operators read of it.
@Suite struct SendingTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    func sends(_ destinations: String...) throws {
        try desk.put(#"{"destinations":[\#(destinations.joined(separator: ","))]}"#, at: "party/destinations.json")
    }

    var stick: String { #"{"name":"stick","kind":"folder","path":"\#(desk.path)/stick"}"# }
    var gallery: String { #"{"name":"gallery","kind":"pages","through":"stick"}"# }
    func hook(_ far: FarSide) -> String {
        #"{"name":"hook","kind":"recipe","recipe":"webhook","base":"\#(far.base)","lan":true}"#
    }

    func set(_ key: String, _ value: String...) async {
        let (desk, words) = (desk, ["event", "set", "party", key] + value)
        let done = await desk.run(words)
        #expect(done.status == 0, "\(done)")
    }

    func makeStick() throws {
        try FileManager.default.createDirectory(atPath: desk.path + "/stick", withIntermediateDirectories: true)
    }

    func outbox() async throws -> JSONValue { try json(await desk.booth("outbox", "list", "party", "--json")) }

    @Test func `A booth sends FinalPhotos beside its sessions, byte for byte and under names that tell nothing`()
        async throws
    {
        try await desk.found()
        try sends(stick)
        try makeStick()
        await set("destinations.media", "stick")
        try await desk.hold(2)
        _ = await desk.booth("outbox", "send", "party", "--until-empty")
        let finals = desk.names("party/FinalPhoto")
        let sent = desk.names("stick")
        #expect(
            sent.count == 2 && sent.allSatisfy { $0.wholeMatch(of: /00000[12]-[0-9a-f]{8}\.jpg/) != nil }, "\(sent)")
        for (final, name) in zip(finals, sent) {
            #expect(try desk.bytes("party/FinalPhoto/" + final) == desk.bytes("stick/" + name))
        }
        let items = try await outbox()[member: "items"]?.rows ?? []
        #expect(items.map { $0[member: "state"] } == ["done", "done"])
    }

    @Test func `What is to be sent is a switch for each kind of file`() async throws {
        try await desk.found()
        try sends(stick)
        try makeStick()
        await set("destinations.media", "stick")
        await set("send.capture", "yes")
        await set("send.final", "no")
        try await desk.hold(1)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        let items = try await EventRecord(desk.event).outbox().map(\.item)
        #expect(items.count == 1 && items[0].subject.hasPrefix("Captures/") && items[0].lane == .raw, "\(items)")
        let refused = await desk.booth("event", "set", "party", "send.gif", "perhaps")
        #expect(refused.status == 65 && refused.said.contains("send.gif"), "\(refused)")
    }

    @Test func `A stick that is away keeps items waiting, with the reason, until it is there`() async throws {
        try await desk.found()
        try sends(stick)
        await set("destinations.media", "stick")
        try await desk.hold(1)
        let away = await desk.booth("outbox", "send", "party")
        #expect(away.status == 75 && away.out.hasPrefix("0 sent, 1 waiting"), "\(away)")
        let listed = try await outbox()
        let item = try #require(listed[member: "items"]?.rows.first)
        for key in ["id", "kind", "subject", "destination", "state", "attempts", "reason", "due", "key"] {
            #expect(item[member: key] != nil, "\(key)")
        }
        #expect(item[member: "state"] == "pending")
        #expect(item[member: "reason"]?.text?.contains("stick is not there") == true, "\(item)")
        let destination = try #require(listed[member: "destinations"]?.rows.first)
        for key in ["name", "state", "reason", "since", "next"] { #expect(destination[member: key] != nil, "\(key)") }
        #expect(destination[member: "reason"]?.text?.contains("plug the drive in") == true, "\(destination)")
        try makeStick()
        let sent = await desk.booth("outbox", "send", "party", "--until-empty")
        #expect(sent.status == 0 && sent.out == "1 sent\n", "\(sent)")
        #expect(desk.names("stick").count == 1)
        let empty = await desk.booth("outbox", "send", "party", "--until-empty", "--json")
        #expect(try empty.status == 0 && json(empty)[member: "items"] == [], "\(empty)")
    }

    @Test func `A wrong destination is refused where it is named, with what may be meant`() async throws {
        try await desk.found()
        let none = await desk.booth("event", "set", "party", "destinations.media", "stick")
        #expect(none.status == 78 && none.said.contains("nothing sends pictures to \"stick\""), "\(none)")
        let mail =
            #"{"name":"mail","kind":"smtp","host":"127.0.0.1","from":"a@b.example","security":"none","lan":true}"#
        try sends(stick, mail)
        let wrong = await desk.booth("event", "set", "party", "destinations.media", "mail")
        #expect(wrong.status == 78 && wrong.said.contains("it is of kind smtp and takes none"), "\(wrong)")
        let unknown = await desk.booth("event", "set", "party", "destinations.media", "stik")
        #expect(unknown.status == 78 && unknown.said.contains("no such destination"), "\(unknown)")
        let linkless = await desk.booth("event", "set", "party", "destinations.email", "mail")
        #expect(linkless.status == 78 && linkless.said.contains("linkBase"), "\(linkless)")
        await set("linkBase", "https://photos.example/s/")
        await set("destinations.email", "mail")
        try desk.put(#"{"destinations":[{"name":"mail","kind":"smpt"}]}"#, at: "party/destinations.json")
        let broken = await desk.booth("run", "party", "--unattended", "--sessions", "1")
        #expect(broken.status == 65 && broken.said.contains("destinations.json"), "\(broken)")
    }

    @Test func `A secret that others may read stops a booth that needs it, and no other`() async throws {
        try await desk.found()
        let dav =
            #"{"name":"dav","kind":"recipe","recipe":"webdav-put","base":"http://127.0.0.1:9/","lan":true,"user":"u","secret":"dav"}"#
        try sends(stick, dav)
        try makeStick()
        await set("destinations.media", "stick")
        try desk.put("geheim\n", at: "config/boothkit/secrets/dav")
        #expect(await desk.booth("outbox", "send", "party").status == 0)
        await set("destinations.media", "dav")
        let open = await desk.booth("outbox", "send", "party")
        #expect(open.status == 77 && open.said.contains("chmod 600") && !open.said.contains("geheim"), "\(open)")
        #expect(await desk.booth("destination", "test", "party", "dav").status == 77)
    }

    @Test func `A destination is tried, and nothing is left there`() async throws {
        try await desk.found()
        try sends(stick, gallery)
        let away = await desk.booth("destination", "test", "party", "stick")
        #expect(away.status == 1 && away.out.contains("stick is not there"), "\(away)")
        try makeStick()
        let tried = await desk.booth("destination", "test", "party", "stick")
        #expect(tried.status == 0 && tried.out == "put a file: done\nread it back: done\ndelete it: done\n", "\(tried)")
        #expect(desk.names("stick").isEmpty)
        let listed = await desk.booth("destination", "list", "party")
        #expect(listed.out == "stick  folder  media\ngallery  pages  page\n", "\(listed)")
        let unknown = await desk.booth("destination", "test", "party", "stik")
        #expect(unknown.status == 78 && unknown.said.contains("did you mean \"stick\"?"), "\(unknown)")
        let doctor = await desk.booth("doctor", "party", "--printer", "none")
        #expect(doctor.out.contains("destination stick"), "\(doctor)")
    }

    @Test func `Destinations of the user count where the event has none`() async throws {
        try await desk.found()
        try makeStick()
        try desk.put(#"{"destinations":[\#(stick)]}"#, at: "config/boothkit/destinations.json")
        #expect(await desk.booth("destination", "list").out == "stick  folder  media\n")
        await set("destinations.media", "stick")
        try await desk.hold(1)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        #expect(desk.names("stick").count == 1)
    }

    @Test func `Shared sessions are sent as a message with their link, once the guest has agreed`() async throws {
        try await desk.found()
        let far = try FarSide()
        try sends(hook(far), stick)
        try makeStick()
        try await desk.hold(1)
        let nowhere = await desk.booth("sessions", "share", "party", "1", "--email", "lena@example.org")
        #expect(nowhere.status == 78 && nowhere.said.contains("nothing says where emails go"), "\(nowhere)")
        await set("linkBase", "https://photos.example/s/")
        await set("destinations.email", "hook")
        await set("destinations.sms", "hook")
        await set("destinations.media", "stick")
        await set("consents.email", "mail")
        for bad in ["lena@example..org", "lena@example.org\r\nRCPT TO:<x@y.example>", "lena"] {
            let refused = await desk.booth("sessions", "share", "party", "1", "--email", bad)
            #expect(refused.status == 65, "\(refused)")
        }
        let foreign = await desk.booth("sessions", "share", "party", "1", "--sms", "0171 5550123")
        #expect(foreign.status == 65 && foreign.said.contains("prefix"), "\(foreign)")
        let asked = await desk.booth("sessions", "share", "party", "1", "--email", "lena@example.org")
        #expect(asked.status == 75 && asked.said.contains("has not said yes to \"mail\""), "\(asked)")
        #expect(try await EventRecord(desk.event).session(number: 1).shares.count == 1, "nothing was shared")
        await set("phonePrefix", "+49")
        let shared = await desk.booth(
            "sessions", "share", "party", "1", "--email", "lena@example.org", "--sms", "0171 5550123", "--consent",
            "said so at the booth", "--json")
        #expect(shared.status == 0, "\(shared)")
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        let link = try #require(json(shared).rows.first?[member: "link"]?.text)
        let sent = far.deliveries
        #expect(sent.count == 2 && sent.allSatisfy { $0.key != nil })
        let bodies = try sent.map { try JSONValue(parsing: $0.body, document: "sent") }
        #expect(Set(bodies.compactMap { $0[member: "subject"]?.text }) == ["lena@example.org", "+491715550123"])
        #expect(bodies.allSatisfy { $0[member: "values"]?.text(pretty: false).contains(link) ?? false }, "\(bodies)")
        #expect(desk.names("stick").count == 1, "media that were never sent go along")
        let inputs = try await EventRecord(desk.event).session(number: 1).inputs
        #expect(inputs.map(\.value) == ["said so at the booth", "yes"])
    }

    @Test func `A text message of more than one part is told before a gateway counts each`() async throws {
        try await desk.found()
        let far = try FarSide()
        try sends(
            #"{"name":"text","kind":"recipe","recipe":"sms-form","base":"\#(far.base)","lan":true,"values":{"from":"Party"}}"#
        )
        await set("linkBase", "https://photos.example/s/")
        await set("destinations.sms", "text")
        try await desk.hold(1)
        #expect(await desk.booth("sessions", "share", "party", "1", "--sms", "+491715550123").status == 0)
        let short = await desk.booth("outbox", "list", "party")
        #expect(short.out.contains("+491715550123") && !short.out.contains("parts"), "\(short)")
        await set("words.message.sms", String(repeating: "Schöne Bilder ", count: 9) + "{share.url}")
        let long = await desk.booth("outbox", "list", "party")
        #expect(long.out.contains("a text message has 173 characters and goes in 2 parts"), "\(long)")
        #expect(long.out.contains("booth event set party words.message.sms TEXT"))
        await set("words.message.sms", "Фото: {share.url} и ещё очень много слов")
        let other = await desk.booth("doctor", "party", "--printer", "none")
        #expect(
            other.out.contains("goes in 2 parts") && other.out.contains("one part takes 70, since not all"), "\(other)")
    }
}
