import HTTP
import Rigs
import Sessions
import Testing
import Work

@testable import Web

@Suite struct ChangesTests {
    @Test func `A page hears of each change, and of what it has missed`() async throws {
        let party = try Party()
        let server = try party.server()
        let serving = try Serving(server, operators: Address(parsing: "0"), guests: nil)
        let address = serving.operators!.address
        let cookie = try server.login()
        func stream(_ more: String = "") throws -> RawClient {
            let client = try RawClient(address)
            client.say(
                "GET /api/changes HTTP/1.1\r\nHost: \(address)\r\nCookie: boothkit_operator=\(cookie)\r\n\(more)\r\n")
            return client
        }
        let first = try stream()
        #expect(
            await first.heard { $0.contains("\"running\":false") }.contains(
                "event: changes\nid: 0\ndata: {\"revision\":0}"))
        try await party.session(in: server.sites[0].record)
        #expect(await first.heard { $0.contains("\"sessions\":[1]") }.contains("event: changes"))
        // Another process is heard of within a second.
        try await party.session()
        while party.time.sleepers < 5 { await Task.yield() }
        party.time.advance(by: .seconds(1))
        #expect(await first.heard { $0.contains("[2]") }.contains("event: changes"))
        let second = try stream("Last-Event-ID: 0\r\n")
        #expect(await second.heard { $0.contains("\"sessions\":[1,2]") }.contains("event: changes"))
        await serving.stop()
    }

    @Test func `Seven streams of one operator all go on, and end when the server stops`() async throws {
        let party = try Party()
        let server = try party.server()
        let serving = try Serving(server, operators: Address(parsing: "0"), guests: nil)
        let address = serving.operators!.address
        let cookie = try server.login()
        var streams: [RawClient] = []
        for _ in 0..<7 {
            let client = try RawClient(address)
            client.say("GET /api/changes HTTP/1.1\r\nHost: \(address)\r\nCookie: boothkit_operator=\(cookie)\r\n\r\n")
            streams.append(client)
        }
        for stream in streams { #expect(await stream.heard { $0.contains("\"running\"") }.contains("event: state")) }
        let began = ContinuousClock.now
        await serving.stop()
        #expect(ContinuousClock.now - began < .seconds(1))
    }
}
