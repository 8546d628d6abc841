/// What became of an attempt to send something.
public enum SendOutcome: Equatable, Sendable {
    /// The far side has it; what it calls it.
    case done(remote: String?)
    /// No answer from the destination at all: tried again for as long as it takes.
    case unreachable(String)
    /// The destination is there and says: not now, or not before so long. Tried again for a day.
    case busy(String, after: Duration?)
    /// The destination takes nothing until somebody has put something right there. The item itself is fine and waits.
    case blocked(String)
    /// Wrong in itself; trying again cannot help.
    case refused(String)
    /// It may have arrived or not.
    case unknown(String)

    /// The destination was there and has answered.
    var isAnswer: Bool {
        switch self {
        case .done, .busy, .blocked, .refused: true
        case .unreachable, .unknown: false
        }
    }
}

/// Where things are sent. Each call is one attempt, and the transport's own matter how long it may take. It is cancelled when
/// sending is to end, and what it returns then is settled all the same.
public typealias Transport = @Sendable (OutboxItem) async -> SendOutcome

/// Which items of the outbox go by which transport, and how many at once.
public struct OutboxRoute: Sendable {
    public var kinds: Set<OutboxItem.Kind>
    /// The name of the destination; nil: every destination that no other route of the same sender names.
    public var destination: String?
    /// The ids of those that may go; nil: all.
    public var only: Set<Int>?
    /// How many items may be under way to one destination at once, by lane. A lane that is not named has one.
    public var parallel: [OutboxItem.Lane: Int] = [.guest: 4, .raw: 1]
    /// What all items to one destination together may reserve, in the unit of `OutboxItem.cost`; nil: any amount. An item that
    /// would exceed it waits.
    public var budget: Int?
    /// For how long an item is claimed: longer than any attempt can take.
    public var lease = Duration.seconds(300)
    /// Whether the transport finds out by itself what became of an attempt that was cut off. Then the attempt is made again
    /// whatever the kind of the item.
    public var resumes = false
    /// Whether an item whose outcome got lost is simply sent again, because the far side takes the same key twice as one.
    public var mayRepeat: @Sendable (OutboxItem) -> Bool = { $0.kind.isIdempotent }
    public var transport: Transport
    /// Hears what came of an attempt once the record has it, so that somebody who is told can act on it at once.
    public var settled: @Sendable (OutboxItem, SendOutcome) -> Void = { _, _ in }

    public init(_ kinds: Set<OutboxItem.Kind>, to destination: String? = nil, transport: @escaping Transport) {
        (self.kinds, self.destination, self.transport) = (kinds, destination, transport)
    }
}

/// How a destination has answered so far.
public struct OutboxDestination: Equatable, Sendable {
    public var name: String
    /// How many attempts in a row have failed.
    public var failures = 0
    /// When nothing more was sent there for the time being, and when the next attempt is made; nil while all is well. Then one
    /// item goes first, and the others when that one has arrived.
    public var opened: Moment?
    public var next: Moment?
    /// The id of the item that goes first.
    public var probe: Int?
    /// Why the last attempt failed, and since when attempts have failed.
    public var reason: String?
    public var since: Moment?
    /// Whether somebody has to put something right before anything is taken there.
    public var isBlocked = false
    public var succeeded: Moment?
    /// What its items have reserved of its budget.
    public var reserved = 0

    public init(name: String) { self.name = name }

    public enum State: String, Sendable { case ready, waiting, blocked }

    /// `waiting`: it was tried in vain so often that it is left alone for a while.
    public var state: State { isBlocked ? .blocked : opened == nil ? .ready : .waiting }
}

/// How long to wait before the next attempt. Failures are counted by destination: counted by item, the same faults cost
/// minutes where this costs seconds, because the items that had bad luck sit out long waits while the destination is fine.
enum Backoff {
    static let base = 1_000
    static let cap = 60_000
    /// How long a busy destination is asked for.
    static let patience = Duration.seconds(86_400)
    /// So many failures in a row open a destination's breaker, unless it has succeeded just now.
    static let tolerated = 5
    static let recent = Duration.seconds(5)
    /// The longest that a destination may ask to be left alone.
    static let longest = Duration.seconds(3_600)

    /// Full jitter: anything up to min(cap, base · 2ⁿ) after the n-th failure, counted from 0. Spreads what an outage has
    /// brought into step ("Exponential Backoff And Jitter", AWS Architecture Blog).
    static func wait(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let most = min(cap, base << min(failures, 20))
        return .milliseconds(Int.random(in: 0...most, using: &generator))
    }

