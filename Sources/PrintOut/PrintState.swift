/// Where a print stands.
public enum PrintState: Equatable, Sendable {
    /// Recorded; nothing has left yet.
    case waiting
    /// On its way to the server, or it is not known whether it arrived.
    case sending
    /// The server has it; so many jobs go before it.
    case queued(ahead: Int)
    case printing
    /// Does not go on by itself.
    case attention(Attention)
    /// The server said completed: the printer has taken all of it.
    case printed
    case failed(String)
    case cancelled
    /// The server lost it, or it cannot be said whether it ever had it.
    case unknown(String)

    /// The word in ledgers, lists and pages.
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .sending: "sending"
        case .queued: "queued"
        case .printing: "printing"
        case .attention: "attention"
        case .printed: "printed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .unknown: "unknown"
        }
    }

    /// What an operator reads beside the word.
    public var reason: String? {
        switch self {
        case .attention(let attention): attention.forOperator
        case .failed(let reason), .unknown(let reason): reason
        case .queued(let ahead) where ahead > 0: "\(ahead) before it"
        default: nil
        }
    }

    /// Nothing changes any more, unless the server remembers an unknown one.
    public var isFinal: Bool {
        switch self {
        case .printed, .failed, .cancelled, .unknown: true
        default: false
        }
    }
}
