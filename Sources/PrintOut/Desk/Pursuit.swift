/// One print on its way.
struct Pursuit {
    let desk: PrintDesk
    var record: PrintRecord
    let destinations: [Destination]
    let deadline: Double
    let report: @Sendable (PrintRecord) -> Void
    private var changed = ContinuousClock.now
    /// The server died while it printed: it may begin again.
    private var wasCutOff = false
    /// The printer's last words.
    private var message = ""

    init(
        desk: PrintDesk, record: PrintRecord, destinations: [Destination], deadline: Double,
        report: @escaping @Sendable (PrintRecord) -> Void
    ) {
        (self.desk, self.record, self.destinations) = (desk, record, destinations)
        (self.deadline, self.report) = (deadline, report)
    }

    private var destination: Destination? { destinations.first { $0.printer.name == record.queue } }

    mutating func run(handOver: Bool) async throws(PrintError) -> PrintRecord {
        report(record)
        while true {
            switch record.state {
            case .printed: return record
            case .failed(let reason): throw .failed(queue: record.queue, job: record.job, reason: reason)
            case .cancelled: throw .cancelled(queue: record.queue, job: record.job)
            case .unknown(let reason):
                // The server may have come to know it since.
                var isFound = false
                if record.job == nil { isFound = try await finds() }
                guard isFound else { throw .outcomeUnknown(id: record.id.text, queue: record.queue, reason: reason) }
            default: break
            }
            if record.job != nil {
                if handOver { return record }
                try await look()
            } else if record.state == .sending {
                try await lookForLost()
            } else {
                try await send()
            }
            guard !record.state.isFinal, !(handOver && record.job != nil) else { continue }
            let idle = (ContinuousClock.now - changed) / .seconds(1)
            if idle >= deadline || Task.isCancelled { throw overdue() }
            // The first look comes at once, the next ones at their pace.
            try? await Task.sleep(for: min(desk.interval, .seconds(max(0, deadline - idle))))
        }
    }

    private func overdue() -> PrintError {
        guard case .attention(let attention) = record.state else {
            if record.state == .sending {
                return .outcomeUnknown(id: record.id.text, queue: record.queue, reason: "the server does not answer")
            }
            let reason = message.isEmpty ? record.state.word : "\(record.state.word), \(message)"
            return .noProgress(queue: record.queue, job: record.job, seconds: Int(deadline), reason: reason)
        }
        switch attention.cause {
        case .serverAway where record.job == nil: return .serverAway(server: record.queue, reason: attention.detail)
        case .stopped: return .stopped(queue: record.queue, reason: attention.detail)
        case .rejecting: return .rejecting(queue: record.queue, reason: attention.detail)
        default:
            return .noProgress(
                queue: record.queue, job: record.job, seconds: Int(deadline), reason: attention.forOperator)
        }
    }

    /// Takes the state over, on disk first, then for whoever listens.
    private mutating func set(_ state: PrintState, _ alter: (inout PrintRecord) -> Void = { _ in })
        async throws(PrintError)
    {
        var next = record
        next.state = state
        alter(&next)
        guard next != record else { return }
        // What the printer says about itself may flicker; only another state or cause is progress.
        if !Self.isSame(next.state, record.state) { changed = .now }
        next.changedAt = PrintDesk.now
        try await desk.put(next)
        record = next
        report(next)
    }

    private static func isSame(_ one: PrintState, _ other: PrintState) -> Bool {
        if case .attention(let one) = one, case .attention(let other) = other { return one.cause == other.cause }
        return one == other
    }

    /// Nothing has left yet: finds a printer that can take it and hands it over.
    private mutating func send() async throws(PrintError) {
        let lock = try await desk.exclusive(seconds: 30)
        defer { withExtendedLifetime(lock) {} }
        // While this one waited for the lock, another process may have sent it.
        let (ledger, id) = (desk.ledger, record.id)
        if let now = try await desk.known(id) { record = now }
        guard record.job == nil, record.state != .sending, !record.state.isFinal else { return }
        do throws(PrintError) {
            guard let destination = try await ready() else { return }
            if try await finds() { return }
            let document = try await desk.recording { () throws(PrintError) in try printing { try ledger.document(id) }
            }
            try await set(.sending) { $0.queue = destination.printer.name }
            let job = try await destination.printer.submit(
                document, as: id, on: destination.medium, options: destination.options)
            try await set(.queued(ahead: 0)) { $0.job = job }
        } catch {
            switch error {
            case .replyLost where record.state == .sending: return
            case .serverAway(_, let reason): try await set(.attention(Attention(.serverAway, detail: reason)))
            case .rejecting(_, let reason): try await set(.attention(Attention(.rejecting, detail: reason)))
            default:
                // It was refused, so there is no job.
                if record.state == .sending { try await set(.failed("\(error)")) }
                throw error
            }
        }
    }

