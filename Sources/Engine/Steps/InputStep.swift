import Delivery
import Pages
import Sessions
import Work

/// Asks for something that the guest tells: an answer of a survey, an address, a number.
struct InputStep: StepWork {
    let kind: Session.Input.Kind
    /// The question's key; empty where there is only one.
    var name = ""
    /// What clients need to know of the question.
    var show: @Sendable (inout GuestView.Step) -> Void = { _ in }
    /// What an answer means; scripts may give it in another language than guests read.
    var meaning: @Sendable (String) -> String = { $0 }
    /// What is wrong with an answer, by its place in the words for guests; nil: nothing.
    let flaw: @Sendable (String) -> String?

    init(_ question: ScriptStep.Question) {
        (kind, name) = (.survey, question.key)
        show = { $0.hasStars = question.hasStars }
        meaning = { question.choice($0) ?? $0 }
        flaw = { question.choices.isEmpty || question.choice($0) != nil ? nil : "answer.chooseAnswer" }
    }

    private init(_ kind: Session.Input.Kind, flaw: @escaping @Sendable (String) -> String?) {
        (self.kind, self.flaw) = (kind, flaw)
    }

    static func email(of event: Event) -> InputStep {
        var step = InputStep(.email) { (try? MailAddress($0)) == nil ? "answer.email" : nil }
        step.show = { $0.domains = event.mailDomains }
        return step
    }

    /// Where text messages are sent, a number comes to one that the whole world understands; elsewhere people read it.
    static func phone(of event: Event) -> InputStep {
        let isDialled = event.destinations[.sms] != nil || event.phonePrefix != nil
        var step = InputStep(.phone) { text in
            let isGood =
                isDialled
                ? (try? PhoneNumber(text, prefix: event.phonePrefix)) != nil
                : text.wholeMatch(of: /\+?[0-9][0-9 ()\/.-]{4,24}/) != nil
            return isGood ? nil : "answer.phone"
        }
        step.show = { $0.prefix = event.phonePrefix }
        if isDialled { step.meaning = { (try? PhoneNumber($0, prefix: event.phonePrefix))?.text ?? $0 } }
        return step
    }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let text = try await walk.answer(step, showing: show) {
            let (flaw, words) = (flaw, walk.words)
            return Question(choices: walk.spoken.choices) { text in
                (text.isEmpty || text.utf8.count > 4_000 ? "answer.writeSomething" : flaw(text)).map { words[$0] }
            }
        }
        guard let text else { return .done("no answer") }
        _ = try await walk.context.record.keep(
            kind, name: name, value: meaning(text), in: walk.id, at: walk.context.now)
        try await walk.refresh()
        return .done("done")
    }
}

/// Asks for an address.
struct EmailStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        try await InputStep.email(of: walk.context.record.event).run(in: walk, as: step)
    }
}

/// Asks for a telephone number.
struct PhoneStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        try await InputStep.phone(of: walk.context.record.event).run(in: walk, as: step)
    }
}
