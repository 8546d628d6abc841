import Work

/// Whether the page is alive, by what it says of itself.
struct Pulse {
    /// A page that has spoken speaks every five seconds.
    static let patience = Duration.seconds(15)
    /// A browser needs a while until its page speaks for the first time.
    static let patienceAtStart = Duration.seconds(30)

    /// Since when it could have spoken.
    private var since: TimeSource.Instant
    private var heard: TimeSource.Instant?
    private var looked: TimeSource.Instant

    init(from start: TimeSource.Instant) { (since, looked) = (start, start) }

    /// The booth says for how long the page has been silent; nil: it has not heard of one.
    mutating func note(_ silence: Duration?, at now: TimeSource.Instant) {
        // The whole machine slept, and the page with it.
        if now - looked > .seconds(10) { excuse(at: now) }
        looked = now
        // What was said before is of the browser before this one.
        if let said = silence.map({ now - $0 }), said >= since { heard = said }
    }

    /// There is no booth to speak to, or it does not answer.
    mutating func excuse(at now: TimeSource.Instant) { (since, heard, looked) = (now, nil, now) }

    func isDead(at now: TimeSource.Instant) -> Bool {
        if let heard { now - heard > Self.patience } else { now - since > Self.patienceAtStart }
    }
}
