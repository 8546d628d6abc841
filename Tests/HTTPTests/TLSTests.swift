import Files
import Glibc
import Rigs
import Testing
import Work

@testable import HTTP

/// What holds for a listener holds for one that speaks TLS, too.
@Suite struct TLSTests {
    private func listener(
        _ limits: Limits = Limits(), time: TimeSource = .system,
        _ handler: @escaping @Sendable (Request) async -> Answer
    ) async throws -> Listener {
        try await offPool {
            let folder = "\(temporaryFolder)/boothkit-tls-\(UInt64.random(in: 0 ... .max))"
            defer { removeTree(folder) }
            let certificate = try Certificate.kept(in: folder, names: ["localhost"])
            return try Listener(
                at: Address(host: "127.0.0.1", port: 0), certificate: certificate, limits: limits, time: time,
                refuse: { refusal, _ in Answer(status: refusal.status, .text(refusal.words), headers: ["X-Ours": "yes"])
                },
                handler: handler)
        }
    }

    @Test func `Clients who never finish their handshake keep nobody out, and are cut when their time is over`()
        async throws
    {
        let time = ManualTime()
        var limits = Limits()
        limits.connections = 100
        let listener = try await listener(limits, time: time.source) { _ in Answer(.text("here")) }
        let began: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01]
        let clients = try (0..<150).map { index in
            let client = try RawClient(listener.address)
            if index % 3 == 1 { client.say(began) }
            if index % 3 == 2 { client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n") }
            return client
        }
        for _ in 0..<20 { #expect(try await TLSClient.get(listener.address, "/").body == "here") }
        #expect(listener.connections <= 100)
        while time.sleepers < 1 { await Task.yield() }
        for _ in 0..<6 {
            time.advance(by: .seconds(5))
            while time.sleepers < 1 { await Task.yield() }
        }
        for client in clients { _ = await client.heard() }
        #expect(try await TLSClient.get(listener.address, "/").body == "here")
        await listener.stop()
    }

    @Test func `Stopping takes no time, with 100 open streams and 50 clients who say nothing`() async throws {
        let time = ManualTime()
        let listener = try await listener { _ in
            .events(by: time.source) { _ in try await time.source.sleep(for: .seconds(3600)) }
        }
        let streams = try await offPool {
            try (0..<100).map { _ in
                let client = try TLSClient(listener.address)
                client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(client.heard { $0.contains("retry") }.contains("retry"))
                return client
            }
        }
        let silent = try (0..<50).map { _ in try RawClient(listener.address) }
        let began = ContinuousClock.now
        await listener.stop()
        print("stopping with 100 streams over TLS took \(ContinuousClock.now - began)")
        #expect(ContinuousClock.now - began < .seconds(1))
        withExtendedLifetime((streams, silent)) {}
    }

    @Test func `What is no request is refused in the listener's own words`() async throws {
        let listener = try await listener { _ in Answer() }
        let said = try await offPool {
            let client = try TLSClient(listener.address)
            client.say("GET / HTTP/1.1\r\nbroken\r\n\r\n")
            return client.heard()
        }
        #expect(said.hasPrefix("HTTP/1.1 400") && said.contains("X-Ours: yes"), "\(said)")
        await listener.stop()
    }
}
