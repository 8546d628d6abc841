extension PrintFollower {
    /// The server has the job: what has become of it?
    mutating func look() async throws(PrintError) {
        guard let target, let number = record.job else {
            throw .unknownQueue(record.queue, known: targets.map(\.printer.name))
        }
        do throws(PrintError) {
            try await feelLifeline(to: target.printer)
            guard let job = try await target.printer.job(number, of: record.id) else {
                return try await set(.unknown("the server no longer knows job \(number)"))
            }
            let condition = try await target.printer.condition()
            message = job.message.isEmpty ? condition.message : job.message
            // It was stopped while it printed, and begins at its first line again.
            if record.begunAt != nil, job.state == .pending { wasCutOff = true }
            let begunAgain = record.begunAt != nil && job.begunAt != nil && job.begunAt != record.begunAt
            let twice = record.mayBePrintedTwice || begunAgain || wasCutOff
            let state = try await PrintState(of: job, condition, printer: target.printer)
            if case .attention(let attention) = state, attention.cause == .stopped, job.begunAt == nil,
                let other = await failover(from: target, job: job.number)
            {
                return try await set(.queued(ahead: 0)) { $0.take(other) }
            }
            try await set(state) { record in
                record.job = job.number
                record.mayBePrintedTwice = twice
                record.begunAt = job.begunAt ?? record.begunAt
            }
        } catch {
            guard case .serverAway(_, let reason) = error else { throw error }
            if record.mayBeBegun { wasCutOff = true }
            try await set(.attention(Attention(.serverAway, detail: reason)))
        }
    }

    /// Before each look, so that none falls between two lifelines.
    private mutating func feelLifeline(to printer: any Printer) async throws(PrintError) {
        let isCut = lifeline?.isCut ?? false
        if isCut, record.mayBeBegun { wasCutOff = true }
        if isCut || lifeline?.isOld ?? true { lifeline = await printer.lifeline() }
    }

    /// A job that has never been begun may move to a printer that works: it stays the same job. Its document and its media
    /// keyword stay the same, too.
    private func failover(from old: PrintTarget, job: Int) async -> Destination? {
        for other in targets where other.printer.name != old.printer.name {
            guard let sheet = try? await other.sheet(), sheet.destination.medium.keyword == record.media,
                (sheet.destination.medium.width, sheet.destination.medium.height) == (record.width, record.height),
                let condition = try? await other.printer.condition(), Obstacle(condition).attention == nil,
                (try? await old.printer.move(job, to: other.printer)) != nil
            else { continue }
            return sheet.destination
        }
        return nil
    }
}

extension PrintRecord {
    /// Whether the printer may have begun by now, for all that the last look has shown.
    fileprivate var mayBeBegun: Bool {
        if begunAt != nil { return true }
        switch state {
        case .queued(let ahead): return ahead == 0
        case .attention(let attention): return attention.cause != .stopped
        default: return true
        }
    }
}
