import Faults
import Rigs
import Synchronization
import Testing
import Work

@testable import HTTP

@Suite struct StreamTests {
    @Test func `A stream of events says what it is told, and a comment when it is told nothing`() async throws {
        let time = ManualTime()
        let listener = try Listener(at: Address(parsing: "0")) { _ in
            .events(by: time.source) { events in
                try await events.send("one\ntwo", name: "news", id: "7")
                try await time.source.sleep(for: .seconds(60))
            }
        }
        let client = try RawClient(listener.address)
        client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        let first = await client.heard { $0.contains("two\n\n") }
        #expect(first.contains("event: news\nid: 7\ndata: one\ndata: two\n\n") && first.contains("retry: 1000"))
        #expect(first.contains("text/event-stream"))
        while time.sleepers < 2 { await Task.yield() }
        time.advance(by: .seconds(15))
        #expect(await client.heard { $0.contains(":\n\n") }.contains(":\n\n"))
        await listener.stop()
    }

    @Test func `Whoever wants to know that an event was taken waits for that, and for nothing else`() async throws {
        let writer = BodyWriter()
        let events = EventWriter(writer)
        let sent = Mutex(0)
        let sending = Task {
            for number in 1...3 {
                try await events.send("state \(number)", isTaken: true)
                sent.withLock { $0 = number }
            }
        }
        for number in 1...3 {
            // One at a time: the next one is written when this one has been taken.
            let text = await offPool {
                var buffer = [UInt8](repeating: 0, count: 1_000)
                let taken = buffer.withUnsafeMutableBytes { writer.take(into: $0) }
                guard case .bytes(let count) = taken else { return "" }
                return String(decoding: buffer.prefix(count), as: UTF8.self)
            }
            #expect(text == "data: state \(number)\n\n")
            #expect(sent.withLock { $0 } <= number)
        }
        try await sending.value
        // What need not be taken is written ahead.
        for number in 1...100 { try await events.send("news \(number)") }
        let late = Task { try await events.send("more", isTaken: true) }
        writer.end(.failed)
        await #expect(throws: BodyWriter.Gone.self) { try await late.value }
    }

    @Test func `A body whose length is known is sent with it; one that fails half-way does not look whole`()
        async throws
    {
        let listener = try Listener(at: Address(parsing: "0")) { request in
            let isWhole = request.path == ["whole"]
            return Answer(
                .stream(length: 1_000_000) { writer in
                    for _ in 0..<(isWhole ? 10 : 5) { try await writer.write([UInt8](repeating: 65, count: 100_000)) }
                    if !isWhole { throw BodyWriter.Gone() }
                })
        }
        let whole = try await RawClient.get(listener.address, "/whole")
        #expect(whole.head.contains("Content-Length: 1000000"), "\(whole.head)")
        #expect(whole.body.utf8.count == 1_000_000)
        #expect(try await RawClient.get(listener.address, "/part").body.utf8.count < 1_000_000)
        await listener.stop()
    }

    @Test func `A writer hears that its client is gone`() async throws {
        let (ends, end) = AsyncStream<Bool>.makeStream()
        let listener = try Listener(at: Address(parsing: "0")) { _ in
            Answer(
                .stream(length: nil) { writer in
                    do {
                        while true { try await writer.write([UInt8](repeating: 65, count: 65_536)) }
                    } catch {
                        end.yield(true)
                        throw error
                    }
                })
        }
        let client = try RawClient(listener.address)
        client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = await client.heard { $0.utf8.count > 100 }
        client.hangUp()
        #expect(await ends.first { _ in true } == true)
        await listener.stop()
    }

    @Test func `Stopping takes no time, with 100 open streams, 20 handlers that wait and 50 clients who say nothing`()
        async throws
    {
        let time = ManualTime()
        let open = Mutex(0)
        let listener = try Listener(at: Address(parsing: "0")) { request in
            open.withLock { $0 += 1 }
            if request.path == ["wait"] {
                try? await time.source.sleep(for: .seconds(3600))
                return Answer()
            }
            return .events(by: time.source) { _ in try await time.source.sleep(for: .seconds(3600)) }
        }
        let clients = try (0..<170).map { index in
            let client = try RawClient(listener.address)
            if index < 120 { client.say("GET /\(index < 20 ? "wait" : "events") HTTP/1.1\r\nHost: h\r\n\r\n") }
            return client
        }
        for client in clients[20..<120] { _ = await client.heard { $0.contains("retry") } }
        while open.withLock({ $0 }) < 120 { await Task.yield() }
        let began = ContinuousClock.now
        await listener.stop()
        print("stopping with 100 streams took \(ContinuousClock.now - began)")
        #expect(ContinuousClock.now - began < .seconds(1))
        #expect(throws: RawClient.CannotConnect.self) { try RawClient(listener.address) }
    }

    @Test func `Clients who say nothing, or half of a request, keep nobody out, and are cut when their time is over`()
        async throws
    {
        let time = ManualTime()
        var limits = Limits()
        limits.connections = 100
        let listener = try Listener(at: Address(parsing: "0"), limits: limits, time: time.source) { _ in
            Answer(.text("here"))
        }
        let clients = try (0..<150).map { index in
            let client = try RawClient(listener.address)
            client.say(["", "GET / HT", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx"][index % 3])
            return client
        }
        for _ in 0..<20 { #expect(try await RawClient.get(listener.address, "/").body == "here") }
        #expect(listener.connections <= 100)
        while time.sleepers < 1 { await Task.yield() }
        for _ in 0..<6 {
            time.advance(by: .seconds(5))
            while time.sleepers < 1 { await Task.yield() }
        }
        for client in clients { #expect(await client.heard().isEmpty) }
        #expect(try await RawClient.get(listener.address, "/").body == "here")
        await listener.stop()
    }

    @Test func `A port that is taken, one that is the system's and an address of another machine are told apart`()
        async throws
    {
        let listener = try Listener(at: Address(parsing: "0")) { _ in Answer() }
        #expect(throws: HTTPError.portInUse(listener.address)) { try Listener(at: listener.address) { _ in Answer() } }
        let foreign = Address(host: "192.0.2.1", port: 8080)
        let error = #expect(throws: HTTPError.self) { try Listener(at: foreign) { _ in Answer() } }
        #expect(error?.description.contains("192.0.2.1:8080: this machine has no such address") == true)
        await listener.stop()
        let again = try Listener(at: listener.address) { _ in Answer() }
        await again.stop()
    }

    @Test(arguments: [
        ("8080", "127.0.0.1:8080"), ("0.0.0.0:80", "0.0.0.0:80"), ("[::1]:0", "[::1]:0"),
        ("booth.lan:1", "booth.lan:1"),
        ("", nil), ("x", nil), ("70000", nil), ("::1", nil), (":80", nil), ("-1", nil), ("a:b", nil), ("+5", nil),
    ])
    func `An address is a port, or a host and a port`(text: String, expected: String?) {
        #expect((try? Address(parsing: text))?.description == expected)
    }
}
