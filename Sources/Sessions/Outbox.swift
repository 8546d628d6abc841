/// What became of an attempt to send something.
public enum SendOutcome: Equatable, Sendable {
    /// The far side has it; what it calls it.
    case done(remote: String?)
    /// No answer from the destination at all: tried again for as long as it takes.
    case unreachable(String)
    /// The destination is there and says: not now. Tried again for a day.
    case busy(String, after: Duration?)
    /// Wrong in itself; trying again cannot help.
    case refused(String)
    /// It may have arrived or not.
    case unknown(String)
}

/// Where things are sent. Each claim is one attempt.
public typealias Transport = @Sendable (OutboxItem) async -> SendOutcome

/// How long to wait before the next attempt.
enum Backoff {
    static let base = 1_000
    static let cap = 300_000
    /// How long a busy destination is asked for.
    static let patience = Duration.seconds(86_400)
    /// So many failures in a row open a destination's breaker.
    static let tolerated = 5

    /// Full jitter: anything up to min(cap, base · 2ⁿ) after the n-th failure, counted from 0. Spreads what an outage has
    /// brought into step ("Exponential Backoff And Jitter", AWS Architecture Blog).
    static func wait(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let most = min(cap, base << min(failures, 20))
        return .milliseconds(Int.random(in: 0...most, using: &generator))
    }
}

extension EventRecord {
    /// Takes the item that is due longest and whose destination is not given up for the moment, for `lease`. Leases that
    /// ran out are settled first: their worker is gone. Nil when nothing is due.
    public func claim(
        _ kinds: Set<OutboxItem.Kind> = Set(OutboxItem.Kind.allCases), lease: Duration, at now: Moment = .now
    ) throws(SessionsError) -> OutboxItem? {
        try database.transaction { () throws(SessionsError) in
            try settleExpired(now)
            let list = kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            let found = try database.first(
                """
                \(SessionRows.itemColumns) WHERE state = 'pending' AND due_at <= ? AND kind IN (\(list)) AND NOT EXISTS
                    (SELECT 1 FROM destination WHERE name = item.destination AND open_until > ?)
                ORDER BY due_at, id LIMIT 1
                """, .time(now), .time(now), map: SessionRows.item)
            guard let item = found else { return nil }
            // A destination that failed too often gets one attempt at a time until one succeeds.
            try database.run(
                "UPDATE destination SET open_until = ? WHERE name = ? AND failures >= ?", .time(now + lease),
                .string(item.destination), .integer(Backoff.tolerated))
            return try update(item.id) { item in
                (item.state, item.leaseUntil, item.reason) = (.sending, now + lease, nil)
                item.attempts += 1
            }
        }
    }

    /// Writes down what became of a claimed item. Too late, when the lease had run out and somebody else has the item or
    /// the session's end has cancelled it: then nothing changes and the answer is false.
    @discardableResult
    public func settle(
        _ claimed: OutboxItem, _ outcome: SendOutcome, at now: Moment = .now
    ) throws(SessionsError) -> Bool {
        try database.transaction { () throws(SessionsError) in
            guard let present = try item(claimed.id), present.key == claimed.key, present.state == .sending,
                present.attempts == claimed.attempts
            else { return false }
            try note(outcome, of: present.destination, now)
            _ = try update(present.id) { item in item.apply(outcome, at: now) }
            return true
        }
    }

    /// The breaker: opened by failures in a row, closed by a success.
    private func note(_ outcome: SendOutcome, of destination: String, _ now: Moment) throws(SessionsError) {
        switch outcome {
        case .done, .refused: try database.run("DELETE FROM destination WHERE name = ?", .string(destination))
        case .unknown: break
        case .unreachable, .busy:
            let before = try database.first("SELECT failures FROM destination WHERE name = ?", .string(destination)) {
                $0.int(0)
            }
            let failures = (before ?? 0) + 1
            var generator = SystemRandomNumberGenerator()
            let over = failures - Backoff.tolerated
            let until = over < 0 ? now : now + Backoff.wait(failures: over, using: &generator)
            try database.run(
                "INSERT OR REPLACE INTO destination(name, failures, open_until) VALUES(?, ?, ?)",
                .string(destination), .integer(failures), .time(until))
        }
    }

    /// Whoever held these is gone, and what became of the attempt nobody knows. Where the far side knows the key, it is
    /// made again; otherwise a person or the far side has to be asked.
    private func settleExpired(_ now: Moment) throws(SessionsError) {
        let expired = try database.all(
            "\(SessionRows.itemColumns) WHERE state = 'sending' AND lease_until <= ?", .time(now), map: SessionRows.item
        )
        for item in expired {
            _ = try update(item.id) { item in item.apply(.unknown("the booth stopped while this was sent"), at: now) }
        }
    }

    func item(_ id: Int) throws(SessionsError) -> OutboxItem? {
        try database.first("\(SessionRows.itemColumns) WHERE id = ?", .integer(id), map: SessionRows.item)
    }

    /// Within a transaction: writes an item back with its session's line.
    @discardableResult
    func update(_ id: Int, _ change: (inout OutboxItem) -> Void) throws(SessionsError) -> OutboxItem {
        guard var item = try item(id) else { throw .noItem(id) }
        change(&item)
        try database.run(
            """
            UPDATE item SET state = ?, attempts = ?, due_at = ?, lease_until = ?, reason = ?, remote = ?, done_at = ?
            WHERE id = ?
            """, .string(item.state.rawValue), .integer(item.attempts), .time(item.due), .time(item.leaseUntil),
            .text(item.reason), .text(item.remote), .time(item.done), .integer(id))
        let row = try database.first("SELECT session FROM item WHERE id = ?", .integer(id)) { $0.int(0) }
        try rows.rewriteLine(ofRow: row!)
        try bump()
        return item
    }
}

extension OutboxItem {
    /// What an outcome makes of an item that is being sent.
    mutating func apply(_ outcome: SendOutcome, at now: Moment) {
        leaseUntil = nil
        var generator = SystemRandomNumberGenerator()
        let wait = Backoff.wait(failures: attempts - 1, using: &generator)
        switch outcome {
        case .done(let remote): (state, self.remote, done, reason) = (.done, remote, now, nil)
        case .refused(let text): (state, done, reason) = (.dead, now, text)
        case .unreachable(let text): (state, due, reason) = (.pending, now + wait, text)
        case .busy(let text, _) where now - created > Backoff.patience:
            (state, done, reason) = (.dead, now, "tried for a day: " + text)
        case .busy(let text, let after): (state, due, reason) = (.pending, now + max(wait, after ?? .zero), text)
        case .unknown(let text) where kind.isIdempotent: (state, due, reason) = (.pending, now + wait, text)
        case .unknown(let text): (state, reason) = (.unknown, text)
        }
    }
}
