import StrictJSON

/// One thing to be sent elsewhere.
public struct OutboxItem: Equatable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case media, survey, email, sms, print, ai
        /// A guest's page with its pictures, and the end of such a page.
        case page, removal
        /// What an operator is told; it belongs to no session.
        case alert
        /// Whether the far side takes the same key twice as one, as far as nobody knows it better (`OutboxRoute.mayRepeat`): then
        /// an outcome that got lost is simply tried again.
        public var isIdempotent: Bool { ![.email, .sms, .print, .alert].contains(self) }
        /// Those whose destination an event names. A page is removed from where it was sent to.
        public static let named = allCases.filter { $0 != .removal }
        /// What its items are called: "nothing sends emails".
        public var things: String {
            switch self {
            case .media: "pictures"
            case .survey: "answers"
            case .email: "emails"
            case .sms: "text messages"
            case .print: "prints"
            case .ai: "AI requests"
            case .page: "pages"
            case .removal: "removals of pages"
            case .alert: "alerts"
            }
        }
    }
    public enum State: String, Sendable, CaseIterable {
        case pending, sending, done, unknown, dead, cancelled
        /// Nothing more happens to it by itself.
        public var isFinal: Bool { self != .pending && self != .sending }
    }
    /// What a guest waits for goes beside what takes long and nobody waits for, never behind it.
    public enum Lane: String, Sendable, CaseIterable { case guest, raw }

    public var id: Int
    public var kind: Kind
    /// What is sent: a path in the event, or an address.
    public var subject: String
    public var destination: String
    /// JSON, for the transport.
    public var payload: String
    /// The same for the same wish, for ever; a second wish has another.
    public var key: String
    public var state: State
    /// Asked for by an operator, mostly after the session had ended.
    public var rerun: Bool
    public var attempts: Int
    public var due: Moment
    public var leaseUntil: Moment?
    /// Why the last attempt did not succeed.
    public var reason: String?
    /// What the far side calls it.
    public var remote: String?
    public var created: Moment
    public var done: Moment?
    public var lane = Lane.guest
    /// The id of the item of the same session that this one waits for.
    public var after: Int?
    /// When its present wait began.
    public var since: Moment
    /// How often an operator has asked for it anew after it had ended.
    public var asked = 0
    /// Since when its destination is there and says "not now"; nil when it never did, or was away since.
    public var busySince: Moment?
    /// Of an item that is sent in several steps: the step to go on with, counted from 0, and what the steps before it gave,
    /// as JSON.
    public var step = 0
    public var taken: String?
    /// What it takes of its destination's budget, and what of that it has reserved.
    public var cost = 0
    public var reserved = 0

    /// Of a print: how many sheets come out.
    public var copies: Int {
        let payload = try? JSONValue(parsing: Array(payload.utf8), document: "payload")
        guard case .number(let copies)? = payload?[member: "copies"],
            Self.copiesRange.contains(Int(exactly: copies) ?? 0)
        else { return 1 }
        return Int(copies)
    }
    public static let copiesRange = 1...99

    public init(
        id: Int, kind: Kind, subject: String, destination: String, payload: String, key: String, state: State,
        rerun: Bool, attempts: Int, due: Moment, leaseUntil: Moment? = nil, reason: String? = nil,
        remote: String? = nil, created: Moment, done: Moment? = nil
    ) {
        (self.id, self.kind, self.subject, self.destination) = (id, kind, subject, destination)
        (self.payload, self.key, self.state, self.rerun) = (payload, key, state, rerun)
        (self.attempts, self.due, self.leaseUntil, self.reason) = (attempts, due, leaseUntil, reason)
        (self.remote, self.created, self.done) = (remote, created, done)
        since = min(due, created)
    }
}
