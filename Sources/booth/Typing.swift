import Engine
import Terminal

/// What is being typed as an answer. It is meant for the step before which it was begun, and for no other.
struct Typing {
    private var text = ""
    private var place: Place?
    /// When Enter sent an answer: the same press that arrives again, or a key that is held, is not meant for the next step.
    private var entered: ContinuousClock.Instant?
    private static let bounce = Duration.milliseconds(500)

    func text(at place: Place?) -> String { place == self.place ? text : "" }

    /// What was typed for a step that is over is thrown away.
    mutating func look(at view: OperatorView) {
        guard view.place != place else { return }
        (text, place) = ("", view.place)
    }

    /// While a step asks, letters are an answer, which Enter sends.
    mutating func take(
        _ key: Keyboard.Key, in view: OperatorView, at now: ContinuousClock.Instant = .now
    ) -> BoothCommand? {
        look(at: view)
        if key == .enter, let former = entered, now - former < Self.bounce {
            entered = now
            return nil
        }
        let asks = view.step?.asks ?? false
        switch key {
        case .control("r"): return leave(by: .restart)
        case .escape: return leave(by: .stop)
        case .letter(let letter) where asks: text.append(letter)
        case .backspace where asks: text = String(text.dropLast())
        case .control("u") where asks: text = ""
        case .control("w") where asks: text = Self.withoutLastWord(text)
        case .enter where asks && !text.isEmpty:
            entered = now
            // It stays, so that what is refused can be corrected; what is taken goes with its step.
            return .answer(text)
        case .enter, .letter(" "), .letter("n"): return .next
        case .letter("r"): return .retake
        case .letter("p"): return .printLast
        case .letter("s"): return .start
        default: break
        }
        return nil
    }

    private mutating func leave(by command: BoothCommand) -> BoothCommand {
        text = ""
        return command
    }

    private static func withoutLastWord(_ text: String) -> String {
        let end = text.lastIndex { $0 != " " } ?? text.startIndex
        return text[..<end].lastIndex(of: " ").map { String(text[...$0]) } ?? ""
    }
}
