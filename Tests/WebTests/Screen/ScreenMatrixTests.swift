import Engine
import HTTP
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// Who may ask for what stands before the guests.
@Suite struct ScreenMatrixTests {
    static let own = Route.operators.filter(\.isOfBooth)

    private static func target(_ route: Route) -> String {
        route.pattern.replacing(/\{[a-zA-Z]+(\.\.\.)?\}/) { match in match.output.1 == nil ? "999" : "nothing.js" }
    }

    @Test func `Without a booth there is no screen`() async throws {
        let party = try Party()
        let server = try party.server()
        let cookie = try server.login()
        for route in Self.own where route.pattern != "/" {
            for cookie in [nil, cookie] {
                let answer = await server.answer(
                    request(route.method.rawValue, Self.target(route), cookie: cookie, body: "{}", changing))
                #expect(answer.status == 404, "\(route.pattern)")
            }
        }
        #expect(await server.answer(request("GET", "/")).status == 303)
    }

    struct Asker: Sendable, CustomStringConvertible {
        var host = "127.0.0.1:8080"
        var peer = "127.0.0.1"
        var headers: Headers = Headers()
        var isOperator = false
        /// nil: whatever the route itself says.
        var refused: Int?
        var description: String { "\(host) from \(peer) \(headers.fields.map(\.name))\(isOperator ? " operator" : "")" }
    }

    static let askers = [
        Asker(), Asker(host: "localhost:8080"), Asker(isOperator: true),
        Asker(host: "booth.example", refused: 401), Asker(host: "booth.example", isOperator: true),
        Asker(peer: "192.168.1.7", refused: 401), Asker(peer: "192.168.1.7", isOperator: true),
        Asker(headers: ["X-Forwarded-For": "192.168.1.7"], refused: 401),
        Asker(headers: ["Via": "1.1 proxy"], refused: 401),
        Asker(host: "evil.example", refused: 403), Asker(host: "evil.example", isOperator: true, refused: 403),
        Asker(host: "127.0.0.1.evil.example:8080", refused: 403),
    ]

    @Test(arguments: askers)
    func `A browser of this machine needs no cookie, and any other an operator's`(asker: Asker) async throws {
        let steps = #"{"step":"attract"},{"step":"countdown"},{"step":"capture"},{"step":"save"}"#
        let booth = try OpenBooth(steps, names: ["booth.example"])
        let cookie = try booth.server.login()
        for route in Self.own {
            // It waits two seconds for a frame that does not come.
            guard asker.refused != nil || !["/api/live", "/api/events"].contains(route.pattern) else { continue }
            for method in ["GET", "POST", "PUT", "DELETE"] {
                var headers = asker.headers
                for (name, value) in changing.fields where method != "GET" { headers[name] = value }
                // A proxy speaks TLS for the names that it has.
                headers["Origin"] = (asker.host == "booth.example" ? "https://" : "http://") + asker.host
                var asked = request(
                    method, Self.target(route), cookie: asker.isOperator ? cookie : nil,
                    body: method == "GET" ? "" : "{}",
                    host: asker.host, headers)
                asked.peer = asker.peer
                let answer = await booth.server.answer(asked)
                MatrixTests.expectSafeguards(answer, route.pattern)
                if let refused = asker.refused {
                    #expect(answer.status == refused, "\(method) \(route.pattern)")
                } else {
                    #expect(
                        ![401, 403, 500].contains(answer.status) || route.pattern == "/api/pin",
                        "\(method) \(route.pattern): \(answer.text)")
                    let methods = Self.own.filter { $0.pattern == route.pattern }.map(\.method.rawValue)
                    #expect(
                        (answer.status == 405) == !methods.contains(method),
                        "\(method) \(route.pattern): \(answer.status)")
                }
            }
        }
    }

    @Test(arguments: [
        ("Content-Type", "text/plain"), ("X-Booth", "0"), ("Origin", "http://evil.example"),
        ("Origin", "http://127.0.0.1:8081"),
    ])
    func `Another site's page changes nothing at the screen`(header: String, value: String) async throws {
        let booth = try OpenBooth()
        var headers = changing
        headers[header] = value
        for route in Self.own where route.method == .post {
            #expect(
                await booth.post(route.pattern, ["command": "stop", "pin": "1234"], headers).status == 403,
                "\(route.pattern)")
        }
    }

    @Test func `The operators' pages stay theirs`() async throws {
        let booth = try OpenBooth()
        for target in ["/api/sessions", "/api/status", "/operator/", "/media/x.jpg", "/api/served"] {
            #expect(await booth.get(target).status == 401, "\(target)")
        }
    }
}
