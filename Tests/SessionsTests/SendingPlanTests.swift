import Files
import Foundation
import Testing

@testable import Sessions

/// What is sent of a session, when it is asked for, and what takes it back.
@Suite struct SendingPlanTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func record(_ change: (inout Event) -> Void = { _ in }) throws -> EventRecord {
        var event = Event(name: "Emma & Noah", date: "")
        event.reserve = 0
        event.linkBase = "https://photos.example/s/"
        event.destinations = [.media: "dav, stick", .survey: "hook", .email: "mail", .sms: "text", .page: "gallery"]
        change(&event)
        return try EventRecord.create(event, workflow: .standard, in: scratch.folder)
    }

    private func picture(of session: Session, _ record: EventRecord, _ name: String = "a") async throws -> String {
        let path = "FinalPhoto/000001-\(name)-0123abcd.jpg"
        let bytes = Array("jpg \(name)".utf8)
        try scratch.put(bytes, at: path)
        let hash = ContentHash(of: bytes).description
        _ = try await record.add(
            Rendition(.final, at: path, sha256: hash, bytes: 5, parameters: "{}"), to: session.id)
        return path
    }

    private func items(_ record: EventRecord, _ kind: OutboxItem.Kind) async throws -> [OutboxItem] {
        try await record.outbox(kinds: [kind], limit: 100).map(\.item)
    }

    @Test func `Everything is asked for once, in the order in which it is to go`() async throws {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        let first = try await record.queue(session.id)
        #expect(first.map(\.kind) == [.page] && first[0].subject == session.token && first[0].lane == .guest)
        #expect(try await record.queue(session.id).isEmpty, "nothing is new")
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.keep(.survey, name: "fun", value: "a bit", in: session.id)
        _ = try await record.keep(.survey, name: "fun", value: "very", in: session.id)
        _ = try await record.keep(.email, value: "lena@example.org", in: session.id)
        #expect(try await record.queue(session.id, upTo: .messages).allSatisfy { $0.kind != .email }, "no picture yet")
        let path = try await picture(of: session, record)
        let added = try await record.queue(session.id, upTo: .messages)
        #expect(added.map(\.kind) == [.media, .media, .email])
        #expect(Set(added.filter { $0.kind == .media }.map(\.destination)) == ["dav", "stick"])
        #expect(added.filter { $0.kind == .media }.allSatisfy { $0.subject == path })
        let pages = try await items(record, .page)
        #expect(pages.count == 1, "a page that waits shows what has come meanwhile")
        #expect(added.last?.after == pages[0].id && added.last?.subject == "lena@example.org")
        #expect(try await items(record, .survey).map(\.payload) == [#"{"answer":"very"}"#])
        #expect(try await record.queue(session.id, upTo: .messages).isEmpty)
        #expect(try await record.check() == [])
    }

    @Test func `A session that nobody has begun leaves no page anywhere`() async throws {
        let record = try record()
        _ = try await record.start(.init(workflow: .standard))
        _ = try await record.end(.stop, queues: true)
        #expect(try await items(record, .page).isEmpty)
        let begun = try await record.start(.init(workflow: .standard))
        _ = try await record.queue(begun.id, upTo: .pages)
        _ = try await record.end(.stop, queues: true)
        #expect(try await items(record, .page).map(\.subject).contains(begun.token ?? ""), "somebody may have its link")
    }

    @Test func `When the session is over, its page has the camera's own pictures as well, behind everything else`()
        async throws
    {
        let record = try record { $0.send.insert(.capture) }
        let session = try await record.start(.init(workflow: .standard))
        let raw = try await record.keep(.sample(1), in: session.id)
        _ = try await picture(of: session, record)
        _ = try await record.queue(session.id)
        _ = try await record.end(.restart)
        let added = try await record.queue(session.id)
        let whole = try #require(added.first { $0.kind == .page })
        #expect(whole.hasOriginals && whole.lane == .raw)
        let capture = try #require(try await items(record, .media).first { $0.subject == raw.path })
        #expect(capture.lane == .raw)
    }

    /// No crash comes between a session's end and what is to be sent of it.
    @Test(arguments: [false, true])
    func `The end of a session puts all of it into the outbox`(isCutOff: Bool) async throws {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.keep(.email, value: "lena@example.org", in: session.id)
        _ = try await picture(of: session, record)
        let before = try await record.session(session.id).outbox
        #expect(before.isEmpty)
        if isCutOff { _ = try await record.launch() } else { _ = try await record.end(.restart, queues: true) }
        let ended = try await record.session(session.id)
        #expect(ended.state == .finished && Set(ended.outbox.map(\.kind)) == [.page, .media, .email])
        #expect(ended.outbox.contains { $0.kind == .page && $0.hasOriginals })
        #expect(try await record.queue(session.id, upTo: .messages).isEmpty, "nothing is new")
        #expect(try await record.check() == [])
    }

    @Test func `Of a session whose guest wants none of it, its end sends nothing`() async throws {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.end(.restart)
        #expect(try await record.session(session.id).outbox.isEmpty)
    }

    @Test func `A link that is revoked takes its page away, also when the session is gone`() async throws {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.queue(session.id)
        let sent = try #require(try await record.claim([.page], lease: .seconds(60)))
        try await record.settle(sent, .done(remote: nil))
        let share = try await record.share(session.id)
        _ = try await record.queue(session.id)
        _ = try await record.share(session.id, revoking: true)
        let removals = try await items(record, .removal)
        #expect(removals.map(\.subject) == [session.token], "what was never sent is nowhere")
        #expect(
            try await items(record, .page).filter { $0.subject == share.token }.allSatisfy { $0.state == .cancelled })
        _ = try await record.queue(session.id)
        let next = try #require(try await record.claim([.page], lease: .seconds(60)))
        try await record.settle(next, .done(remote: nil))
        _ = try await record.end(.restart)
        try await record.delete(session.id)
        #expect(try await items(record, .page).isEmpty)
        #expect(try await items(record, .removal).map(\.subject) == [session.token, next.subject])
        let claimed = try #require(try await record.claim([.removal], lease: .seconds(60)))
        #expect(try await record.settle(claimed, .done(remote: nil)))
        try await record.saveHistory()
        #expect(try await record.check() == [])
    }

    @Test func `A consent that is taken back takes back what it allowed`() async throws {
        let record = try record { $0.consents = [.email: "mail"] }
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.keep(.sample(1), in: session.id)
        _ = try await record.keep(.email, value: "lena@example.org", in: session.id)
        _ = try await picture(of: session, record)
        _ = try await record.queue(session.id, upTo: .messages)
        #expect(try await items(record, .email).isEmpty, "nobody has said yes")
        _ = try await record.keep(.consent, name: "mail", value: "yes", in: session.id)
        _ = try await record.queue(session.id, upTo: .messages)
        #expect(try await items(record, .email).map(\.state) == [.pending])
        _ = try await record.keep(.consent, name: "mail", value: "no", in: session.id)
        #expect(try await items(record, .email).map(\.state) == [.cancelled])
        #expect(try await items(record, .media).allSatisfy { $0.state == .pending })
    }

    @Test func `An alert belongs to no session, and each is one of its own`() async throws {
        let record = try record { $0.alerts = AlertSettings(destination: "mail", to: "me@party.example") }
        let added = try await record.alert("camera", "camera: gone")
        let again = try await record.alert("camera", "camera: gone")
        #expect(added.count == 1 && again.count == 1 && added[0].key != again[0].key)
        let claimed = try #require(try await record.claim([.alert], lease: .seconds(60)))
        #expect(try await record.settle(claimed, .unknown("lost")))
        #expect(try await items(record, .alert).map(\.state) == [.unknown, .pending])
        #expect(try await record.check() == [])
    }

    @Test func `A destination that somebody has to put right is left alone at once, and keeps its items`() async throws
    {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        let now = Moment.now
        for number in 0..<3 {
            _ = try await record.send(
                NewItem(.media, subject: "\(number)", destination: "dav"), of: session.id, at: now)
        }
        let first = try #require(try await record.claim([.media], lease: .seconds(60), at: now))
        try await record.settle(first, .blocked("wrong password"), at: now)
        let destination = try #require(try await record.destinations().first { $0.name == "dav" })
        #expect(destination.state == .blocked && destination.reason == "wrong password")
        #expect(try await record.claim([.media], lease: .seconds(60), at: now) == nil)
        let later = now + .seconds(61)
        let probe = try #require(try await record.claim([.media], lease: .seconds(60), at: later))
        try await record.settle(probe, .done(remote: nil), at: later)
        #expect(try await record.destinations().first { $0.name == "dav" }?.state == .ready)
    }

    @Test func `What is still to be taken away is known when the record is made anew`() async throws {
        let record = try record()
        var sessions: [Session] = []
        for number in 1...2 {
            let session = try await record.start(.init(workflow: .standard))
            _ = try await record.keep(.sample(number), in: session.id)
            _ = try await record.queue(session.id, upTo: .pages)
            let sent = try #require(try await record.claim([.page], lease: .seconds(60)))
            try await record.settle(sent, .done(remote: nil))
            _ = try await record.end(.restart)
            sessions.append(session)
        }
        try await record.delete(sessions[0].id)
        // The page of the other one goes, and comes again behind that.
        try await record.removePage(try #require(sessions[1].token), at: "gallery")
        _ = try await record.queue(sessions[1].id, upTo: .pages)
        _ = try await record.alert("camera", "camera: gone")
        let removals = try await items(record, .removal)
        let page = try #require(try await items(record, .page).last)
        #expect(removals.count == 2 && page.after == removals[1].id)
        try await record.saveHistory()
        let bytes = try scratch.bytes("sessions.json")
        try scratch.remove("event.db")
        let again = try scratch.reopened()
        #expect(try await items(again, .removal) == removals)
        #expect(try await items(again, .page).last == page)
        #expect(try await items(again, .alert).isEmpty, "a booth that starts tells how it is now")
        try await again.saveHistory()
        #expect(try scratch.bytes("sessions.json") == bytes)
        #expect(try await again.check() == [])
        // Once they are gone, nothing speaks of them.
        while let item = try await again.claim([.removal], lease: .seconds(60)) {
            try await again.settle(item, .done(remote: nil))
        }
        try await again.saveHistory()
        #expect(!String(decoding: try scratch.bytes("sessions.json"), as: UTF8.self).contains("removals"))
    }

    @Test(arguments: [true, false]) func `Whether a lost outcome is repeated, the route says`(mayRepeat: Bool)
        async throws
    {
        let record = try record()
        let session = try await record.start(.init(workflow: .standard))
        _ = try await record.send(NewItem(.email, subject: "a@b.example", destination: "mail"), of: session.id)
        let claimed = try #require(try await record.claim([.email], lease: .seconds(60)))
        try await record.settle(claimed, .unknown("lost"), mayRepeat: mayRepeat)
        #expect(try await items(record, .email).map(\.state) == [mayRepeat ? .pending : .unknown])
    }
}
