import Pages
import Sessions
import Work

/// Asks for a yes or a no. A guest who does not give a consent that is required is in no picture.
struct ConsentStep: StepWork {
    let key: String
    let isRequired: Bool

    /// As the record has it. English is understood in every language, as scripts speak it.
    private static func word(_ text: String, _ choices: [String]) -> String? {
        let english = ["yes", "no"]
        return choices.firstIndex(of: text).map { english[$0] }
            ?? english.firstIndex(of: meant(by: text, among: english)).map { english[$0] }
    }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        func choices() -> [String] { [walk.words["answer.yes"], walk.words["answer.no"]] }
        let text = try await walk.answer(
            step, showing: { $0.isRequired = isRequired },
            asking: {
                let (choices, hint) = (choices(), walk.words["answer.yesOrNo"])
                return Question(choices: choices) { Self.word($0, choices) == nil ? hint : nil }
            })
        let answer = text.flatMap { Self.word($0, choices()) }
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
