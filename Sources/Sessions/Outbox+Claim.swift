extension EventRecord {
    /// Takes the item that is due longest and whose destination is not given up for the moment, for `lease`. Leases that
    /// ran out are settled first: their worker is gone. Nil when nothing is due.
    public func claim(
        _ kinds: Set<OutboxItem.Kind> = Set(OutboxItem.Kind.allCases), lease: Duration, at now: Moment = .now
    ) throws(SessionsError) -> OutboxItem? {
        var route = OutboxRoute(kinds) { _ in .refused("not sent by a route") }
        (route.lease, route.parallel) = (lease, [.guest: .max, .raw: .max])
        let wanted = route
        return try database.transaction { () throws(SessionsError) in
            var touched: Set<Int> = []
            try settleExpired(now, &touched)
            let item = try claim(by: wanted, except: [], at: now, &touched)
            try conclude(touched)
            return item
        }
    }

    /// Within a transaction: the next item that may go by this route.
    func claim(
        by route: OutboxRoute, except others: Set<String>, at now: Moment, _ touched: inout Set<Int>
    ) throws(SessionsError) -> OutboxItem? {
        var best: (item: OutboxItem, destination: OutboxDestination)?
        let isSetBack = try isSetBack(at: now)
        for destination in try destinations(of: route, except: others) {
            guard destination.isOpen(at: now), paces[destination.name]?.allows(at: now) ?? true,
                try !isProbed(destination)
            else { continue }
            for lane in OutboxItem.Lane.allCases where try hasRoom(lane, route, destination.name) {
                for queue in try queues(of: route, to: destination.name) where queue.lane == lane {
                    var next = try first(of: queue, isSetBack, now)
                    if let budget = route.budget, let dear = next, destination.reserved + dear.missing > budget {
                        // One that has its share already goes before it.
                        next = try first(of: queue, "reserved > 0", [], now)
                        if next?.missing ?? 1 > 0 { continue }
                    }
                    guard let item = next else { continue }
                    if let best, (best.item.due, best.item.id) <= (item.due, item.id) { continue }
                    best = (item, destination)
                }
            }
        }
        guard var (item, destination) = best else { return nil }
        destination.reserved += item.missing
        if destination.failures >= Backoff.tolerated, destination.opened != nil { destination.probe = item.id }
        (item.reserved, item.after) = (item.cost, nil)
        item.take(for: route.lease, at: now)
        paces[destination.name]?.begin(at: now)
        try store(destination)
        touched.insert(try store(item))
        return item
    }

    /// When the next item that waits for its time may be claimed by this route; nil when none does.
    func nextDue(_ route: OutboxRoute, except others: Set<String>, at now: Moment) throws(SessionsError) -> Moment? {
        var next: Moment?
        for destination in try destinations(of: route, except: others) {
            for queue in try queues(of: route, to: destination.name) {
                let due = try database.first(
                    "SELECT due_at FROM item WHERE \(Queue.condition) ORDER BY due_at, id LIMIT 1",
                    .string(queue.destination), .string(queue.kind.rawValue), .string(queue.lane.rawValue)
                ) { $0.time(0) }
                guard let due else { continue }
                var at = destination.isOpen(at: now) ? due : max(due, destination.next ?? due)
                if let pace = paces[destination.name], !pace.allows(at: now) { at = max(at, pace.next) }
                // What is due already waits for a place, and whoever gives that up is heard of.
                guard at > now else { continue }
                next = min(next ?? at, at)
            }
        }
        return next
    }

    /// Whether nothing is being sent by these routes, and nothing may be claimed now.
    public func isPaused(_ routes: [OutboxRoute], at now: Moment) throws(SessionsError) -> Bool {
        try database.snapshot { () throws(SessionsError) in
            for route in routes {
                for destination in try destinations(of: route, except: []) {
                    let name = destination.name
                    if try outboxCount(kinds: route.kinds, states: [.sending], destination: name) > 0 { return false }
                    guard destination.isOpen(at: now) else { continue }
                    for queue in try queues(of: route, to: name) {
                        if try first(of: queue, "due_at <= ?", [.time(now)], now) != nil { return false }
                    }
                }
            }
            return true
        }
    }

    private func first(of queue: Queue, _ isSetBack: Bool, _ now: Moment) throws(SessionsError) -> OutboxItem? {
        if let due = try first(of: queue, "due_at <= ?", [.time(now)], now) { return due }
        guard isSetBack else { return nil }
        // Its wait has yet to begin, so the clock was set back; it has waited long enough.
        return try first(of: queue, "due_at < ? AND since > ?", [.time(.never), .time(now)], nil)
    }

    /// The first item of a queue for which `condition` holds, unless it is due later than `latest`.
    private func first(
        of queue: Queue, _ condition: String, _ values: [SQLValue], _ latest: Moment?
    ) throws(SessionsError) -> OutboxItem? {
        let place = [SQLValue.string(queue.destination), .string(queue.kind.rawValue), .string(queue.lane.rawValue)]
        var found: OutboxItem?
        try database.forEach(
            "\(SessionRows.itemColumns) WHERE \(Queue.condition)\(queue.choice) AND \(condition) ORDER BY due_at, id LIMIT 1",
            place + values
        ) { (row) throws(SessionsError) in
            found = try SessionRows.item(row)
            return false
        }
        guard let found, let latest, found.due > latest else { return found }
        return nil
    }

    private func isSetBack(at now: Moment) throws(SessionsError) -> Bool {
        try database.first("SELECT since FROM item WHERE state = 'pending' ORDER BY since DESC LIMIT 1") { $0.time(0) }
            .map { $0 > now } ?? false
    }

    /// The queues of a destination in which something may wait that may go by this route. Of the kinds one is found after the other in
    /// the index, because most of them are idle most of the time. (Not together with the lanes: SQLite searches the index by the
    /// first column of a comparison of rows, and reads on.)
    private func queues(of route: OutboxRoute, to destination: String) throws(SessionsError) -> [Queue] {
        var found: [Queue] = []
        var kind = ""
        while let next = try database.first(
            "SELECT kind FROM item WHERE state = 'pending' AND destination = ? AND kind > ? ORDER BY kind LIMIT 1",
            .string(destination), .string(kind), map: { $0.text(0) })
        {
            kind = next
            guard let kind = OutboxItem.Kind(rawValue: kind), route.kinds.contains(kind) else { continue }
            found += OutboxItem.Lane.allCases.map {
                Queue(destination: destination, kind: kind, lane: $0, only: route.only)
            }
        }
        return found
    }

    private func isProbed(_ destination: OutboxDestination) throws(SessionsError) -> Bool {
        guard let probe = destination.probe else { return false }
        return try database.first("SELECT 1 FROM item WHERE id = ? AND state = 'sending'", .integer(probe)) { _ in true
        }
            ?? false
    }

    private func hasRoom(
        _ lane: OutboxItem.Lane, _ route: OutboxRoute, _ destination: String
    ) throws(SessionsError) -> Bool {
        let limit = route.parallel[lane] ?? 1
        guard limit < .max else { return true }
        var count = 0
        try database.forEach(
            "SELECT kind, count(*) FROM item WHERE state = 'sending' AND destination = ? AND lane = ? GROUP BY kind",
            [.string(destination), .string(lane.rawValue)]
        ) { (row) throws(SessionsError) in
            if let kind = OutboxItem.Kind(rawValue: row.text(0)), route.kinds.contains(kind) { count += row.int(1) }
            return true
        }
        return count < limit
    }

    private func destinations(
        of route: OutboxRoute, except others: Set<String>
    ) throws(SessionsError) -> [OutboxDestination] {
        if let name = route.destination { return try destination(name).map { [$0] } ?? [] }
        return try destinations().filter { !others.contains($0.name) }
    }
}

/// Pending items that differ in nothing that decides who may go.
private struct Queue {
    var destination: String
    var kind: OutboxItem.Kind
    var lane: OutboxItem.Lane

    var only: Set<Int>?

    /// Those that may go, of all that wait.
    var choice: String { only.map { " AND id IN (\($0.sorted().map(String.init).joined(separator: ", ")))" } ?? "" }

    /// In the order of the index that serves it.
    static let condition = "state = 'pending' AND destination = ? AND kind = ? AND lane = ?"
}

extension OutboxItem {
    /// What it still has to reserve of its destination's budget.
    fileprivate var missing: Int { max(0, cost - reserved) }
}
