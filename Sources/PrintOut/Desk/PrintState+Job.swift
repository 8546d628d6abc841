/// What keeps a printer from taking or beginning anything.
struct Obstacle {
    let attention: Attention?

    init(_ condition: PrinterCondition) {
        if condition.state == .stopped {
            attention = Attention(.stopped, detail: condition.message)
        } else if !condition.isAccepting {
            attention = Attention(.rejecting, detail: condition.message)
        } else {
            attention = nil
        }
    }
}

extension PrintState {
    /// Judged by the job's state alone, and only for an active job by what the printer says: reasons of finished jobs stay
    /// behind, and counters of sheets run ahead of the paper.
    init(of job: PrintJob, _ condition: PrinterCondition, printer: any Printer) async throws(PrintError) {
        let message = job.message.isEmpty ? condition.message : job.message
        switch job.state {
        case .completed: self = .printed
        case .aborted: self = .failed(message.isEmpty ? "the server gave up" : message)
        case .cancelled:
            // Also what an IPP printer does with a job that fails.
            self = job.reasons.contains("job-canceled-by-user") ? .cancelled : .failed(message)
        case .stopped:
            // A filter failed. It would stay like that for ever.
            try? await printer.cancel(job.number)
            self = .failed(message.isEmpty ? "the driver could not read it" : message)
        case .processing:
            self = Attention(reasons: condition.reasons, message: message).map(PrintState.attention) ?? .printing
        case .pending, .held:
            if condition.state == .stopped {
                self = .attention(Attention(.stopped, detail: condition.message))
            } else if condition.state == .processing,
                let attention = Attention(reasons: condition.reasons, message: condition.message)
            {
                // What holds up the job before it holds up this one.
                self = .attention(attention)
            } else if job.state == .held {
                // By an operator, by a queue that holds new jobs, or until the server tries again.
                let detail = job.message.isEmpty ? job.reasons.joined(separator: ", ") : job.message
                self = .attention(Attention(.held, detail: detail))
            } else {
                let active = try await printer.activeJobs()
                self = .queued(ahead: active.firstIndex { $0.number == job.number } ?? 0)
            }
        }
    }
}
