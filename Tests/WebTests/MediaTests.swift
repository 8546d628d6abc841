import Files
import Glibc
import HTTP
import Rigs
import Sessions
import Testing

@testable import Web

@Suite struct MediaTests {
    @Test func `A file of a session is sent with its type, its name and for ever`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let path = session.captures[0].path
        let answer = await server.answer(request("GET", "/media/\(path)", cookie: cookie))
        #expect(answer.status == 200 && answer.headers["Content-Type"] == "image/jpeg")
        #expect(answer.headers["Cache-Control"] == "private, max-age=31536000, immutable")
        #expect(answer.headers["Content-Disposition"]?.hasPrefix("inline; filename=\"1-") == true)
        #expect(answer.headers["ETag"] != nil)
        let saved = await server.answer(request("GET", "/media/\(path)?download=1", cookie: cookie))
        #expect(saved.headers["Content-Disposition"]?.hasPrefix("attachment; ") == true)
    }

    @Test func `A small picture is made while the page waits, kept, and deleted with its session`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let final = try #require(session.guestsPicture?.path)
        let answer = await server.answer(request("GET", "/thumb/\(final)", cookie: cookie))
        #expect(answer.status == 200 && answer.headers["Content-Type"] == "image/jpeg")
        let capture = session.captures[1].path
        #expect(await server.answer(request("GET", "/thumb/\(capture)", cookie: cookie)).status == 200)
        let folder = party.folder.path + "/Thumbs"
        #expect(try entries(ofFolder: folder).count == 2)
        _ = try await party.record.delete(items: [capture], of: session.id)
        #expect(try entries(ofFolder: folder).count == 1)
        try await party.record.delete(session.id)
        #expect(try entries(ofFolder: folder).isEmpty)
        #expect(await server.answer(request("GET", "/thumb/\(final)", cookie: cookie)).status == 404)
    }

    /// What has been tried on other servers, in five hundred ways.
    static let traversals: [String] = {
        let steps = ["..", ".", "%2e%2e", "..;", "....", "%252e%252e", "..%00", "%c0%ae%c0%ae", "..%5c", "..\\"]
        let ends = ["etc/passwd", "party/event.db", "event.json", "state/operator-secret", "proc/self/environ"]
        let starts = [
            "", "Captures/", "Thumbs/320-", "/", "//", "FinalPhoto/x/", "Captures/000001-1-", "file:///", "%2f", "C:/",
        ]
        return starts.flatMap { start in steps.flatMap { step in ends.map { "\(start)\(step)/\(step)/\(step)/\($0)" } }
        }
    }()

    @Test func `Five hundred ways out of the event lead nowhere`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let serving = try Serving(server, operators: Address(parsing: "0"), guests: Address(parsing: "0"))
        let (operators, guests) = (serving.operators!.address, serving.guests!.address)
        #expect(Self.traversals.count == 500)
        for way in Self.traversals {
            for place in ["media/", "thumb/", "operator/", "operator/text/", "e/"] {
                let answer = await server.answer(request("GET", "/\(place)\(way)", cookie: cookie))
                #expect([400, 404].contains(answer.status) || answer.text.contains("<body></body>"), "\(place)\(way)")
                #expect(!answer.text.contains("root:") && !answer.text.contains("\"version\""), "\(place)\(way)")
            }
        }
        // As they are, over the wire.
        for way in Self.traversals {
            let asked = try await RawClient.ask(
                operators,
                "GET /media/\(way) HTTP/1.0\r\nHost: \(operators)\r\nCookie: boothkit_operator=\(cookie)\r\n\r\n")
            #expect([400, 404].contains(asked.status), "\(way)")
            let shared = try await RawClient.ask(guests, "GET /s/\(session.token!)/\(way) HTTP/1.0\r\nHost: x\r\n\r\n")
            #expect([400, 404].contains(shared.status), "\(way)")
        }
        await serving.stop()
    }

    @Test func `An event whose folder vanishes is said to be away, and the server stays`() async throws {
        let party = try Party()
        let session = try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let path = session.captures[0].path
        rename(party.folder.path, party.folder.path + "-away")
        #expect(await server.answer(request("GET", "/media/\(path)", cookie: cookie)).status == 507)
        #expect(await server.answer(request("GET", "/thumb/\(path)", cookie: cookie)).status == 507)
        #expect([200, 503].contains(await server.guests.answer(request("GET", "/s/\(session.token!)/")).status))
        let status = await server.answer(request("GET", "/api/status", cookie: cookie))
        #expect(status.status == 507 && status.text.hasPrefix("{\"error\":"), "\(status.status) \(status.text)")
        rename(party.folder.path + "-away", party.folder.path)
        #expect(await server.answer(request("GET", "/media/\(path)", cookie: cookie)).status == 200)
    }
}
