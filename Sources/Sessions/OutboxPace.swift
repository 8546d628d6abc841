import Work

/// How quickly a destination is sent to that was given up for a while: whoever else sends there comes back at the same moment. It
/// begins slowly, takes one item a second more for each second in which something arrives, and halves with each failure,
/// until it limits nothing any more.
struct OutboxPace: Equatable {
    private(set) var perSecond = 2
    /// When the next item may begin.
    private(set) var next: Moment
    private var raised: Moment

    /// More than this a second is no limit to a booth.
    static let most = 32

    init(at now: Moment) { (next, raised) = (now, now) }

    /// What lies further ahead than any pace tells of a clock that was set back.
    func allows(at now: Moment) -> Bool { now >= next || next - now > .seconds(1) }

    mutating func begin(at now: Moment) { next = now + .milliseconds(1_000 / perSecond) }

    /// Whether it still limits anything.
    mutating func note(_ outcome: SendOutcome, at now: Moment) -> Bool {
        switch outcome {
        case .done:
            guard now < raised || now - raised >= .seconds(1) else { break }
            (perSecond, raised) = (perSecond + 1, now)
        // It is there and answers.
        case .refused: break
        case .unreachable, .busy, .unknown, .blocked: (perSecond, raised) = (max(1, perSecond / 2), now)
        }
        return perSecond <= Self.most
    }
}

extension EventRecord {
    /// What an outcome says of how quickly a destination is sent to.
    ///
    /// - Parameter wasGivenUp: whether this was the attempt after nothing was sent there for a while.
    func notePace(_ destination: OutboxDestination, wasGivenUp: Bool, _ outcome: SendOutcome, at now: Moment) {
        let name = destination.name
        if destination.opened != nil {
            paces[name] = nil
        } else if wasGivenUp {
            paces[name] = OutboxPace(at: now)
        } else if paces[name]?.note(outcome, at: now) == false {
            paces[name] = nil
        }
    }
}
