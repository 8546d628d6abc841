import Sessions
import Work

/// Asks for a yes or a no. A guest who does not give a consent that is required is in no picture.
struct ConsentStep: StepWork {
    let key: String
    let isRequired: Bool

    private static let question = Question(choices: ["yes", "no"]) { text in
        ["yes", "no"].contains(text) ? nil : "yes or no?"
    }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let answer = try await walk.answer(to: Self.question, step)
        if let answer {
            _ = try await walk.context.record.keep(
                .consent, name: key, value: answer, in: walk.id, at: walk.context.now)
            try await walk.refresh()
        }
        guard answer == "yes" || !isRequired else {
            throw EarlyEnd(.restart, "no consent to \"\(key)\"", isRefused: true)
        }
        return .done(answer ?? "no answer")
    }
}
