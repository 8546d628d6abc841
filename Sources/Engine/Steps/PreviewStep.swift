import Darkroom
import Sessions
import Work

/// Shows what the FinalPhoto would be. It is in memory and nowhere else.
struct PreviewStep: StepWork {
    let retake: ScriptStep.Retake?

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let context = walk.context
        guard walk.composer != nil else { return .done("skipped") }
        guard walk.session.hasAllCaptures, let drawn = try await walk.drawn() else { return .done("too few captures") }
        let jpeg = try await context.watchdog.promising(within: .seconds(60)) {
            try await context.time.offPool { () throws(DarkroomError) in try drawn.preview() }
        }
        try Task.checkCancellation()
        let identity = context.previews.show(jpeg, of: walk.id)
        defer {
            context.previews.clear()
            context.view.change { $0.session?.preview = nil }
        }
        let used = walk.retakes[walk.index] ?? 0
        let left = retake.map { max(0, $0.most - used) }
        context.view.change { view in
            view.session?.preview = identity
            view.step?.retakesLeft = left
        }
        var touch: Touch?
        repeat { touch = try await walk.touch(until: walk.deadline(in: step.timeout)) } while touch == .present
        if case .retake(let picture)? = touch, let retake {
            walk.retakes[walk.index] = used + 1
            guard let picture, walk.takesPictures(from: retake.target) else { return .back(retake.target) }
            return .again(picture: picture)
        }
        return .done(touch == nil ? "accepted by itself" : "accepted")
    }
}
