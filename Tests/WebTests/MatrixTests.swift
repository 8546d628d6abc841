import HTTP
import Sessions
import Testing

@testable import Web

/// Every route by every method, origin, host, type and role: what is not allowed is refused, and nothing happens.
@Suite struct MatrixTests {
    struct Sender: Sendable {
        var isOperator: Bool
        var host: String?
        var origin: String?
        var type: String?
        var hasMark: Bool

        var isAtHome: Bool { host == "127.0.0.1:8080" }
        var mayChange: Bool {
            hasMark && origin == "http://127.0.0.1:8080" && type?.hasPrefix("application/json") == true
        }
    }

    /// Those that are there without a booth; `ScreenMatrixTests` has the others.
    private static let routes = Route.operators.filter { !$0.isOfBooth }

    static let senders: [Sender] = [true, false].flatMap { isOperator in
        ["127.0.0.1:8080", "evil.example"].flatMap { host in
            ["http://127.0.0.1:8080", "http://evil.example", nil].flatMap { origin in
                ["application/json; charset=utf-8", "text/plain"].flatMap { type in
                    [true, false].map {
                        Sender(isOperator: isOperator, host: host, origin: origin, type: type, hasMark: $0)
                    }
                }
            }
        }
    }

    /// With something in its places that does not exist.
    private static func target(_ route: Route) -> String {
        route.pattern.replacing(/\{[a-zA-Z]+(\.\.\.)?\}/) { match in match.output.1 == nil ? "999" : "nothing/here.jpg"
        }
    }

    private static func expected(_ sender: Sender, _ method: String, _ route: Route, _ methods: Set<String>) -> Int? {
        guard sender.isAtHome else { return 403 }
        if route.role == .operator, !sender.isOperator { return 401 }
        let isReading = ["GET", "HEAD", "OPTIONS"].contains(method)
        guard isReading || sender.mayChange else { return 403 }
        let asked = method == "HEAD" && route.allowsHead ? "GET" : method
        return methods.contains(asked) ? nil : 405
    }

    @Test func `Every route refuses what it must, and nothing happens`() async throws {
        let party = try Party()
        try await party.session()
        let server = try party.server()
        let cookie = try server.login()
        let before = try await party.record.revision()
        var asked = 0
        for route in Self.routes {
            let target = Self.target(route)
            let path = target.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let methods = Set(Self.routes.filter { $0.places(in: path) != nil }.map(\.method.rawValue))
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"] {
                for sender in Self.senders {
                    guard let expected = Self.expected(sender, method, route, methods) else { continue }
                    var headers = Headers()
                    (headers["Origin"], headers["Content-Type"]) = (sender.origin, sender.type)
                    if sender.hasMark { headers["X-Booth"] = "1" }
                    let answer = await server.answer(
                        request(
                            method, target, cookie: sender.isOperator ? cookie : nil, body: "{}", host: sender.host,
                            headers))
                    asked += 1
                    #expect(answer.status == expected, "\(method) \(target) by \(sender)")
                    Self.expectSafeguards(answer, target)
                }
            }
        }
        print("the matrix asked \(asked) times of \(Self.routes.count) routes")
        #expect(try await party.record.revision() == before)
    }

    @Test func `What may be asked is answered, and never by a fault of ours`() async throws {
        let party = try Party()
        let server = try party.server()
        let cookie = try server.login()
        for route in Self.routes {
            let method = route.method.rawValue
            let answer = await server.answer(
                request(method, Self.target(route), cookie: cookie, body: method == "GET" ? "" : "{}", changing))
            #expect(
                ![401, 405, 500].contains(answer.status), "\(method) \(route.pattern): \(answer.status) \(answer.text)")
            Self.expectSafeguards(answer, route.pattern)
        }
    }

    static func expectSafeguards(_ answer: Answer, _ place: String) {
        var wrong: [String] = []
        func want(_ isRight: Bool, _ what: String) { if !isRight { wrong.append(what) } }
        let policy = answer.headers["Content-Security-Policy"] ?? ""
        for text in [
            "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'",
        ] { want(policy.contains(text), text) }
        for (name, value) in [
            "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        ] { want(answer.headers[name] == value, name) }
        want(answer.headers["Permissions-Policy"]?.contains("camera=()") == true, "Permissions-Policy")
        want(!answer.headers.fields.contains { $0.name.lowercased().hasPrefix("access-control") }, "CORS")
        if place.contains("/api/"), answer.status >= 400 {
            want(answer.headers["Content-Type"]?.hasPrefix("application/json") == true, "type")
            want(answer.text.hasPrefix("{\"error\":"), "error")
        }
        #expect(wrong.isEmpty, "\(place)")
    }

    @Test(
        arguments: [
            ("localhost:8080", true), ("127.0.0.1:8080", true), ("[::1]:8080", true), ("LOCALHOST:8080", true),
            ("192.168.1.5:8080", true), ("booth.example", true), ("booth.lan:8080", true), ("booth.lan:80", false),
            ("booth.example:443", true), ("127.0.0.1:8081", false),
            ("localhost", false), ("192.168.1.6:8080", false), ("evil.example:8080", false), ("", false),
            ("booth.example.evil.example", false), ("127.0.0.1:8080.evil.example", false),
        ])
    func `A listener knows its own names`(host: String, isKnown: Bool) {
        var asked = request("GET", "/", host: host)
        asked.local = Address(host: "192.168.1.5", port: 8080)
        #expect(Access(names: ["booth.example"], own: "booth.lan").knowsHost(of: asked) == isKnown)
    }

    @Test func `Only a proxy of this machine is believed who somebody is`() {
        let named: Headers = ["X-Forwarded-For": "10.0.0.9, 203.0.113.7"]
        var asked = request("GET", "/", named)
        #expect(Access(names: []).client(of: asked) == "127.0.0.1")
        #expect(Access(names: ["booth.example"]).client(of: asked) == "203.0.113.7")
        asked.peer = "192.168.1.77"
        #expect(Access(names: ["booth.example"]).client(of: asked) == "192.168.1.77")
    }
}
