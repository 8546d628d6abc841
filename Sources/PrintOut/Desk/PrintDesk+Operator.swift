import Work

extension PrintDesk {
    /// Takes a print back: its job, if it has one, or the record that waits. Throws `notUnderWay` when it has ended already.
    public func cancel(_ id: PrintID, on printer: any Printer) async throws(PrintError) -> PrintRecord {
        let ledger = ledger
        let lock = try await recording(within: 25) { () throws(PrintError) in try ledger.held(id, seconds: 20) }
        defer { withExtendedLifetime(lock) {} }
        guard var record = try await known(id) else { throw .notUnderWay(id: id.text, queue: printer.name) }
        guard !record.state.isFinal else {
            throw .notUnderWay(id: id.text, queue: record.queue, state: record.state.word)
        }
        var job: PrintJob?
        if let number = record.job {
            job = try await printer.job(number, of: id)
        } else if record.state == .sending {
            job = try await printer.jobs(named: id).first
        }
        record.state = .cancelled
        if let job {
            record.job = job.number
            if job.state == .completed { record.state = .printed } else { try await printer.cancel(job.number) }
        } else if let number = record.job {
            record.state = .unknown("the server no longer knows job \(number)")
        }
        record.changedAt = time.wall / 1000
        try await put(record)
        guard record.state == .cancelled else {
            throw .notUnderWay(id: id.text, queue: record.queue, state: record.state.word)
        }
        return record
    }

    /// Hands over what waits for `queue`, the oldest first, after the queue or the server has been put right; returns how
    /// many were sent. Ends with the first that the server does not take.
    public func sendWaiting(
        queue: String, on target: (PrintRecord) -> PrintTarget
    ) async throws(PrintError) -> Int {
        var sent = 0
        for record in try await unfinished() where record.queue == queue && record.job == nil {
            _ = try await follow(record.id, on: [target(record)], deadline: 5, handOver: true)
            sent += 1
        }
        return sent
    }
}