    /// The first printer that can print now; nil, and the reason recorded, when none can.
    private mutating func ready() async throws(PrintError) -> Destination? {
        var (obstacle, second): (Attention?, Destination?) = (nil, nil)
        for destination in destinations {
            do throws(PrintError) {
                let condition = try await destination.printer.condition()
                if let found = Obstacle(condition).attention {
                    obstacle = obstacle ?? found
                } else if Attention(reasons: condition.reasons, message: condition.message) != nil,
                    condition.state == .processing
                {
                    // It waits for paper, say: others first, but better there than nowhere.
                    second = second ?? destination
                } else {
                    return destination
                }
            } catch {
                guard case .serverAway(_, let reason) = error else { throw error }
                obstacle = obstacle ?? Attention(.serverAway, detail: reason)
            }
        }
        if second == nil { try await set(.attention(obstacle ?? Attention(.stopped))) }
        return second
    }

    /// Whether the server has a job of this name; then that is the one.
    private mutating func finds() async throws(PrintError) -> Bool {
        guard let printer = (destination ?? destinations.first)?.printer else { return false }
        guard let job = try await printer.jobs(named: record.id).first else { return false }
        try await set(.queued(ahead: 0)) {
            $0.job = job.number
            $0.begunAt = job.begunAt
        }
        return true
    }

    /// The answer to a submission was lost, or whoever sent it died. The server's list tells; never is it sent again.
    private mutating func lookForLost() async throws(PrintError) {
        do throws(PrintError) {
            if try await finds() { return }
            // A request that is still on its way becomes a job within moments.
            if PrintDesk.now - record.changedAt >= 3 {
                try await set(.unknown("the server has no job of this name; probably it never arrived"))
            }
        } catch {
            guard case .serverAway = error else { throw error }
        }
    }

    /// The server has the job: what has become of it?
    private mutating func look() async throws(PrintError) {
        guard let destination, let number = record.job else {
            throw .unknownQueue(record.queue, known: destinations.map(\.printer.name))
        }
        do throws(PrintError) {
            guard let job = try await destination.printer.job(number) else {
                return try await set(.unknown("the server no longer knows job \(number)"))
            }
            let condition = try await destination.printer.condition()
            message = job.message.isEmpty ? condition.message : job.message
            let begunAgain = record.begunAt != nil && job.begunAt != nil && job.begunAt != record.begunAt
            let twice = record.mayBePrintedTwice || begunAgain || wasCutOff
            var state = try await PrintState(of: job, condition, printer: destination.printer)
            if case .attention(let attention) = state, attention.cause == .stopped, job.begunAt == nil,
                let other = try await failover(from: destination, job: number)
            {
                state = .queued(ahead: 0)
                try await set(state) { $0.queue = other.printer.name }
                return
            }
            try await set(state) { record in
                record.mayBePrintedTwice = twice
                record.begunAt = job.begunAt ?? record.begunAt
            }
        } catch {
            guard case .serverAway(_, let reason) = error else { throw error }
            if record.begunAt != nil { wasCutOff = true }
            try await set(.attention(Attention(.serverAway, detail: reason)))
        }
    }

    /// A job that has never been begun may move to a printer that works: it stays the same job.
    private func failover(from old: Destination, job: Int) async throws(PrintError) -> Destination? {
        for other in destinations where other.printer.name != old.printer.name && other.medium == old.medium {
            guard let condition = try? await other.printer.condition(), Obstacle(condition).attention == nil,
                (try? await old.printer.move(job, to: other.printer)) != nil
            else { continue }
            return other
        }
        return nil
    }
}
