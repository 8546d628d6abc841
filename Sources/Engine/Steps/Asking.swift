import Pages
import Work

extension Walk {
    /// Waits for an answer; nil when the guest passes on or leaves. As long as somebody is there, the time begins anew.
    /// - Parameters:
    ///   - show: what clients need to know of the question beside its choices.
    ///   - question: what is asked, in the words that the guest reads; made anew when these are others.
    func answer(
        _ step: ScriptStep, showing show: (inout GuestView.Step) -> Void = { _ in }, asking question: () -> Question
    ) async throws -> String? {
        func asked() -> Question {
            let made = question()
            let spoken = words.language
            context.view.change { view in
                guard var step = view.guest.step else { return }
                (step.asks, step.choices, step.spoken) = (true, made.choices, spoken)
                show(&step)
                view.guest.step = step
            }
            return made
        }
        var present = asked()
        while let touch = try await touch(until: deadline(in: step.timeout), asking: present) {
            switch touch {
            case .present: continue
            case .language: present = asked()
            case .answer(let text): return text
            case .next, .retake: return nil
            }
        }
        return nil
    }
}
