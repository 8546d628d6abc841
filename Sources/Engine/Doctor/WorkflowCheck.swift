import Effects
import Files
import Sessions

/// Whether what the workflow's steps need is there: files of effects, and somebody to send to.
struct WorkflowCheck: Sendable {
    let folder: EventFolder
    let event: Event
    let script: Script

    func look(_ report: Report) {
        for file in Set(effects.flatMap(\.files)).sorted() {
            let path = file.hasPrefix("/") ? file : folder.path + "/" + file
            guard FileIdentity(path) == nil else { continue }
            report.fail("effects", "\(path) is not there", "copy it there, or change the effect in workflow.json")
        }
        for step in script.steps {
            if case .ai(let request) = step.kind {
                report.warn(
                    "step \(step.name)", "nothing carries AI requests to \(request.destination)",
                    "leave the step out; sessions go on without")
            }
            guard let (kind, what) = needs(step), event.destinations[kind] == nil else { continue }
            report.warn(
                "step \(step.name)", "the event names nobody who sends \(what), so they are only kept in the record",
                "set destinations.\(kind.rawValue) in event.json, or leave the step out")
        }
    }

    private var effects: [EffectCall] {
        script.effects
            + script.steps.flatMap { step -> [EffectCall] in
                if case .effect(let choices) = step.kind { choices.compactMap(\.effect) } else { [] }
            }
    }

    private func needs(_ step: ScriptStep) -> (OutboxItem.Kind, String)? {
        switch step.kind {
        case .email: (.email, "emails")
        case .phone: (.sms, "messages")
        default: nil
        }
    }
}
