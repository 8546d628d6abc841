import Files
import Foundation
import HTTP
import Rigs
import Sessions
import Testing

@testable import Web

@Suite struct LinkedPageTests {
    private func get(_ server: WebServer, _ target: String, _ headers: Headers = Headers()) async -> Answer {
        let answer = await server.guests.answer(request("GET", target, host: "photos.example", headers))
        MatrixTests.expectSafeguards(answer, target)
        return answer
    }

    @Test func `A link leads to its page, with a slash`() async throws {
        let party = try Party()
        let token = try #require(try await party.session().token)
        let server = try party.server()
        let short = await get(server, "/s/\(token)")
        #expect(short.status == 308 && short.headers["Location"] == token + "/")
        let page = await get(server, "/s/\(token)/")
        #expect(page.status == 200 && page.text.contains("Emma &amp; Noah") && page.bytes.count < 15_000)
        #expect(!page.text.contains("<script") && page.headers["Set-Cookie"] == nil)
        #expect(page.headers["Content-Security-Policy"]?.contains("script-src 'none'") == true)
        #expect(page.headers["X-Robots-Tag"] == "noindex")
        // All that the page names is there.
        for match in page.text.matches(of: /(?:href|src)="([^"]+)"/) {
            let place = match.1.hasPrefix("../") ? "/s/\(match.1.dropFirst(3))" : "/s/\(token)/\(match.1)"
            #expect(await get(server, place).status == 200, "\(place)")
        }
        let live = await get(server, "/s/\(token)/live")
        #expect(live.headers["Content-Security-Policy"]?.contains("script-src 'self'") == true)
        #expect(await get(server, "/s/live.js").status == 200)
    }

    @Test func `A page shows the newest of many pictures, the guest's own and the camera's among them`() async throws {
        let party = try Party()
        let session = try await party.session()
        for seed in 1...40 {
            let jpeg = try Party.picture(seed)
            let hash = ContentHash(of: jpeg)
            let path = "Effects/\(EventFolder.prefix(1))\(hash.prefix8).jpg"
            try writeDurably(jpeg, to: party.folder.path + "/" + path)
            let look = Rendition(
                .effect, at: path, sha256: hash.description, bytes: jpeg.count, parameters: "{\"seed\":\(seed)}")
            _ = try await party.record.add(look, to: session.id)
        }
        let page = await get(try party.server(), "/s/\(session.token!)/")
        #expect(page.status == 200 && page.bytes.count < 30_000, "\(page.bytes.count)")
        let shown = Set(page.text.matches(of: /(?:picture|original)-[0-9]+-[0-9a-f]{8}\.jpg/).map { "\($0.0)" })
        let whole = try await party.record.session(session.id)
        let looks = whole.renditions.filter { $0.kind == .effect }.suffix(29).compactMap(\.sha256)
        let hashes = looks + whole.captures.map(\.sha256) + [whole.renditions[0].sha256 ?? ""]
        #expect(shown.count == 32 && Set(shown.map { $0.dropLast(4).suffix(8) }) == Set(hashes.map { $0.prefix(8) }))
    }

    @Test func `Whatever is wrong with a link, the answer is the same, byte for byte`() async throws {
        let party = try Party { ($0.linkDays, $0.guestDelete) = (1, .now) }
        let server = try party.server()
        let (deleted, revoked, old) = (try await party.session(), try await party.session(), try await party.session())
        try await party.record.delete(deleted.id)
        _ = try await party.record.share(revoked.id, revoking: true)
        #expect(await get(server, "/s/\(old.token!)/").status == 200)
        let unknown = await get(server, "/s/0000000000000000000000/")
        party.time.advance(by: .seconds(86_500))
        for token in [deleted.token!, revoked.token!, old.token!, "x", "'; DROP TABLE share"] {
            let answer = await get(server, "/s/\(token)/")
            #expect(answer.status == 404 && answer.bytes == unknown.bytes, "\(token)")
            #expect(answer.headers == unknown.headers, "\(token)")
            for name in ["all.zip", "live", "page.css", "delete", "picture-1-00000000.jpg"] {
                #expect(await get(server, "/s/\(token)/\(name)").bytes == unknown.bytes)
            }
        }
    }

    @Test func `While the event's folder is away guests are asked to come back, whatever their link`() async throws {
        let party = try Party()
        let (session, server) = (try await party.session(), try party.server())
        #expect(await get(server, "/s/\(session.token!)/").status == 200)
        try FileManager.default.moveItem(atPath: party.folder.path, toPath: party.path + "/away")
        for token in [session.token!, "0000000000000000000000"] {
            let answer = await get(server, "/s/\(token)/")
            #expect(answer.status == 503 && answer.headers["Retry-After"] == "30", "\(answer)")
            #expect(answer.text.contains("Please come back in a moment."), "\(answer.text)")
        }
        try FileManager.default.moveItem(atPath: party.path + "/away", toPath: party.folder.path)
        #expect(await get(server, "/s/\(session.token!)/").status == 200)
    }

    @Test func `The listener of guests knows nothing else`() async throws {
        let party = try Party()
        let (session, server) = (try await party.session(), try party.server())
        let cookie = try server.login()
        for route in Route.operators where route.pattern != "/" {
            let target = route.pattern.replacing("{path...}", with: session.captures[0].path).replacing(
                /\{.*?\}/, with: "1")
            let answer = await server.guests.answer(request(route.method.rawValue, target, cookie: cookie, changing))
            #expect(answer.status == 404, "\(target)")
        }
        for target in ["/", "/s", "/s/", "/s/\(session.token!)/Captures/1.jpg", "/index.html", "/favicon.ico"] {
            #expect(await get(server, target).status == 404, "\(target)")
        }
        let post = await server.guests.answer(request("POST", "/s/\(session.token!)/", changing))
        #expect(post.status == 405)
    }

    @Test func `Twenty wrong links a minute are answered, then a wait; right ones always are`() async throws {
        let party = try Party()
        let (token, server) = (try #require(try await party.session().token), try party.server())
        for index in 0..<20 { #expect(await get(server, "/s/wrong\(index)/").status == 404) }
        let answer = await get(server, "/s/wrong/")
        #expect(answer.status == 429 && answer.headers["Retry-After"] == "60")
        #expect(await get(server, "/s/\(token)/").status == 200)
        party.time.advance(by: .seconds(61))
        #expect(await get(server, "/s/wrong/").status == 404)
    }

    @Test func `Of ten thousand links that are made up none leads anywhere`() async throws {
        let party = try Party()
        try await party.session()
        let server = try party.server()
        var random = Seeded(16)
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        for _ in 0..<10_000 {
            let token = String((0..<22).map { _ in letters.randomElement(using: &random)! })
            let status = await server.guests.answer(request("GET", "/s/\(token)/")).status
            guard status == 404 || status == 429 else {
                Issue.record("\(token): \(status)")
                return
            }
        }
    }

    @Test func `All pictures come in one ZIP, whose size is known`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let serving = try Serving(server, operators: nil, guests: Address(parsing: "0"))
        let address = try #require(serving.guests?.address)
        let zip = party.path + "/all.zip"
        let run = await Programs.blocking {
            Programs.run(
                "/bin/sh",
                ["-c", "curl -sf http://\(address)/s/\(session.token!)/all.zip -o \(zip) && unzip -tq \(zip)"])
        }
        #expect(run.status == 0 && run.out.contains("No errors"), "\(run)")
        let list = await Programs.blocking { Programs.run("/bin/sh", ["-c", "unzip -l \(zip)"]) }
        #expect(list.out.contains("3 files") && list.out.contains("Emma & Noah 1-1.jpg"), "\(list)")
        await serving.stop()
        #expect(try await party.record.session(session.id).isDownloaded)
    }

    @Test func `Views and downloads are counted, and pictures that a page shows are none`() async throws {
        let party = try Party()
        let session = try await party.session()
        let (token, server) = (session.token!, try party.server())
        let page = await get(server, "/s/\(token)/").text
        let picture = try #require(page.firstMatch(of: /href="(picture-1-[0-9a-f]+\.jpg)"/)).1
        _ = await get(server, "/s/\(token)/\(picture)", ["Accept": "image/avif,image/webp,*/*"])
        _ = await get(server, "/s/\(token)/\(picture)", ["Accept": "text/html,*/*"])
        try await server.sites[0].visits.flush(into: party.record)
        let share = try await party.record.session(session.id).shares[0]
        #expect(share.views == 1 && share.downloads == 1)
    }

    @Test func `A page says that more is on its way, and asks again by itself`() async throws {
        let party = try Party()
        let plan = SessionPlan(workflow: .standard)
        let session = try await party.record.start(plan)
        let (token, server) = (session.token!, try party.server())
        let waiting = await get(server, "/s/\(token)/")
        #expect(waiting.status == 200 && waiting.headers["Refresh"] == "5")
        _ = try await party.record.end(.stop)
        #expect(await get(server, "/s/\(token)/").headers["Refresh"] == nil)
    }

    @Test func `Guests may have their pictures deleted where the event says so`() async throws {
        let party = try Party { $0.guestDelete = .now }
        let session = try await party.session()
        let (token, server) = (session.token!, try party.server())
        #expect(await get(server, "/s/\(token)/").text.contains("href=\"delete\""))
        #expect(await get(server, "/s/\(token)/delete").text.contains("<form method=\"post\""))
        func post(_ headers: Headers, _ body: String = "delete=yes") async -> Answer {
            await server.guests.answer(
                request("POST", "/s/\(token)/delete", body: body, host: "photos.example", headers))
        }
        let form = "application/x-www-form-urlencoded"
        #expect(await post(["Origin": "http://evil.example", "Content-Type": form]).status == 403)
        #expect(await post(["Origin": "null"], "").status == 403)
        #expect(try await party.record.session(session.id).captures.count == 2)
        let answer = await post(["Origin": "null", "Content-Type": form])
        #expect(answer.status == 200 && answer.text.contains("deleted"))
        await #expect(throws: SessionsError.self) { try await party.record.session(session.id) }
        #expect(await get(server, "/s/\(token)/").status == 404)
        #expect((try entries(ofFolder: party.folder.path + "/Captures")).isEmpty)
    }

    @Test func `Where the operator is asked, the wish is in the record, once`() async throws {
        let party = try Party { $0.guestDelete = .ask }
        let session = try await party.session()
        let (token, server) = (session.token!, try party.server())
        for _ in 0..<2 {
            let answer = await server.guests.answer(
                request("POST", "/s/\(token)/delete", body: "delete=yes", ["Origin": "https://127.0.0.1:8080"]))
            #expect(answer.status == 200 && answer.text.contains("have been asked"))
        }
        let inputs = try await party.record.session(session.id).inputs.filter { $0.name == Session.Input.wish }
        #expect(inputs.map(\.value) == ["asked"])
        let none = try Party()
        let off = try await none.session()
        #expect(await get(try none.server(), "/s/\(off.token!)/delete").status == 404)
    }
}
