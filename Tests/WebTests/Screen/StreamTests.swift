import Engine
import HTTP
import Rigs
import StrictJSON
import Testing
import Work

@testable import Web

/// The stream of the guests' view, over a socket.
@Suite struct StreamTests {
    private func follow(_ booth: OpenBooth, _ listener: Listener) throws -> RawClient {
        let client = try RawClient("127.0.0.1", listener.address.port)
        client.say("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(listener.address.port)\r\n\r\n")
        return client
    }

    @Test func `Each change is an event with its revision, and silence is broken now and then`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let listener = try await offPool { [server = booth.server] in
                try Listener(at: Address(host: "127.0.0.1", port: 0)) { await server.answer($0) }
            }
            let client = try follow(booth, listener)
            let revision = booth.engine.view.now.revision
            let first = await client.heard { $0.contains("\"step\":\"attract\"") }
            #expect(first.contains("event: state\nid: \(revision)\ndata: {\"version\":1"), "\(first)")
            #expect(first.lowercased().contains("content-type: text/event-stream"))
            #expect(await booth.command("next").status == 200)
            let second = await client.heard { $0.contains("\"step\":\"countdown\"") }
            #expect(second.contains("event: state"), "\(second)")
            // A guest who waits, and a client that is gone, look alike without it.
            async let beat = client.heard { $0.contains("\n:\n") }
            while booth.time.sleepers == 0 { await Task.yield() }
            booth.time.advance(by: .seconds(16))
            let heard = await beat
            #expect(heard.contains(":\n"))
            await listener.stop()
            _ = await client.heard()
        }
    }

    @Test func `A stop ends a hundred streams at once`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let listener = try await offPool { [server = booth.server] in
                try Listener(at: Address(host: "127.0.0.1", port: 0)) { await server.answer($0) }
            }
            let clients = try (0..<100).map { _ in try follow(booth, listener) }
            for client in clients { _ = await client.heard { $0.contains("\"step\":\"attract\"") } }
            let began = ContinuousClock.now
            await listener.stop()
            let took = ContinuousClock.now - began
            print("100 streams were ended within \(took)")
            #expect(took < .seconds(1))
        }
    }
}
