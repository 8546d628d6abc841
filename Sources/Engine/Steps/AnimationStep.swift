import Darkroom
import Faults
import Sessions

/// Has the layout's animation made in the background. Neither the guest nor the session's end waits for it.
struct AnimationStep: StepWork {
    var waits: Bool { false }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard let layout = walk.layout, layout.hasAnimation else { return .done("skipped") }
        guard try await walk.finalPhoto() != nil else { return .done("too few captures") }
        var options = Darkroom.Options()
        options.finalPhoto = false
        let (context, id) = (walk.context, walk.id)
        let darkroom = Darkroom(record: context.record, library: context.options.layouts, options: options)
        walk.stillMade.insert(.gif)
        await context.lanes.add(.guest, "GIF of \(label(walk.session))") {
            do throws(DarkroomError) { _ = try await darkroom.develop(id, with: layout) } catch {
                context.say("\(error)")
                try? await context.record.giveUp(.gif, of: id, reason: error.problem)
            }
            if let made = try? await context.record.session(id) { context.view.take(made) }
            await context.queue(id)
        }
        return .done("done")
    }
}
