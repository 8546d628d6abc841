import Files
import Work

extension PrintFollower {
    /// Nothing has left yet: finds a printer that can take it and hands it over.
    mutating func send() async throws(PrintError) {
        guard let hold = try await hold() else { return }
        defer { withExtendedLifetime(hold) {} }
        guard record.job == nil, record.state != .sending, !record.state.isFinal else { return }
        do throws(PrintError) {
            guard let sheet = try await ready() else { return }
            if try await finds() { return }
            let document: [UInt8]
            do throws(PrintError) { document = try await desk.document(of: record, for: sheet) } catch {
                // What does not fit today never will.
                if error.isOfThePicture { try await set(.failed("\(error)")) }
                throw error
            }
            let destination = sheet.destination
            lifeline = await destination.printer.lifeline()
            try await set(.sending) { $0.take(destination) }
            let job = try await destination.printer.submit(
                document, as: record.id, on: destination.medium, options: destination.options)
            try await set(.queued(ahead: 0)) { $0.job = job }
        } catch {
            switch error {
            case .replyLost where record.state == .sending: return
            case .serverAway(_, let reason):
                away = error
                try await set(.attention(Attention(.serverAway, detail: reason)))
            case .rejecting(_, let reason): try await set(.attention(Attention(.rejecting, detail: reason)))
            case .full(_, let reason): try await set(.attention(Attention(.full, detail: reason)))
            default:
                // It was refused, so there is no job.
                if record.state == .sending { try await set(.failed("\(error)")) }
                throw error
            }
        }
    }

    /// The right to send this print, with what the ledger says of it now; nil while another process has it.
    private mutating func hold() async throws(PrintError) -> FileLock? {
        let lock = try printing { try desk.ledger.lock(record.id) }
        if let now = try await desk.known(record.id) { take(now) }
        return lock
    }

    /// The first printer that has the sheet and can print now; nil, and the reason recorded, when none can.
    private mutating func ready() async throws(PrintError) -> Sheet? {
        var (obstacle, second, refusal): (Attention?, Sheet?, PrintError?)
        for target in targets {
            do throws(PrintError) {
                let condition = try await target.printer.condition()
                if let found = Obstacle(condition).attention {
                    obstacle = obstacle ?? found
                    continue
                }
                let sheet = try await target.sheet()
                try record.check(sheet.destination)
                if condition.state == .processing,
                    Attention(reasons: condition.reasons, message: condition.message) != nil
                {
                    // It waits for paper, say: others first, but better there than nowhere.
                    second = second ?? sheet
                } else {
                    return sheet
                }
            } catch {
                switch error {
                case .serverAway(_, let reason):
                    (away, obstacle) = (error, obstacle ?? Attention(.serverAway, detail: reason))
                // Another printer may have the paper.
                case .unknownPaper, .unknownMedia, .otherSheet: refusal = refusal ?? error
                default: throw error
                }
            }
        }
        if let second { return second }
        if obstacle == nil, let refusal { throw refusal }
        try await set(.attention(obstacle ?? Attention(.stopped)))
        return nil
    }

    /// Whether the server has a job of this name; then that is the one.
    mutating func finds() async throws(PrintError) -> Bool {
        guard let printer = (target ?? targets.first)?.printer else { return false }
        guard let job = try await printer.jobs(named: record.id).first else { return false }
        try await set(.queued(ahead: 0)) {
            $0.job = job.number
            $0.begunAt = job.begunAt
        }
        return true
    }

    /// The answer to a submission was lost, or whoever sent it died. The server's list tells; never is it sent again.
    mutating func lookForLost() async throws(PrintError) {
        // Whoever holds it is sending it at this moment.
        guard let hold = try await hold() else { return }
        defer { withExtendedLifetime(hold) {} }
        guard record.state == .sending else { return }
        do throws(PrintError) {
            if try await finds() { return }
            // A request that is still on its way becomes a job within moments, however long it took to be lost.
            let since = missedSince ?? desk.time.now
            missedSince = since
            if desk.time.now - since >= .seconds(3) {
                try await set(.unknown("the server has no job of this name; probably it never arrived"))
            }
        } catch {
            guard case .serverAway = error else { throw error }
        }
    }
}

extension PrintRecord {
    mutating func take(_ destination: Destination) {
        (queue, media, options) = (destination.printer.name, destination.medium.keyword, destination.options)
        (width, height) = (destination.medium.width, destination.medium.height)
    }

    /// A raster is for one size of sheet; a picture is made to fit.
    fileprivate func check(_ destination: Destination) throws(PrintError) {
        let medium = destination.medium
        guard !isPicture, let width, let height, (width, height) != (medium.width, medium.height) else { return }
        throw .otherSheet(
            id: id.text, queue: destination.printer.name, found: "\(width)x\(height)",
            needed: "\(medium.width)x\(medium.height)")
    }

    /// What the print wants of `printer`: its queue as it is now, say after a restart.
    public func target(on printer: any Printer, in library: ProfileLibrary) -> PrintTarget {
        if isPicture, let paper { return PrintTarget(printer, paper: paper, in: library) }
        return PrintTarget(printer, media: media ?? "", options: options)
    }
}

extension PrintError {
    fileprivate var isOfThePicture: Bool {
        switch self {
        case .badDocument, .wrongSize, .wrongShape: true
        default: false
        }
    }
}
