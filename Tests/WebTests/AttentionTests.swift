import HTTP
import Sessions
import StrictJSON
import Testing

@testable import Web

@Suite struct AttentionTests {
    private func total(_ server: WebServer, _ query: String) async throws -> Int? {
        let answer = await server.answer(request("GET", "/api/sessions?\(query)", cookie: try server.login()))
        return try JSONValue(parsing: answer.bytes, document: "answer")[member: "total"]?.number
    }

    @Test func `A guest who asks to have the pictures deleted needs attention until they are`() async throws {
        let party = try Party { $0.guestDelete = .ask }
        let (asks, other) = (try await party.session(), try await party.session())
        let server = try party.server()
        // An answer of a workflow's own step of that name is none.
        _ = try await party.record.keep(.consent, name: "delete", value: "no", in: other.id)
        #expect(try await total(server, "attention=1") == 0)
        let token = try #require(asks.token)
        for _ in 0..<2 {
            let asked = await server.guests.answer(
                request("POST", "/s/\(token)/delete", body: "delete=yes", host: "photos.example"))
            #expect(asked.status == 200, "\(asked.text)")
        }
        #expect(try await total(server, "attention=1") == 1)
        #expect(try await total(server, "attention=1&q=asked") == 1)
        let inputs = try await party.record.session(asks.id).inputs.filter(\.isDeletionWish)
        #expect(inputs.count == 1)
        let gone = await server.answer(
            request("POST", "/api/sessions/\(asks.number!)/delete", cookie: try server.login(), changing))
        #expect(gone.status == 200, "\(gone.text)")
        #expect(try await total(server, "attention=1") == 0)
        #expect(try await total(server, "limit=1") == 1)
    }
}
