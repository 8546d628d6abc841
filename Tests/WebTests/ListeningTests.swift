import HTTP
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Web

/// The whole way, from a socket to the record and back.
@Suite struct ListeningTests {
    @Test func `A program with an operator's cookie shares a session, and one without does not`() async throws {
        let party = try Party { $0.linkBase = "https://photos.example/s/" }
        try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let listener = try await offPool {
            try Listener(at: Address(host: "127.0.0.1", port: 0)) { await server.answer($0) }
        }
        let port = listener.address.port
        func ask(_ head: [String], _ body: String = "") async throws -> (status: Int, head: String, body: String) {
            let client = try RawClient("127.0.0.1", port)
            let lines = head + ["Host: 127.0.0.1:\(port)", "Connection: close", "Content-Length: \(body.utf8.count)"]
            _ = client.say(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            return RawClient.parts(of: await client.heard())
        }
        let own = [
            "Origin: http://127.0.0.1:\(port)", "X-Booth: 1", "Content-Type: application/json",
            "Cookie: boothkit_operator=\(cookie)",
        ]
        let shared = try await ask(["POST /api/sessions/1/share HTTP/1.1"] + own, #"{"revoke":true}"#)
        #expect(shared.status == 200 && shared.body.contains("https://photos.example/s/"), "\(shared)")
        let shares = try await party.record.session(number: 1).shares
        #expect(shares.count == 2 && shares[0].revoked != nil)
        let list = try await ask(["GET /api/sessions HTTP/1.1", own[3]])
        let json = try JSONValue(parsing: Array(list.body.utf8), document: "answer")
        #expect(list.status == 200 && json[member: "total"]?.number == 1, "\(list)")
        let broken = try await ask(["POST /api/sessions/1/share HTTP/1.1"] + own, #"{"revoke":"#)
        #expect(broken.status == 422 && broken.body.contains("\"error\":\"request: line 1"), "\(broken)")
        let stranger = try await ask(["POST /api/sessions/1/share HTTP/1.1"] + own.dropLast())
        #expect(stranger.status == 401, "\(stranger)")
        #expect(try await party.record.session(number: 1).shares.count == 2)
        await listener.stop()
    }
}
