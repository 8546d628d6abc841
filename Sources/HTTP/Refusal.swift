/// Why a listener answers by itself, before anybody has seen the request. The raw value is the answer's status.
public enum Refusal: Int, Sendable, CaseIterable {
    /// A target that is none, or a body of two lengths.
    case badRequest = 400
    case bodyTooLarge = 413
    case targetTooLong = 414
    case headersTooLong = 431
    case ownFault = 500
    /// The listener stops.
    case unavailable = 503
    case unknownVersion = 505

    public var status: Int { rawValue }

    public var words: String {
        switch self {
        case .badRequest: "this request cannot be understood"
        case .bodyTooLarge: "this is too much for one request"
        case .targetTooLong: "this address is too long"
        case .headersTooLong: "the head of this request is too long"
        case .ownFault: "the server could not answer"
        case .unknownVersion: "this version of HTTP is not spoken here"
        case .unavailable: "the server is stopping"
        }
    }
}
