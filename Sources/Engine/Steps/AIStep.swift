import Faults
import Sessions
import StrictJSON
import Work

/// Asks a service and waits as long as the step has. An answer that comes later is not waited for, and never lands in another
/// session: the item carries this one's id.
struct AIStep: StepWork {
    let request: ScriptStep.Request

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let context = walk.context
        guard let capture = walk.session.selectedCaptures.last else { return .done("too few captures") }
        guard walk.session.allows(.ai, in: context.record.event) else { return .done("no consent") }
        guard context.options.transports[.ai] != nil else {
            raise("nothing carries AI requests to \(request.destination); sessions go on without", context)
            return .done("unreachable")
        }
        let payload: JSONValue = ["prompt": .string(request.prompt)]
        let item = try await context.record.send(
            NewItem(.ai, subject: capture.path, destination: request.destination, payload: payload.text()),
            of: walk.id, at: context.now)
        let end = walk.deadline(in: step.timeout) ?? context.time.now + .seconds(3600)
        while context.time.now < end {
            let next = min(end, context.time.now + .milliseconds(200))
            if case .next? = try await walk.touch(until: next) { return .done("passed over") }
            try await walk.refresh()
            switch walk.session.outbox.first(where: { $0.id == item.id })?.state {
            case .done?:
                context.troubles.recovered(.ai)
                return .done("done")
            case .dead?, .cancelled?, .unknown?: return .done("refused")
            default: break
            }
        }
        raise("\(request.destination) did not answer in time", context)
        return .done("no answer")
    }

    private func raise(_ remedy: String, _ context: Context) {
        context.troubles.raise(.ai, guest: .ai, remedy: remedy)
    }
}
