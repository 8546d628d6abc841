import Sessions
import Work

/// Puts all that is to be sent into the outbox, messages to the guest among it, and shows the link.
struct ShareStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        try await walk.context.record.queue(walk.id, upTo: .messages, at: walk.context.now)
        _ = try await walk.touch(until: walk.deadline(in: step.timeout))
        return .done("done")
    }
}
