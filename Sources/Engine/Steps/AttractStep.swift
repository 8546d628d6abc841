import Pages
import Sessions
import Work

/// Waits until somebody begins. Nobody begins while the booth could not take their picture, outside of the event's hours, nor in the
/// moment in which the guest before them still stands there and presses.
struct AttractStep: StepWork {
    /// Seconds after which a language is the event's again whose guest has not begun.
    private static let patience = 60.0

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard !walk.givesWay else { throw GaveWay() }
        guard !walk.beginsAtOnce else { return .done("done") }
        let context = walk.context
        let rest = walk.followsAnother ? context.guestTime(context.options.rest) : .zero
        let opens = context.time.now + rest
        if rest > .zero {
            let shown = context.now + rest
            context.view.change { $0.step?.opensAt = shown }
        }
        while true {
            let end = walk.language.map { _ in context.time.now + context.guestTime(Self.patience) }
            let touch = try await walk.touch(until: end, hearsLanguage: true) { command in
                refusal(of: command, before: opens, context)
            }
            if walk.givesWay { throw GaveWay() }
            switch touch {
            case .language?: continue
            case nil where end != nil: try await walk.speak(nil)
            case nil: throw GaveWay()
            default: return .done("done")
            }
        }
    }

    private func refusal(of command: BoothCommand, before opens: TimeSource.Instant, _ context: Context) -> Refusal? {
        let view = context.view.now
        if let obstacle = view.obstacle {
            return Refusal(
                .notNow, "nobody can begin now", hint: context.view.wordsAtRest(view), remedy: obstacle.remedy)
        }
        // Whoever runs the booth may try it out at any time.
        if command == .next, let closed = context.closedUntil {
            return Refusal(
                .notNow, "outside of the event's hours, until \(closed); start begins a session all the same",
                hint: context.spoken.now(in: view.guest.language)["prompt.closed", ["time": closed]])
        }
        guard context.time.now < opens else { return nil }
        return Refusal(.notNow, "the next guest can begin in a moment")
    }
}