    /// The same for a destination that is given up for a while; once that takes the longest, it is asked less than once a minute.
    static func pause(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        guard base << min(failures, 20) >= cap else { return wait(failures: failures, using: &generator) }
        return .milliseconds(Int.random(in: cap...cap * 3 / 2, using: &generator))
    }
}

extension OutboxDestination {
    /// Whether an item may be sent there. A breaker that was opened in the future tells of a clock that was set back.
    func isOpen(at now: Moment) -> Bool {
        guard let opened, let next else { return true }
        return now >= next || now < opened
    }

    /// What an outcome says of the destination.
    mutating func note(_ outcome: SendOutcome, at now: Moment, using generator: inout some RandomNumberGenerator) {
        switch outcome {
        case .done:
            self = OutboxDestination(name: name, succeeded: now, reserved: reserved)
        case .refused:
            // It is there and answers.
            self = OutboxDestination(name: name, succeeded: succeeded, reserved: reserved)
        case .unreachable(let text), .unknown(let text): fail(text, after: nil, now, &generator)
        case .busy(let text, let after): fail(text, after: after, now, &generator)
        case .blocked(let text):
            // Trying the others would only tell the same once for each.
            fail(text, after: nil, atLeast: Backoff.tolerated, now, &generator)
            isBlocked = true
        }
    }

    private mutating func fail(
        _ text: String, after: Duration?, atLeast: Int = 1, _ now: Moment,
        _ generator: inout some RandomNumberGenerator
    ) {
        failures = max(failures + 1, atLeast)
        (reason, since, isBlocked) = (text, since ?? now, false)
        let isWell = succeeded.map { (.zero...Backoff.recent).contains(now - $0) } ?? false
        guard failures >= Backoff.tolerated, !isWell || atLeast > 1 else { return }
        let wait = Backoff.pause(failures: failures - Backoff.tolerated, using: &generator)
        (opened, next) = (now, now + max(wait, min(after ?? .zero, Backoff.longest)))
    }

    private init(name: String, succeeded: Moment?, reserved: Int) {
        self.init(name: name)
        (self.succeeded, self.reserved) = (succeeded, reserved)
    }
}

extension OutboxItem {
    /// What an outcome makes of an item that is being sent.
    ///
    /// - Parameter mayRepeat: whether it is sent again when nobody knows whether it has arrived; nil: as is usual for its kind.
    mutating func apply(
        _ outcome: SendOutcome, mayRepeat: Bool? = nil, at now: Moment,
        using generator: inout some RandomNumberGenerator
    ) {
        // No attempt outlasts its lease, so the rest is what the clock was set by, and does not count as patience.
        if let leaseUntil, now > leaseUntil { busySince = busySince.map { $0 + (now - leaseUntil) } }
        leaseUntil = nil
        // The longer waits are the destination's.
        let wait = Backoff.wait(failures: 0, using: &generator)
        switch outcome {
        case .done(let remote): (state, self.remote, done, reason) = (.done, remote, now, nil)
        case .refused(let text):
            // Nothing came of it, and nothing is to be paid.
            (state, done, reason, reserved) = (.dead, now, text, 0)
        case .unreachable(let text), .blocked(let text):
            // It was away, so what it said before that counts no more.
            busySince = nil
            postpone(by: wait, text, now)
        case .busy(let text, let after):
            let first = busySince ?? now
            busySince = first
            guard now - first <= Backoff.patience else {
                (state, done, reason) = (.dead, now, "tried for a day: " + text)
                return
            }
            postpone(by: max(wait, min(after ?? .zero, Backoff.longest)), text, now)
        case .unknown(let text) where mayRepeat ?? kind.isIdempotent: postpone(by: wait, text, now)
        case .unknown(let text): (state, done, reason) = (.unknown, nil, text)
        }
    }

    private mutating func postpone(by wait: Duration, _ text: String, _ now: Moment) {
        (state, since, due, reason) = (.pending, now, now + wait, text)
    }

    /// Takes it for an attempt. Of the time in which nobody asked, or by which the clock was set, nothing counts as patience.
    mutating func take(for lease: Duration, at now: Moment) {
        let idle = now < since ? now - since : max(.zero, now - due - Backoff.longest)
        busySince = busySince.map { $0 + idle }
        (state, leaseUntil, reason) = (.sending, now + lease, nil)
        attempts += 1
    }
}
