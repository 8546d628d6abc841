internal import Synchronization
internal import Work

/// The one who waits for a shot. It is answered once: by the shot, by its deadline, or because it went away; what comes after
/// that is late. A commit that has begun is waited for, so that nobody is told "failed" of a picture that is being kept.
final class Ticket: Sendable {
    typealias Answer = Result<Shot, CameraError>

    private struct State {
        var answer: Answer?
        var isCommitting = false
        var stage = CameraError.Stage.connecting
        var continuation: CheckedContinuation<Answer, Never>?
    }

    private let state = Mutex(State())
    private let time: TimeSource
    let end: TimeSource.Instant

    init(deadline: Duration, by time: TimeSource = .system) { (self.time, end) = (time, time.now + deadline) }

    var isAnswered: Bool { state.withLock { $0.answer != nil } }
    var rest: Duration { end - time.now }

    /// What the deadline will blame.
    func enter(_ stage: CameraError.Stage) { state.withLock { $0.stage = stage } }

    /// False when the answer is out: the file is late.
    func beginCommit() -> Bool {
        state.withLock { state in
            state.isCommitting = state.answer == nil
            return state.isCommitting
        }
    }

    func endCommit() { state.withLock { $0.isCommitting = false } }

    func answer(_ answer: Answer) {
        let continuation = state.withLock { state in
            guard state.answer == nil else { return CheckedContinuation<Answer, Never>?.none }
            state.answer = answer
            return state.continuation.take()
        }
        continuation?.resume(returning: answer)
    }

    func wait() async -> Answer {
        expire(after: rest)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early = state.withLock { state in
                    if state.answer == nil { state.continuation = continuation }
                    return state.answer
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            answer(.failure(.cancelled))
        }
    }

    private func expire(after duration: Duration) {
        time.after(duration) { [weak self] in
            guard let self else { return }
            let (isCommitting, stage) = state.withLock { ($0.isCommitting, $0.stage) }
            isCommitting ? expire(after: .milliseconds(50)) : answer(.failure(.timedOut(stage)))
        }
    }
}
