import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

/// Pages behind links, and what a booth that was cut off left undone of them.
extension SendingTests {
    /// A session whose page has been sent to a stick.
    private func sendFirstPage() async throws {
        try await desk.found()
        try sends(stick, gallery)
        try makeStick()
        await set("linkBase", "https://photos.example/s/")
        await set("destinations.page", "gallery")
        try await desk.hold(1)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
    }

    @Test func `Pages stand behind their links wherever they are kept, and go with them`() async throws {
        try await sendFirstPage()
        let token = try #require(try await EventRecord(desk.event).session(number: 1).token)
        #expect(desk.names("stick") == [token])
        let page = try desk.text("stick/\(token)/index.html")
        let files = desk.names("stick/\(token)")
        for name in page.matches(of: /(?:href|src)="([^"\/]+\.(?:jpg|css))"/).map({ String($0.1) }) {
            #expect(files.contains(name), "\(name)")
        }
        #expect(!page.contains("http-equiv=\"refresh\""), "nothing more is to come")
        let final = try desk.bytes("party/FinalPhoto/" + desk.names("party/FinalPhoto")[0])
        let picture = try #require(files.first { $0.hasPrefix("picture-1-") })
        #expect(try desk.bytes("stick/\(token)/" + picture) == final)
        #expect(await desk.booth("sessions", "share", "party", "1").status == 0)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        #expect(desk.names("stick").count == 2, "a further link has a folder of its own")
        #expect(await desk.booth("sessions", "share", "party", "1", "--revoke").status == 0)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        let left = desk.names("stick")
        #expect(left.count == 1 && left[0] != token)
        let session = try await EventRecord(desk.event).session(number: 1)
        #expect(left == [session.token])
        try desk.put("mine", at: "stick/mine.txt")
        #expect(await desk.booth("sessions", "delete", "party", "1").status == 0)
        let removed = await desk.booth("outbox", "send", "party", "--until-empty")
        #expect(removed.status == 0, "\(removed)")
        #expect(desk.names("stick") == ["mine.txt"])
    }

    @Test func `A picture that is made anew reaches the page`() async throws {
        try await sendFirstPage()
        let token = try #require(try await EventRecord(desk.event).session(number: 1).token)
        let before = Set(desk.names("stick/\(token)"))
        #expect(await desk.booth("sessions", "rerun", "party", "1", "--effect", "sepia", "--composed").status == 0)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        let added = Set(desk.names("stick/\(token)")).subtracting(before)
        #expect(added.contains { $0.hasPrefix("picture-") }, "\(added)")
    }

    @Test func `A file that is deleted leaves the page of its session`() async throws {
        try await sendFirstPage()
        let session = try await EventRecord(desk.event).session(number: 1)
        let token = try #require(session.token)
        let before = desk.names("stick/\(token)")
        #expect(before.contains { $0.hasPrefix("picture-1-") })
        let path = try #require(session.guestsPicture?.path)
        #expect(await desk.booth("sessions", "delete", "party", "1", "--item", path).status == 0)
        #expect(await desk.booth("outbox", "send", "party", "--until-empty").status == 0)
        let after = desk.names("stick/\(token)")
        #expect(!after.contains { $0.hasPrefix("picture-1-") } && after.contains("index.html"), "\(after)")
    }

    /// A second session of the event, with one picture of its only slot, as a booth that was cut off leaves it.
    private func cutOff(ended: Bool, _ far: FarSide) async throws -> String {
        try await sendFirstPage()
        try sends(stick, gallery, hook(far))
        await set("destinations.email", "hook")
        let record = try EventRecord(desk.event)
        let picture = try await desk.bytes("party/" + record.session(number: 1).captures[0].path)
        var plan = try SessionPlan(workflow: Workflow(in: desk.event))
        (plan.layout, plan.slots) = ("single-frame", 1)
        let session = try await record.start(plan)
        _ = try await record.keep(
            NewCapture(bytes: picture, fileExtension: "jpg", source: "test camera"), in: session.id)
        _ = try await record.keep(.email, value: "lena@example.org", in: session.id)
        if ended { _ = try await record.end(.restart, queues: true) }
        return try #require(session.token)
    }

    @Test(arguments: [true, false])
    func `What a booth that was cut off left undone of a session is made and sent`(ended: Bool) async throws {
        let far = try FarSide()
        let token = try await cutOff(ended: ended, far)
        let sent = await desk.booth("outbox", "send", "party", "--until-empty")
        #expect(sent.status == 0, "\(sent)")
        #expect(sent.said.contains("booth: session #2 has its FinalPhoto after all: FinalPhoto/000002-"), "\(sent)")
        #expect(sent.said.contains("session #2 was cut off and is kept as recovered") == !ended, "\(sent)")
        let page = try desk.text("stick/\(token)/index.html")
        let files = desk.names("stick/\(token)")
        #expect(!page.contains("http-equiv=\"refresh\"") && files.contains { $0.hasPrefix("picture-1-") }, "\(files)")
        #expect(far.deliveries.count == 1, "the mail that the guest waits for")
        let session = try await EventRecord(desk.event).session(number: 2)
        #expect(session.endReason == (ended ? .restart : .recovered) && session.outbox.allSatisfy { $0.state == .done })
        // Nothing is left for another time.
        let again = await desk.booth("outbox", "send", "party", "--until-empty")
        #expect(again.status == 0 && again.out == "0 sent\n" && again.said.isEmpty, "\(again)")
        #expect(await desk.booth("sessions", "check", "party").status == 0)
    }

    @Test func `A FinalPhoto that cannot be made is said, and everything else is sent`() async throws {
        let far = try FarSide()
        let token = try await cutOff(ended: true, far)
        let capture = try await EventRecord(desk.event).session(number: 2).captures[0].path
        try desk.put("no picture", at: "party/" + capture)
        let sent = await desk.booth("outbox", "send", "party", "--until-empty")
        #expect(sent.said.contains("booth: session #2: "), "\(sent)")
        #expect(desk.isThere("stick/\(token)/index.html"))
        // The destination is not to blame for it, and takes what is sent of others.
        let listed = try await outbox()
        #expect(listed[member: "items"]?.rows.contains { $0[member: "state"] == "pending" } == false, "\(listed)")
        let gallery = listed[member: "destinations"]?.rows.first { $0[member: "name"] == "gallery" }
        #expect(gallery?[member: "state"] == "ready" && gallery?[member: "failures"] == 0, "\(listed)")
    }
}
