import Files
import Glibc
import Rigs
import Synchronization
import Testing
import Work

@testable import HTTP

@Suite struct ListenerTests {
    /// Tells what it was asked.
    private func echo(_ limits: Limits = Limits()) throws -> Listener {
        try Listener(at: Address(host: "127.0.0.1", port: 0), limits: limits, refuse: Self.refusal) { request in
            let query = request.query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
            let text = "\(request.method) \(request.path) \(query) \(request.body.count)"
            return Answer(.text(text), type: "text/plain", headers: ["ETag": "\"e\"", "X-Ours": "yes"])
        }
    }

    /// As a server has its headers on every answer.
    private static let refusal: @Sendable (Refusal, String) -> Answer = { refusal, target in
        Answer(
            status: refusal.status, .text(refusal.words), type: "text/plain",
            headers: ["X-Ours": "yes", "X-Target": String(target.prefix(40))])
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/9.1\r\nHost: h\r\n\r\n", 505),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 200_000))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: h\r\n\(String(repeating: "X: y\r\n", count: 10_000))\r\n", 431),
    ])
    func `What the library refuses by itself goes out in our words`(request: String, status: Int) async throws {
        let listener = try echo()
        let answer = try await RawClient.ask(listener.address, request)
        #expect(answer.status == status && answer.head.contains("X-Ours: yes"), "\(answer)")
        #expect(answer.body == Refusal(rawValue: status)?.words, "\(answer)")
        await listener.stop()
    }

    @Test(arguments: [
        ("GET /api/x HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", "/api/x", 400),
        (
            "GET /api/y?q=1 HTTP/1.1\r\nHost: h\r\n\(String(repeating: "X: y\r\n", count: 10_000))\r\n", "/api/y?q=1",
            431
        ),
        ("GET /api/z HTTP/1.1\r\nno colon\r\n\r\n", "/api/z", 400),
    ])
    func `A refusal knows what was asked for`(request: String, target: String, status: Int) async throws {
        let listener = try echo()
        let answer = try await RawClient.ask(listener.address, request)
        #expect(answer.status == status && answer.head.contains("X-Target: \(target)\r\n"), "\(answer)")
        await listener.stop()
    }

    @Test func `A head may be so long and no longer`() async throws {
        var limits = Limits()
        limits.head = 1_000
        let listener = try echo(limits)
        for (size, status) in [(800, 200), (1_200, 431)] {
            let answer = try await RawClient.get(
                listener.address, "/", "X: \(String(repeating: "a", count: size))\r\n")
            #expect(answer.status == status, "\(answer)")
        }
        await listener.stop()
    }

    @Test func `Answers what it is asked, by a handler that may wait`() async throws {
        let listener = try Listener(at: Address(parsing: "0")) { request in
            await Task.yield()
            return Answer(.text("hello \(request.peer) at \(request.local)"))
        }
        let answer = try await RawClient.get(listener.address, "/")
        #expect(answer.status == 200 && answer.body == "hello 127.0.0.1 at \(listener.address)")
        await listener.stop()
    }

    @Test func `Keeps a connection for several requests, and hears of path, query and body`() async throws {
        let listener = try echo()
        let client = try RawClient(listener.address)
        client.say(
            "GET /a%20b/?x=1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
        client.say(
            "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        )
        let heard = await client.heard()
        for text in [#"GET ["a b", ""] x=1 0"#, #"POST ["p"]  5"#, #"PUT ["c"]  3"#] { #expect(heard.contains(text)) }
        await listener.stop()
    }

    @Test func `Sends a head alone where only that is asked for, parts where parts are, and nothing twice`()
        async throws
    {
        let listener = try echo()
        let head = try await RawClient.ask(
            listener.address, "HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(head.status == 200 && head.body.isEmpty && head.head.contains("Content-Length: 13"))
        let part = try await RawClient.get(listener.address, "/x", "Range: bytes=0-2\r\n")
        #expect(part.status == 206 && part.body == "GET")
        #expect(try await RawClient.get(listener.address, "/x", "If-None-Match: \"e\"\r\n").status == 304)
        #expect(try await RawClient.get(listener.address, "/x", "Range: bytes=99-\r\n").status == 416)
        await listener.stop()
    }

    @Test func `Sends a file, and parts of it, as it was when it was opened`() async throws {
        let path = "\(temporaryFolder)/boothkit-http-\(UInt64.random(in: 0 ... .max)).bin"
        try writeDurably(Array((0..<100_000).map { UInt8($0 % 251) }), to: path)
        let file = try ServedFile(path)
        unlink(path)
        let listener = try Listener(at: Address(parsing: "0")) { _ in Answer(.file(file), headers: ["ETag": "\"f\""]) }
        #expect(try await RawClient.get(listener.address, "/").head.contains("Content-Length: 100000"))
        let part = try await RawClient.get(listener.address, "/", "Range: bytes=-3\r\n")
        #expect(part.status == 206 && Array(part.body.utf8) == [99_997, 99_998, 99_999].map { UInt8($0 % 251) })
        await listener.stop()
    }

    @Test func `Refuses what is too much, with one clear answer, and goes on`() async throws {
        let listener = try echo()
        let body = String(repeating: "x", count: 65_537)
        let long = try await RawClient.ask(
            listener.address, "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 65537\r\n\r\n" + body)
        #expect(long.status == 413)
        let huge = try await RawClient.ask(
            listener.address, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n")
        #expect(huge.status == 413)
        let target = String(repeating: "a", count: 20_000)
        #expect(try await RawClient.get(listener.address, "/" + target).status == 414)
        let line = String(repeating: "a", count: 1 << 20)
        let status = try await RawClient.get(listener.address, "/" + line).status
        #expect(status == 414)
        let many = (0..<10_000).map { "X-\($0): 1\r\n" }.joined()
        let other = try await RawClient.get(listener.address, "/", many).status
        #expect(other == 431)
        #expect(try await RawClient.get(listener.address, "/").status == 200)
        await listener.stop()
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: other\r\nConnection: close\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET http://other/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    ])
    func `Refuses what can be read in two ways`(request: String) async throws {
        let listener = try echo()
        #expect(try await RawClient.ask(listener.address, request).status == 400)
        await listener.stop()
    }

    @Test func `Does nothing for a body that is shorter than said`() async throws {
        let asked = Mutex(0)
        let listener = try Listener(at: Address(parsing: "0")) { _ in
            asked.withLock { $0 += 1 }
            return Answer()
        }
        let client = try RawClient(listener.address)
        client.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
        client.finish()
        _ = await client.heard()
        #expect(asked.withLock { $0 } == 0)
        await listener.stop()
    }

    @Test func `Bears a thousand broken requests`() async throws {
        let listener = try echo()
        let good = Array("POST /a/b?c=d HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nCookie: a=b; c=d\r\n\r\nhello".utf8)
        for seed in 0..<1_000 {
            var random = Seeded(seed)
            var bytes = good
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(contentsOf: Array("\r\n: %\0".utf8), at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count - 1, place + 9))
                default: bytes += bytes[place...]
                }
            }
            let client = try RawClient(listener.address)
            client.say(bytes)
            client.finish()
            let heard = await client.heard()
            #expect(
                heard.isEmpty || heard.contains("X-Ours: yes"),
                "\(seed): \(heard)")
        }
        #expect(try await RawClient.get(listener.address, "/").status == 200)
        await listener.stop()
    }
}

let temporaryFolder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
