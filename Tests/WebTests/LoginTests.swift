import Files
import Glibc
import HTTP
import Rigs
import Sessions
import Testing

@testable import Web

@Suite struct LoginTests {
    private func code(_ party: Party) throws -> String {
        try OperatorSecret(folder: party.options.state, time: party.time.source).invitation()
    }

    @Test func `The first use of a link logs a browser in, a second one does not`() async throws {
        let party = try Party()
        let server = try party.server()
        let link = "/login/\(try code(party))"
        #expect(await server.answer(request("HEAD", link)).status == 405)
        let first = await server.answer(request("GET", link))
        let field = try #require(first.headers["Set-Cookie"])
        #expect(first.status == 200 && field.contains("; HttpOnly") && field.contains("; SameSite=Strict"))
        #expect(field.hasPrefix("boothkit_operator=") && field.contains("; Path=/;") && !field.contains("Secure"))
        let value = String(field.dropFirst("boothkit_operator=".count).prefix { $0 != ";" })
        #expect(await server.answer(request("GET", "/api/status", cookie: value)).status == 200)
        let second = await server.answer(request("GET", link))
        #expect(second.status == 403 && second.headers["Set-Cookie"] == nil)
        for wrong in ["", "x", value.uppercased(), value + "x", String(value.dropLast())] {
            #expect(await server.answer(request("GET", "/api/status", cookie: wrong)).status == 401)
        }
    }

    @Test func `Behind a proxy the cookie goes by TLS alone, and a page is the proxy's own only by TLS`() async throws {
        let party = try Party()
        let server = try party.server { $0.names = ["booth.example"] }
        let first = await server.answer(request("GET", "/login/\(try code(party))", host: "booth.example"))
        #expect(first.headers["Set-Cookie"]?.contains("; Secure") == true, "\(first.headers)")
        for (origin, status) in [("https://booth.example", 404), ("http://booth.example", 403)] {
            var headers = changing
            headers["Origin"] = origin
            let answer = await server.answer(
                request(
                    "POST", "/api/sessions/99/share", cookie: try server.login(), body: "{}", host: "booth.example",
                    headers))
            #expect(answer.status == status, "\(origin): \(answer.text)")
        }
    }

    @Test func `Who is not logged in does not hear which addresses there are`() async throws {
        let party = try Party()
        let server = try party.server()
        for target in ["/api/nonesuch", "/api/sessions/1/nonesuch", "/api/status"] {
            let answer = await server.answer(request("GET", target))
            #expect(answer.status == 401 && answer.text.contains("\"remedy\""), "\(target): \(answer.text)")
        }
        let known = await server.answer(request("GET", "/api/nonesuch", cookie: try server.login()))
        #expect(known.status == 404 && known.text.contains("\"remedy\""), "\(known.text)")
    }

    @Test func `While the event's folder is away that is what every request hears`() async throws {
        let party = try Party()
        try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        #expect(await server.answer(request("GET", "/api/sessions/1", cookie: cookie)).status == 200)
        rename(party.folder.path, party.path + "/away")
        for (method, target) in [
            ("GET", "/api/sessions/1"), ("GET", "/api/sessions"), ("GET", "/api/outbox"),
            ("POST", "/api/sessions/1/share"),
        ] {
            let answer = await server.answer(request(method, target, cookie: cookie, body: "{}", changing))
            #expect(answer.status == 507 && answer.text.contains("is not there"), "\(target): \(answer.text)")
        }
    }

    @Test func `A link is good for ten minutes, and its cookie beyond a restart`() async throws {
        let party = try Party()
        let server = try party.server()
        let (late, early) = (try code(party), try code(party))
        party.time.advance(by: .seconds(599))
        let answer = await server.answer(request("GET", "/login/\(early)"))
        #expect(answer.status == 200)
        party.time.advance(by: .seconds(2))
        #expect(await server.answer(request("GET", "/login/\(late)")).status == 403)
        let value = try server.login()
        #expect(await (try party.server()).answer(request("GET", "/api/status", cookie: value)).status == 200)
    }

    @Test func `Of two who use a link at once, one is let in`() async throws {
        let party = try Party()
        let server = try party.server()
        for _ in 0..<20 {
            party.time.advance(by: .seconds(31))
            let link = "/login/\(try code(party))"
            async let one = server.answer(request("GET", link))
            async let other = server.answer(request("GET", link))
            #expect(await [one.status, other.status].sorted() == [200, 403])
        }
    }

    @Test func `Five wrong logins lock their address out for half a minute`() async throws {
        let party = try Party()
        let server = try party.server()
        let link = "/login/\(try code(party))"
        for _ in 0..<5 {
            #expect(await server.answer(request("GET", "/login/wrong")).status == 403)
            party.time.advance(by: .seconds(1))
        }
        let locked = await server.answer(request("GET", link))
        #expect(locked.status == 429 && locked.headers["Retry-After"] == "29" && locked.headers["Set-Cookie"] == nil)
        var elsewhere = request("GET", "/login/wrong")
        elsewhere.peer = "192.168.1.9"
        #expect(await server.answer(elsewhere).status == 403)
        party.time.advance(by: .seconds(28))
        #expect(await server.answer(request("GET", link)).status == 429)
        party.time.advance(by: .seconds(1))
        #expect(await server.answer(request("GET", link)).status == 200)
    }

    @Test func `The secret is this user's alone, and nothing of it is in the event`() async throws {
        let party = try Party()
        let server = try party.server()
        let (value, code) = (try server.login(), try code(party))
        let folder = party.options.state
        for name in ["operator-secret"] + (try entries(ofFolder: folder + "/invitations")).map({ "invitations/" + $0 })
        {
            var status = stat()
            #expect(stat("\(folder)/\(name)", &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(!name.contains(code))
        }
        for name in try entries(ofFolder: party.folder.path) {
            guard let bytes = try? readAll(party.folder.path + "/" + name, limit: 1 << 20) else { continue }
            #expect(bytes.firstRange(of: Array(value.utf8)) == nil && bytes.firstRange(of: Array(code.utf8)) == nil)
        }
    }
}
