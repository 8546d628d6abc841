internal import Dispatch
internal import Synchronization

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
                after(deadline) { self.leave(ticket, .busy) }
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

/// A serial queue has a thread whatever else the process computes; the threads that all share may be busy with pictures.
private let clock = DispatchQueue(label: "boothkit.camera.clock")

/// Runs `action`, which must be quick, when `time` has passed: a deadline depends on nobody's pool of threads.
func after(_ time: Duration, _ action: @escaping @Sendable () -> Void) {
    let (seconds, fraction) = time.components
    let nanoseconds = max(0, min(seconds, 86_400)) * 1_000_000_000 + max(0, fraction / 1_000_000_000)
    clock.asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds)), execute: action)
}
