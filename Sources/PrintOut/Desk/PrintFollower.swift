import Work

/// One print on its way.
struct PrintFollower {
    let desk: PrintDesk
    var record: PrintRecord
    let targets: [PrintTarget]
    let deadline: Double
    let report: @Sendable (PrintRecord) -> Void
    /// When it last came forward.
    private var changed: TimeSource.Instant
    /// What `report` heard last.
    private var reported: PrintRecord
    /// Since when the server is known to have no job of what was sent.
    var missedSince: TimeSource.Instant?
    /// The server went away while it may have been printing: it begins again.
    var wasCutOff = false
    var lifeline: Lifeline?
    /// The printer's last words.
    var message = ""
    /// Why no server was asked, the last time.
    var away: PrintError?

    init(
        desk: PrintDesk, record: PrintRecord, targets: [PrintTarget], deadline: Double,
        report: @escaping @Sendable (PrintRecord) -> Void
    ) {
        (self.desk, self.record, self.targets) = (desk, record, targets)
        (self.deadline, self.report, changed, reported) = (deadline, report, desk.time.now, record)
    }

    /// Where the record says that it is.
    var target: PrintTarget? { targets.first { $0.printer.name == record.queue } }

    mutating func run(handOver: Bool) async throws(PrintError) -> PrintRecord {
        report(record)
        while true {
            switch record.state {
            case .printed: return record
            case .failed(let reason): throw .failed(queue: record.queue, job: record.job, reason: reason)
            case .cancelled: throw .cancelled(queue: record.queue, job: record.job)
            case .unknown(let reason):
                // The server may have come to know it since.
                guard try await finds() else {
                    throw .outcomeUnknown(id: record.id.text, queue: record.queue, reason: reason)
                }
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
            let idle = (desk.time.now - changed) / .seconds(1)
            if idle >= deadline || Task.isCancelled { throw overdue() }
            // The first look comes at once, the next ones at their pace.
            let pace = record.state.isTurnedAway ? Self.paceOfTrials : desk.interval
            try? await desk.time.sleep(for: min(pace, .seconds(min(deadline - idle, 60))))
        }
    }

    /// Between two trials of handing it to a queue that is full: each sends the document.
    private static let paceOfTrials = Duration.seconds(2)

    private func overdue() -> PrintError {
        // Less than the deadline where somebody has stopped waiting before.
        let idle = Int(min((desk.time.now - changed) / .seconds(1), 1e9))
        guard case .attention(let attention) = record.state else {
            if record.state == .sending {
                return .outcomeUnknown(id: record.id.text, queue: record.queue, reason: "the server does not answer")
            }
            let reason = message.isEmpty ? record.state.word : "\(record.state.word), \(message)"
            return .noProgress(queue: record.queue, job: record.job, seconds: idle, reason: reason)
        }
        switch attention.cause {
        case .serverAway where record.job == nil:
            return away ?? .serverAway(server: "of \(record.queue)", reason: attention.detail)
        case .stopped: return .stopped(queue: record.queue, reason: attention.detail)
        case .rejecting: return .rejecting(queue: record.queue, reason: attention.detail)
        case .full: return .full(queue: record.queue, reason: attention.detail)
        default:
            return .noProgress(
                queue: record.queue, job: record.job, seconds: idle, reason: attention.forOperator)
        }
    }

    /// Takes the state over, on disk first, then for whoever listens.
    mutating func set(_ state: PrintState, _ alter: (inout PrintRecord) -> Void = { _ in }) async throws(PrintError) {
        var next = record
        next.state = state
        alter(&next)
        guard next != record else { return }
        if state == .printed { next.roll = await target?.roll() }
        next.changedAt = desk.time.wall / 1000
        try await desk.put(next)
        take(next)
    }

    /// Goes on with what the ledger says.
    mutating func take(_ next: PrintRecord) {
        guard next != record else { return }
        if next.state.isProgress(after: record.state) { changed = desk.time.now }
        // One more trial is no news, nor that it was turned away again.
        let isTrial = record.state.isTurnedAway && next.state == .sending
        record = next
        var news = next
        news.changedAt = reported.changedAt
        guard !isTrial, news != reported else { return }
        reported = next
        report(next)
    }
}

extension PrintState {
    /// What the printer says about itself may flicker; only another state or cause is progress. Not to find the server is
    /// none.
    fileprivate func isProgress(after old: PrintState) -> Bool {
        if isTurnedAway || (old.isTurnedAway && self == .sending) { return false }
        if case .attention(let attention) = self {
            if case .attention(let before) = old { return attention.cause != before.cause }
            return old != .waiting || attention.cause != .serverAway
        }
        return self != old
    }

    /// A queue that was full did not take it.
    fileprivate var isTurnedAway: Bool {
        if case .attention(let attention) = self { attention.cause == .full } else { false }
    }
}
