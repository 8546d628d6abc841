/// What became of one attempt to send an item.
public enum Verdict: Equatable, Sendable {
    /// The far side has it; `reference` is what it calls it.
    case delivered(reference: String?)
    /// The destination is away, and has surely not got it: tried again for as long as it takes.
    case unreachable(String)
    /// The destination is there and says: not now, or not before so long.
    case busy(String, after: Duration?)
    /// The destination takes nothing until somebody has put it right: a wrong password, a certificate that cannot be trusted,
    /// an account without money. The item itself is fine and waits.
    case blocked(String)
    /// The item is wrong in itself, and trying again cannot help.
    case refused(String)
    /// Refused, because whom it is for wants no messages any more, also none of others.
    case optedOut(String)
    /// It may have arrived or not, and the far side would take a second one for another. A person decides.
    case unknown(String)

    public var isDelivered: Bool { if case .delivered = self { true } else { false } }

    /// Why it was not delivered, in one sentence without a full stop.
    public var reason: String? {
        switch self {
        case .delivered: nil
        case .unreachable(let text), .busy(let text, _), .blocked(let text), .refused(let text), .optedOut(let text),
            .unknown(let text):
            text
        }
    }
}
