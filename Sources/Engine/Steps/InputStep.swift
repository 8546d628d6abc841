import Sessions
import Work

/// Asks for something that the guest tells: an answer of a survey, an address, a number.
struct InputStep: StepWork {
    let kind: Session.Input.Kind
    /// The question's key; empty where there is only one.
    let name: String
    let question: Question

    init(
        _ kind: Session.Input.Kind, name: String = "", choices: [String] = [],
        flaw: @escaping @Sendable (String) -> String?
    ) {
        (self.kind, self.name) = (kind, name)
        question = Question(choices: choices) { text in
            text.isEmpty || text.utf8.count > 4_000 ? "please write something" : flaw(text)
        }
    }

    init(_ question: ScriptStep.Question) {
        self.init(.survey, name: question.key, choices: question.choices) { text in
            question.choices.isEmpty || question.choices.contains(text) ? nil : "choose one of the answers"
        }
    }

    static let email = InputStep(.email) { text in
        text.wholeMatch(of: /[^@\s]+@[^@\s]+\.[^@\s.]+/) == nil ? "that is no email address" : nil
    }

    static let phone = InputStep(.phone) { text in
        text.wholeMatch(of: /\+?[0-9][0-9 ()\/.-]{4,24}/) == nil ? "that is no telephone number" : nil
    }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard let text = try await walk.answer(to: question, step) else { return .done("no answer") }
        _ = try await walk.context.record.keep(kind, name: name, value: text, in: walk.id, at: walk.context.now)
        try await walk.refresh()
        return .done("done")
    }
}
