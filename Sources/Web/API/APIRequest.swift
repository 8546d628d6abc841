import Faults
public import StrictJSON

/// A request of /api whose sender is known and may ask.
public struct APIRequest: Sendable {
    /// What stands in the places of the route's path: `{number}`.
    public let path: [String: String]
    public let query: [String: String]
    public let body: JSONValue?
    /// The version that a change is meant for, as the header If-Match has it.
    public let ifMatch: String?

    public init(
        path: [String: String] = [:], query: [String: String] = [:], body: JSONValue? = nil, ifMatch: String? = nil
    ) {
        (self.path, self.query, self.body, self.ifMatch) = (path, query, body, ifMatch)
    }
}

/// What a request of /api gets, always JSON.
public struct APIAnswer: Sendable, Equatable {
    public let status: Int
    public let body: JSONValue
    public var headers: [String: String]

    public init(status: Int = 200, _ body: JSONValue, headers: [String: String] = [:]) {
        (self.status, self.body, self.headers) = (status, body, headers)
    }
}

/// A status with the words of a fault: `{"error":"…","remedy":"…"}`.
public struct APIError: Error, Equatable {
    public let status: Int
    public let problem: String
    public let remedy: String?

    public init(status: Int, _ problem: String, remedy: String? = nil) {
        (self.status, self.problem, self.remedy) = (status, problem, remedy)
    }

    /// What any error of the project says, with the status that goes with how a command would have ended.
    public init(_ error: any Error) {
        if let known = error as? APIError {
            self = known
        } else {
            let report = (error as? any Fault)?.report ?? FaultReport("\(error)", status: .ownBug)
            self.init(status: Self.status(report.status), report.problem.onOneLine, remedy: report.remedy?.onOneLine)
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
            status: status, .object(present: ["error": .string(problem), "remedy": remedy.map { .string($0) }]))
    }
}
