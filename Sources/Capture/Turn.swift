internal import Synchronization
internal import Work

/// One after the other, in the order of asking: a camera has one session, and whoever has the turn may talk to it.
final class Turn: Sendable {
    private struct Waiting {
        let ticket: Int
        let continuation: CheckedContinuation<CameraError?, Never>
    }

    private struct Line {
        var isTaken = false
        var next = 0
        var waiting: [Waiting] = []
        /// Cancelled before they stood in line.
        var gone: Set<Int> = []
    }

    private let line = Mutex(Line())
    private let time: TimeSource

    init(_ time: TimeSource) { self.time = time }

    /// Returns with the turn, which must be given back, or throws without it.
    func take(within deadline: Duration) async throws(CameraError) {
        let ticket = line.withLock { line in
            line.next += 1
            return line.next
        }
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: CameraError?? = line.withLock { line in
                    if line.gone.remove(ticket) != nil { return .some(.cancelled) }
                    if !line.isTaken {
                        line.isTaken = true
                        return .some(nil)
                    }
                    line.waiting.append(Waiting(ticket: ticket, continuation: continuation))
                    return nil
                }
                if let answer { return continuation.resume(returning: answer) }
                time.after(deadline) { self.leave(ticket, .busy) }
            }
        } onCancel: {
            leave(ticket, .cancelled, isEarly: true)
        }
        // A cancellation that came with the turn already taken.
        _ = line.withLock { $0.gone.remove(ticket) }
        if let failure { throw failure }
    }

    func give() {
        let following = line.withLock { line in
            guard let first = line.waiting.first else {
                line.isTaken = false
                return Waiting?.none
            }
            line.waiting.removeFirst()
            return first
        }
        following?.continuation.resume(returning: nil)
    }

    private func leave(_ ticket: Int, _ reason: CameraError, isEarly: Bool = false) {
        let leaving = line.withLock { line in
            guard let index = line.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                if isEarly { line.gone.insert(ticket) }
                return Waiting?.none
            }
            return line.waiting.remove(at: index)
        }
        leaving?.continuation.resume(returning: reason)
    }
}
