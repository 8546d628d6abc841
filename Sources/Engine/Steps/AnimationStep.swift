import Darkroom
import Faults
import Sessions

/// Has the layout's animation made in the background. Neither the guest nor the session's end waits for it.
struct AnimationStep: StepWork {
    var waits: Bool { false }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard let layout = walk.layout, let kind = layout.animation else { return .done("skipped") }
        // A clip is shown whether or not there are pictures.
        if !layout.showsClips || walk.session.clips.isEmpty {
            guard try await walk.finalPhoto() != nil else { return .done("too few captures") }
        }
        walk.stillMade.insert(kind)
        await walk.context.animate(walk.session, layout, kind)
        return .done("done")
    }
}

extension Context {
    /// Has the animation of a session's layout made in the background; whoever looks at the session sees it when it is there.
    func animate(_ session: Session, _ layout: PreparedLayout, _ kind: Rendition.Kind) async {
        var making = Darkroom.Options()
        making.finalPhoto = false
        let (context, id) = (self, session.id)
        if session.hasOnlyClips { making.showStill = { context.show(still: $0, of: id) } }
        let darkroom = Darkroom(record: record, library: options.layouts, options: making)
        await lanes.add(.guest, "\(kind.title) of \(label(session))") {
            do throws(DarkroomError) { _ = try await darkroom.develop(id, with: layout) } catch {
                context.say("\(error)")
                try? await context.record.giveUp(kind, of: id, reason: error.problem)
            }
            if let made = try? await context.record.session(id) { context.view.take(made) }
            await context.queue(id)
        }
    }

    /// What stands for a film until it is there, where no picture does: on the screen, and in memory alone.
    private func show(still jpeg: [UInt8], of id: String) {
        view.change { view in
            guard view.guest.session?.id == id else { return }
            view.session?.preview = previews.show(jpeg, of: id)
        }
    }
}
