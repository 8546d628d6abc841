import Sessions
import StrictJSON
import Work

/// Puts all that is to be sent into the outbox, and shows the link.
struct ShareStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let context = walk.context
        for item in Self.items(of: walk.session, context.record.event) {
            _ = try await context.record.send(item, of: walk.id, at: context.now)
        }
        _ = try await walk.touch(until: walk.deadline(in: step.timeout))
        return .done("done")
    }

    private static func items(of session: Session, _ event: Event) -> [NewItem] {
        let media = session.renditions.filter { $0.state == .ready && [.final, .gif].contains($0.kind) }
            .compactMap(\.path)
        let paths: JSONValue = ["media": .array(media.map { .string($0) })]
        func item(_ kind: OutboxItem.Kind, _ subject: String, _ payload: JSONValue) -> NewItem? {
            guard let destination = event.destinations[kind], session.allows(kind.purpose, in: event) else {
                return nil
            }
            return NewItem(kind, subject: subject, destination: destination, payload: payload.text())
        }
        let inputs = session.inputs.map { input in
            switch input.kind {
            case .email: item(.email, input.value, paths)
            case .phone: item(.sms, input.value, paths)
            case .survey: item(.survey, input.name, ["answer": .string(input.value)])
            case .consent: nil as NewItem?
            }
        }
        return (media.map { item(.media, $0, [:]) } + inputs).compactMap { $0 }
    }
}
