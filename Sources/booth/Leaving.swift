import Engine
import Terminal

/// The key `q`. It stands beside those of guests, so that in the middle of a session it asks first.
struct Leaving {
    enum Outcome { case ends, isUsed, isNotMeant }

    /// Whether the next key decides.
    private(set) var isAsked = false
    private var pressed: ContinuousClock.Instant?
    private static let bounce = Duration.milliseconds(500)

    /// `yes`: the letter that says yes in the language of the event.
    mutating func take(
        _ key: Keyboard.Key, in view: OperatorView, yes: Character = "y", at now: ContinuousClock.Instant = .now
    ) -> Outcome {
        guard isAsked else {
            guard key == .letter("q"), view.step?.asks != true else { return .isNotMeant }
            guard view.isInSession else { return .ends }
            (isAsked, pressed) = (true, now)
            return .isUsed
        }
        if key == .letter("q"), let former = pressed, now - former < Self.bounce {
            // Still the press that asked.
            pressed = now
            return .isUsed
        }
        isAsked = false
        return key == .letter(yes) || key == .letter("y") || key == .letter("q") ? .ends : .isUsed
    }
}

extension OperatorView {
    /// Whether a guest has begun and is not done.
    fileprivate var isInSession: Bool {
        self.phase == .running && (self.session?.number != nil || self.step.map { $0.word != "attract" } ?? false)
    }
}
