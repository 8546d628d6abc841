import Pages
import Sessions
import Work

/// Asks for something that the guest tells: an answer of a survey, an address, a number.
struct InputStep: StepWork {
    let kind: Session.Input.Kind
    /// The question's key; empty where there is only one.
    var name = ""
    var choices: [String] = []
    /// What an answer means; scripts may give it in another language than guests read.
    var meaning: @Sendable (String) -> String = { $0 }
    /// What is wrong with an answer, by its place in the words for guests; nil: nothing.
    let flaw: @Sendable (String) -> String?

    init(_ question: ScriptStep.Question) {
        (kind, name, choices) = (.survey, question.key, question.choices)
        meaning = { question.choice($0) ?? $0 }
        flaw = { question.choices.isEmpty || question.choice($0) != nil ? nil : "answer.chooseAnswer" }
    }

    private init(_ kind: Session.Input.Kind, flaw: @escaping @Sendable (String) -> String?) {
        (self.kind, self.flaw) = (kind, flaw)
    }

    static let email = InputStep(.email) { isAddress($0) ? nil : "answer.email" }

    static let phone = InputStep(.phone) { text in
        text.wholeMatch(of: /\+?[0-9][0-9 ()\/.-]{4,24}/) == nil ? "answer.phone" : nil
    }

    /// Whether mail could be sent there: names with single dots between their parts, before and behind the @. Letters of all
    /// languages are fine.
    static func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 254,
            let parts = text.wholeMatch(of: /([^@\s,;:<>()\[\]"\\]+)@([^@\s,;:<>()\[\]"\\\/_]+)/)
        else { return false }
        let (name, host) = (parts.1.split(separator: ".", omittingEmptySubsequences: false), parts.2)
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.1.utf8.count <= 64 && !name.contains("") && labels.count > 1
            && labels.allSatisfy { !$0.isEmpty && $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
            && labels.last.map { $0.count > 1 && !$0.allSatisfy(\.isNumber) } ?? false
    }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let (flaw, words) = (flaw, walk.context.words)
        let question = Question(choices: choices) { text in
            (text.isEmpty || text.utf8.count > 4_000 ? "answer.writeSomething" : flaw(text)).map { words[$0] }
        }
        guard let text = try await walk.answer(to: question, step) else { return .done("no answer") }
        _ = try await walk.context.record.keep(
            kind, name: name, value: meaning(text), in: walk.id, at: walk.context.now)
        try await walk.refresh()
        return .done("done")
    }
}
