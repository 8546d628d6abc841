public import HTTP

/// One thing that can be asked for.
public struct Route: Sendable {
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// Who may ask.
    public enum Role: String, Sendable, CaseIterable {
        case anyone
        /// Whoever stands before the booth, whose browser asks for it by a loopback name; by any other, whoever has logged in.
        case screen
        /// Whoever has logged in.
        case `operator`
    }

    public enum Work: Sendable {
        case api(@Sendable (APIRequest, EventSite) async throws -> APIAnswer)
        /// Of an event.
        case event(@Sendable (Request, _ places: [String: String], EventSite) async throws -> Answer)
        /// Of the booth that runs in this process.
        case booth(@Sendable (Request, _ places: [String: String], Booth) async throws -> Answer)
        /// Of all events that are served.
        case server(@Sendable (Request, _ places: [String: String], WebServer) async throws -> Answer)
    }

    public let method: Method
    /// `/api/sessions/{number}`: a name in braces stands for any part of a path, and `{path...}` at its end for all that follow.
    public let pattern: String
    public let role: Role
    public let work: Work
    private let parts: [Part]

    private enum Part: Sendable {
        case word(String)
        case place(String)
        case rest(String)
    }

    public init(_ method: Method, _ pattern: String, _ role: Role, _ work: Work) {
        (self.method, self.pattern, self.role, self.work) = (method, pattern, role, work)
        parts = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return .word(String(part)) }
            let name = part.dropFirst().dropLast()
            return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .place(String(name))
        }
    }

    /// A route of /api, which operators alone may ask for.
    public static func api(
        _ method: Method, _ pattern: String,
        _ work: @escaping @Sendable (APIRequest, EventSite) async throws -> APIAnswer
    ) -> Route {
        Route(method, pattern, .operator, .api(work))
    }

    /// Where a booth runs, its own routes stand before others with the same pattern.
    var isOfBooth: Bool { if case .booth = work { true } else { false } }

    /// Whether there is what it is asked of.
    func isThere(at site: EventSite?) -> Bool {
        switch work {
        case .server: true
        case .event, .api: site != nil
        case .booth: site?.engine != nil
        }
    }

    /// Bytes of a body.
    var mostOfBody: Int { pattern == "/api/commands" ? Self.mostOfAll : Limits().body }
    /// Of a drawing with what stands around it.
    static let mostOfAll = 300_000

    /// Asking for the head alone must not use an invitation up.
    var allowsHead: Bool { !pattern.hasPrefix("/login/") }

    /// What stands in the places of the pattern; nil: the path is of another route.
    func places(in path: [String]) -> [String: String]? {
        var places: [String: String] = [:]
        for (index, part) in parts.enumerated() {
            if case .rest(let name) = part {
                guard index < path.count else { return nil }
                places[name] = path[index...].joined(separator: "/")
                return places
            }
            guard index < path.count else { return nil }
            switch part {
            case .word(let word): guard path[index] == word else { return nil }
            case .place(let name):
                guard !path[index].isEmpty else { return nil }
                places[name] = path[index]
            case .rest: break
            }
        }
        return parts.count == path.count ? places : nil
    }
}
