import Files
import Rigs
import StrictJSON
import Testing
import Work

@testable import Delivery

@Suite(.enabled(if: FarProgram.hasPython, "scripts/far-sides makes the mail servers of these tests"))
struct MailTests {
    private func settings(_ port: Int?, _ security: String = "none", _ more: String = "") -> String {
        "{\"name\":\"mail\",\"kind\":\"smtp\",\"host\":\"127.0.0.1\",\"port\":\(port ?? 1),\"from\":\"Anna & Ben <booth@party.example>\",\"security\":\"\(security)\",\"lan\":true\(more)}"
    }

    /// How often a server has it.
    private func mails(_ far: FarProgram, _ key: String) -> Int {
        far.scratch.names().count { $0.contains(key) && $0.hasSuffix(".eml") }
    }

    @Test func `A mail arrives as it was meant`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["good"]))
        let picture = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 4) }
        let path = try rig.scratch.put(picture, at: "47.jpg")
        let text =
            "Grüße aus der Fotobox!\n.\n.. und ein Punkt\nFrom hier = dort\t \n"
            + String(repeating: "lang ", count: 300) + "😀"
        var item = Rig.mail(to: "emma@guests.example", text)
        item.message?.title = "Dein Bild von Anna & Ben – 14. Juni, mit einem langen Titel und einem 😀 darin"
        item.message?.html = "<p>Grüße &amp; mehr</p>"
        item.files = [SentFile(.file(path), name: "000047-5b5da724.jpg", mediaType: "image/jpeg")]
        let verdict = await rig.service.send(item, to: "mail")
        #expect(verdict == .delivered(reference: "250 2.0.0 queued as \(item.key)"))
        let seen = try await far.parsed("good-\(item.key).eml")
        #expect(seen.text("subject") == item.message?.title)
        #expect(
            seen.text("text")?.split(separator: "\n").map(String.init) == text.split(separator: "\n").map(String.init))
        #expect(seen.text("html") == "<p>Grüße &amp; mehr</p>")
        #expect(seen.text("id") == "<\(item.key)@party.example>")
        #expect(seen.text("from") == "Anna & Ben <booth@party.example>")
        #expect(seen.text("to") == "emma@guests.example")
        #expect(seen.text("structure") == "multipart/mixed,multipart/alternative,text/plain,text/html,image/jpeg")
        let hash = ContentHash(of: picture).description
        #expect(
            seen[member: "files"]?.text()
                == "[{\"name\":\"000047-5b5da724.jpg\",\"size\":300000,\"sha256\":\"\(hash)\"}]")
        #expect(seen[member: "defects"] == [])
    }

    @Test(arguments: [
        ("lost", "unknown"), ("silent", "unknown"), ("busy", "busy"), ("greylisted", "busy"),
        ("no-such-user", "refused"),
        ("cut", "unreachable"),
    ])
    func `What a server's answer means`(way: String, word: String) async throws {
        let (far, ports) = try await FarProgram.mail.value
        let time = ManualTime()
        let rig = try Rig(settings(ports[way]), time: way == "silent" ? time.source : .system)
        var item = Rig.mail()
        let path = try rig.scratch.put([UInt8](repeating: 7, count: 3_000_000), at: "47.jpg")
        item.files = [SentFile(.file(path), name: "47.jpg", mediaType: "image/jpeg")]
        let task = Task { [item] in await rig.service.send(item, to: "mail") }
        if way == "silent" {
            try await far.wait { far.scratch.read("silent-\(item.key).json") }
            await time.pass(until: task)
        }
        let verdict = await task.value
        #expect("\(verdict)".hasPrefix(word), "\(verdict)")
        #expect(verdict.reason?.contains("emma") == false)
        if case .busy(_, let after) = verdict { #expect(after == .seconds(300)) }
        // What may have arrived is there once.
        let there = mails(far, item.key)
        #expect(there == (word == "unknown" ? 1 : 0))
    }

    @Test func `A mail that is cancelled midway delivers nothing`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        // Slow enough to be caught.
        let rig = try Rig(settings(ports["watching"], "none", ",\"kBps\":1000"))
        var item = Rig.mail()
        let path = try rig.scratch.put([UInt8](repeating: 7, count: 3_000_000), at: "47.jpg")
        item.files = [SentFile(.file(path), name: "47.jpg", mediaType: "image/jpeg")]
        let task = Task { [item] in await rig.service.send(item, to: "mail") }
        try await far.wait { far.scratch.read("begun-\(item.key)") }
        task.cancel()
        #expect(await task.value == .unreachable("sending was ended before it answered"))
        try await far.wait { far.scratch.read("gone-\(item.key)") }
        #expect(mails(far, item.key) == 0)
        #expect(await rig.service.send(item, to: "mail").isDelivered)
        #expect(mails(far, item.key) == 1)
    }

    @Test func `A mail that is cancelled before the last word may have arrived`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["silent"]))
        let item = Rig.mail()
        let task = Task { await rig.service.send(item, to: "mail") }
        try await far.wait { far.scratch.read("silent-\(item.key).json") }
        task.cancel()
        #expect(await task.value == .unknown("sending was ended before it answered"))
        #expect(mails(far, item.key) == 1)
    }

    /// What becomes of mails by the way of their server: the verdict's name, and how often each has arrived.
    private static let ways: [(way: String, word: String, arrives: Int)] = [
        ("good", "delivered", 1), ("lost", "unknown", 1), ("silent", "unknown", 1), ("busy", "busy", 0),
        ("greylisted", "busy", 0), ("no-such-user", "refused", 0), ("cut", "unreachable", 0),
        ("too-big", "delivered", 1),
        ("starttls", "blocked", 0),
    ]
    /// BOOTHKIT_SOAK asks for a thousand by each way.
    private static let many = Soak.isAskedFor ? 1000 : 8
    private static let senders = 4

    @Test(arguments: ways)
    func `No mail arrives twice, and those that may have arrived are unknown`(
        way: String, word: String, arrives: Int
    ) async throws {
        let (far, ports) = try await FarProgram.mail.value
        // Of the encrypted one nobody knows the certificate.
        let settings = settings(ports[way], way == "starttls" ? "starttls" : "none")
        let start = ContinuousClock.now
        let sent = try await withThrowingTaskGroup(of: [(key: String, verdict: Verdict)].self) { group in
            for _ in 0..<Self.senders {
                group.addTask {
                    let time = ManualTime()
                    let rig = try Rig(settings, time: way == "silent" ? time.source : .system)
                    var sent: [(key: String, verdict: Verdict)] = []
                    for _ in 0..<Self.many / Self.senders {
                        var item = Rig.mail()
                        if way == "cut" || way == "too-big" {
                            // More than the kernel takes at once: what it has taken may have arrived.
                            let size = way == "cut" ? 6_000_000 : 300_000
                            let bytes = SentFile.Content.bytes([UInt8](repeating: 7, count: size))
                            item.files = [SentFile(bytes, name: "47.jpg", mediaType: "image/jpeg")]
                        }
                        let task = Task { [item] in await rig.service.send(item, to: "mail") }
                        if way == "silent" {
                            try await far.wait { [key = item.key] in far.scratch.read("silent-\(key).json") }
                            await time.pass(until: task)
                        }
                        sent.append((item.key, await task.value))
                    }
                    return sent
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(sent.count == Self.many)
        for (_, verdict) in sent { #expect("\(verdict)".hasPrefix(word)) }
        let there = Set(far.scratch.names())
        for (key, _) in sent {
            let (first, second) = (there.contains("\(way)-\(key).eml"), there.contains("\(way)-\(key)-again.eml"))
            #expect(first == (arrives > 0) && !second)
        }
        print(
            "delivery: \(sent.count) mails, \(way): all \(word), \(arrives) of each arrived, \(ContinuousClock.now - start)"
        )
    }

    @Test func `What is too large for a server goes without its attachment`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["too-big"]))
        var item = Rig.mail()
        item.files = [SentFile(.bytes([UInt8](repeating: 7, count: 300_000)), name: "47.jpg", mediaType: "image/jpeg")]
        #expect(await rig.service.send(item, to: "mail").isDelivered)
        let seen = try await far.parsed("too-big-\(item.key).eml")
        #expect(seen[member: "files"] == [] && seen.text("text") == "Your picture: https://p.example/s/k7\n")
        item.message?.text = String(repeating: "x", count: 300_000)
        item.files = []
        guard case .refused = await rig.service.send(item, to: "mail") else {
            Issue.record("a text that is too large cannot be made smaller")
            return
        }
    }

    @Test func `Encryption and login are what they should be, or nothing is sent`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        let item = Rig.mail()
        let login = ",\"user\":\"booth\",\"secret\":\"mail\""
        let ca = ",\"ca\":\"\(far.scratch.path("certificate.pem"))\""
        func verdict(_ way: String, _ security: String, _ more: String, _ secret: String = "geheim") async throws
            -> Verdict
        {
            let rig = try Rig(settings(ports[way], security, more), secrets: ["mail": secret])
            return await rig.service.send(item, to: "mail")
        }
        #expect(try await verdict("starttls", "starttls", login + ca).isDelivered)
        #expect(try await verdict("tls", "tls", login + ca).isDelivered)
        let wrong = try await verdict("starttls", "starttls", login + ca, "wrong")
        #expect(wrong == .blocked("it does not let us in (535); see \"user\" and \"secret\""))
        #expect(
            try await verdict("good", "starttls", login + ca)
                == .blocked("it offers no encryption, and in clear nothing is sent"))
        for (way, security) in [("starttls", "starttls"), ("tls", "tls")] {
            let untrusted = try await verdict(way, security, login)
            guard case .blocked(let words) = untrusted, words.hasPrefix("its certificate is not good") else {
                Issue.record("\(untrusted)")
                continue
            }
        }
        #expect(mails(far, item.key) == 2)
    }

    @Test(arguments: [
        "emma@guests.example\r\nRCPT TO:<x@evil.example>", "emma@guests.example>\r\nDATA\r\n",
        "a@b.example,c@d.example", "", "x@y",
        "<a@b.example>", "a b@c.example", "a@b.example\u{0}",
    ])
    func `A second recipient cannot be smuggled in`(recipient: String) async throws {
        let (far, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["good"]))
        let item = Rig.mail(to: recipient)
        guard case .refused = await rig.service.send(item, to: "mail") else {
            Issue.record("accepted")
            return
        }
        #expect(mails(far, item.key) == 0)
    }

    @Test func `Hostile titles and texts stay what they are`() async throws {
        let (far, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["good"]))
        let texts = RecipeTests.hostile.filter { $0.utf8.count < 1000 }
        for text in texts {
            var item = Rig.mail(
                to: "emma@guests.example", text + "\r\n.\r\nMAIL FROM:<x@evil.example>\r\n--=_outer--\r\n")
            item.message?.title = text
            #expect(await rig.service.send(item, to: "mail").isDelivered)
            let seen = try await far.parsed("good-\(item.key).eml")
            #expect(
                seen.text("headers")
                    == "From,To,Subject,Date,Message-ID,MIME-Version,Auto-Submitted,Content-Type,Content-Transfer-Encoding"
            )
            #expect(seen.text("text")?.contains("MAIL FROM:<x@evil.example>") == true)
            #expect(seen[member: "defects"] == [] && mails(far, item.key) == 1)
        }
    }

    @Test func `A probe logs in and sends nothing`() async throws {
        let (_, ports) = try await FarProgram.mail.value
        let rig = try Rig(settings(ports["good"]))
        let steps = await rig.service.probe("mail")
        #expect(steps.map(\.what) == ["log in"] && steps.allSatisfy(\.verdict.isDelivered), "\(steps)")
        let away = try Rig(settings(1))
        #expect(await away.service.probe("mail").map(\.verdict) == [.unreachable("nobody answers there")])
    }
}
