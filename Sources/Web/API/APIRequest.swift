import Actions
import Engine
import Faults
import Pages
public import Sessions
public import StrictJSON

/// A request of /api whose sender is known and may ask.
public struct APIRequest: Sendable {
    /// What stands in the places of the route's path: `{number}`.
    public let path: [String: String]
    public let query: [String: String]
    public let body: JSONValue?
    /// The version that a change is meant for, as the header If-Match has it.
    public let ifMatch: String?
    /// What stands before the addresses of this event: nothing, or `/e/EVENT-ID` where several are served.
    public let base: String
    /// Has a further event served from now on, where that can be.
    let serve: @Sendable (EventFolder) async throws -> Bool

    public init(
        path: [String: String] = [:], query: [String: String] = [:], body: JSONValue? = nil, ifMatch: String? = nil,
        base: String = "", serve: @escaping @Sendable (EventFolder) async throws -> Bool = { _ in false }
    ) {
        (self.path, self.query, self.body, self.ifMatch, self.base) = (path, query, body, ifMatch, base)
        self.serve = serve
    }

    /// The body to be decoded; one that is missing is an empty object.
    var node: JSONNode { JSONNode(body ?? [:], at: .document("request")) }

    /// The query, of which only these keys are known.
    func query(_ known: String...) throws(APIError) -> [String: String] {
        guard let stray = query.keys.sorted().first(where: { !known.contains($0) }) else { return query }
        let near = nearest(to: stray, among: known).map { "did you mean \"\($0)\"?" }
        throw APIError(
            status: 400, "?\(stray)=: unknown key",
            remedy: near ?? (known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"))
    }

    /// A whole number of the query; nil when it is not given.
    func int(_ key: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let text = query[key] else { return nil }
        guard let int = Int(text), range.contains(int) else {
            throw .unexpected(key, "a whole number from \(range.lowerBound) to \(range.upperBound)", text)
        }
        return int
    }

    /// The number of a session in the path.
    func number() throws(APIError) -> Int {
        guard let text = path["number"], let number = Int(text), number > 0, "\(number)" == text else {
            throw APIError(
                status: 404, "session #\(path["number"] ?? ""): there is none", remedy: "sessions have numbers from 1")
        }
        return number
    }
}

/// What a request of /api gets, always JSON.
public struct APIAnswer: Sendable, Equatable {
    public let status: Int
    public let body: JSONValue
    public var headers: [String: String]
    /// The body as it is sent, where it is there already; `body` is null then.
    private let encoded: String?

    public init(status: Int = 200, _ body: JSONValue, headers: [String: String] = [:]) {
        (self.status, self.body, self.headers, encoded) = (status, body, headers, nil)
    }

    init(encoded: String) { (status, body, headers, self.encoded) = (200, .null, [:], encoded) }

    public var text: String { encoded ?? body.text() }
}

/// A status with the words of a fault: `{"error":"…","remedy":"…"}`.
public struct APIError: Error, Equatable {
    public let status: Int
    public let problem: String
    public let remedy: String?
    /// Where in the request's body it is: `destinations.print`.
    public var field: String?
    /// Of a command that the booth has refused: why, in one word, and what a guest is told (docs/CONTRACT.md).
    public var reason: String?
    public var hint: String?

    public init(status: Int, _ problem: String, remedy: String? = nil) {
        (self.status, self.problem, self.remedy) = (status, problem, remedy)
    }

    static func unexpected(_ key: String, _ expected: String, _ found: String) -> APIError {
        APIError(status: 400, "?\(key)=: expected \(expected), found \"\(found)\"".onOneLine)
    }

    /// What any error of the project says, with the status that goes with how a command would have ended.
    public init(_ error: any Error) {
        if let known = error as? APIError {
            self = known
        } else {
            let report = (error as? any Fault)?.report ?? FaultReport("\(error)", status: .ownBug)
            self.init(status: Self.status(report.status), report.problem.onOneLine, remedy: report.remedy?.onOneLine)
        }
        if let error = error as? StrictJSONError { field = error.path?.inDocument }
        if case .badSettings(let error)? = error as? SessionsError { field = error.path?.inDocument }
        switch error as? SessionsError {
        case .noSender(_, let kind, _, _)?, .noLinkBase(_, let kind)?: field = "destinations.\(kind.rawValue)"
        default: break
        }
        if case .layoutNamedTwice? = error as? ActionError { field = "layouts" }
        if case .noSuchWords(let key, _)? = error as? PagesError { field = "words.\(key)" }
        let refusal: Refusal? =
            if case .refused(let refusal)? = error as? EngineError { refusal } else { error as? Refusal }
        if let refusal { (reason, hint) = (refusal.reason.rawValue, refusal.hint) }
    }

    /// What to do about an error that says nothing of that itself.
    private static func usualRemedy(_ status: Int) -> String {
        switch status {
        case 401: "log in: booth web login EVENT, on the booth, prints a link"
        case 403: "send Content-Type: application/json, X-Booth: 1, and an Origin that is this address"
        case 404: "look at the list that it would stand in; docs/WEB.md names all addresses"
        case 405: "use one of the methods that the header Allow names"
        case 409: "look at how things are now, and ask again when they allow it"
        case 413, 414, 431: "send less at once"
        case 429, 503: "try again in a moment"
        case 500: "look into the booth's log, and report it"
        case 507: "make room on the event's disk, or plug it in"
        default: "docs/WEB.md says what this address takes"
        }
    }

    private static func status(_ status: ExitStatus) -> Int {
        switch status {
        case .usage: 400
        case .badData: 422
        case .inputMissing: 404
        case .permission: 403
        case .tryAgain, .failed, .configuration, .cannotCreate: 409
        case .notThere: 503
        case .ioError: 507
        case .done, .ownBug: 500
        }
    }

    public var answer: APIAnswer {
        APIAnswer(
            status: status,
            .object(present: [
                "error": .string(problem), "remedy": .string(remedy ?? Self.usualRemedy(status)),
                "field": field.map { .string($0) },
                "reason": reason.map { .string($0) }, "hint": hint.map { .string($0) },
            ]))
    }
}
