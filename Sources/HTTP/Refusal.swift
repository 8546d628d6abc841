/// Why a listener answers by itself, before anybody has seen the request.
public enum Refusal: Int, Sendable, CaseIterable {
    /// A target that is none, or a body of two lengths.
    case badRequest = 400
    case bodyTooLarge = 413
    case targetTooLong = 414
    /// The listener stops.
    case unavailable = 503

    public var status: Int { rawValue }

    public var words: String {
        switch self {
        case .badRequest: "this request cannot be understood"
        case .bodyTooLarge: "this is too much for one request"
        case .targetTooLong: "this address is too long"
        case .unavailable: "the server is stopping"
        }
    }
}
