import Work

/// Waits until somebody begins. Nobody begins while the booth could not take their picture, nor in the moment in which the guest
/// before them still stands there and presses.
struct AttractStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard !walk.givesWay else { throw GaveWay() }
        guard !walk.beginsAtOnce else { return .done("done") }
        let context = walk.context
        let opens = context.time.now + (walk.followsAnother ? context.guestTime(context.options.rest) : .zero)
        let touch = try await walk.touch(until: nil) {
            if let obstacle = context.view.now.obstacle {
                return Refusal(
                    .notNow, "nobody can begin now: \(obstacle.remedy)", hint: context.view.breakWords)
            }
            guard context.time.now < opens else { return nil }
            return Refusal(.notNow, "the next guest can begin in a moment")
        }
        guard touch != nil else { throw GaveWay() }
        return .done("done")
    }
}
