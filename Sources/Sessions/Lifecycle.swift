/// What a booth does with sessions, without disk and clock: which events are allowed when, and what each one asks of
/// the record. The record carries out each answer in one transaction.
public struct Lifecycle: Equatable, Sendable {
    public enum Phase: Equatable, Sendable {
        /// No session; the next one starts for this reason.
        case waiting(Session.StartReason)
        /// `step` counts from 0.
        case active(step: Int, of: Int)
        /// No session until somebody starts one.
        case stopped
    }

    public enum Event: Equatable, Sendable {
        /// The engine came up.
        case launch
        case start(steps: Int)
        case advance
        /// Once more from an earlier step.
        case goBack(to: Int)
        case end(Session.EndReason)
    }

    public enum Action: Equatable, Sendable {
        case nothing
        case open(Session.StartReason)
        case enter(step: Int)
        /// The clean-up.
        case close(Session.EndReason)
    }

    public private(set) var phase: Phase

    public init(phase: Phase) { self.phase = phase }

    /// Throws `notNow` and changes nothing when the event is not allowed.
    public mutating func apply(_ event: Event) throws(SessionsError) -> Action {
        switch (event, phase) {
        case (.launch, let before):
            phase = .waiting(.firstLaunch)
            if case .active = before { return .close(.recovered) }
            return .nothing
        case (.start(let steps), .waiting(let reason)):
            guard steps > 0 else {
                throw .notNow("the workflow has no steps", remedy: "name at least one in workflow.json")
            }
            phase = .active(step: 0, of: steps)
            return .open(reason)
        case (.start, .stopped):
            var fresh = Lifecycle(phase: .waiting(.firstLaunch))
            let action = try fresh.apply(event)
            self = fresh
            return action
        case (.start, .active): throw .notNow("a session is active", remedy: "end it before the next one starts")
        case (.advance, .active(let step, let count)):
            guard step + 1 < count else {
                throw .notNow("this is the last step of the workflow", remedy: "end the session")
            }
            phase = .active(step: step + 1, of: count)
            return .enter(step: step + 1)
        case (.goBack(let target), .active(let step, let count)):
            guard (0..<step).contains(target) else { throw .notNow("only an earlier step can be gone back to") }
            phase = .active(step: target, of: count)
            return .enter(step: target)
        case (.end(.recovered), _): throw .notNow("sessions are recovered by launching, not by ending")
        case (.end(let reason), .active(let step, let count)):
            guard reason != .completed || step + 1 == count else {
                throw .notNow("a session is completed in its last step, and this is step \(step + 1) of \(count)")
            }
            phase = reason == .stop ? .stopped : .waiting(reason == .restart ? .restart : .loop)
            return .close(reason)
        // Who stops a booth that nobody uses has stopped it.
        case (.end(.stop), _):
            phase = .stopped
            return .nothing
        case (.advance, _), (.goBack, _), (.end, _): throw .notNow("no session is active")
        }
    }
}
