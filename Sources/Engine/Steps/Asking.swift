import Work

extension Walk {
    /// Waits for an answer to `question`; nil when the guest passes on or leaves. As long as somebody is there, the time begins
    /// anew.
    func answer(to question: Question, _ step: ScriptStep) async throws -> String? {
        context.view.change { view in
            view.step?.asks = true
            view.step?.choices = question.choices
        }
        while let touch = try await touch(until: deadline(in: step.timeout), asking: question) {
            switch touch {
            case .present: continue
            case .answer(let text): return text
            case .next, .retake: return nil
            }
        }
        return nil
    }
}
