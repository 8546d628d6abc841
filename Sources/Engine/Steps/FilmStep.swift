import Darkroom
import Faults
import Sessions
import Work

/// Gets a moving capture, and has the film of it made in the background: from the live view, from the folder in which clips arrive,
/// or of pictures in quick succession.
struct FilmStep: StepWork {
    let filming: ScriptStep.Filming

    var waits: Bool { if case .clips = filming { true } else { false } }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        switch filming {
        case .camera(let shots):
            let result = try await CaptureStep(shots: shots).run(in: walk, as: step)
            guard walk.layout?.hasAnimation ?? false else { return result }
            return try await AnimationStep().run(in: walk, as: step)
        case .live(let seconds):
            let recorder = LiveRecorder(context: walk.context, seconds: seconds)
            return try await keep(try await recorder.record(in: walk, step), in: walk, otherwise: "no live view")
        case .clips:
            guard walk.context.options.clips != nil else {
                walk.context.say("step \(step.name): no clips arrive; say --clips folder:DIR")
                return .done("no clips")
            }
            switch try await clip(in: walk, step) {
            case .passedOver: return .done("passed over")
            case .none: return .done("no clip")
            case .came(let staged): return try await keep(staged, in: walk, otherwise: "no clip")
            }
        }
    }

    private enum Waited {
        case came(StagedCapture)
        case none, passedOver
    }

    /// Waits for the next clip, or until somebody goes on without.
    private func clip(in walk: isolated Walk, _ step: ScriptStep) async throws -> Waited {
        let context = walk.context
        let end = walk.deadline(in: step.timeout) ?? context.time.now + .seconds(3600)
        while true {
            if let staged = await context.clips.take(for: walk.id) { return .came(staged) }
            guard context.time.now < end else { return .none }
            let next = min(end, context.time.now + .milliseconds(200))
            if case .next? = try await walk.touch(until: next) { return .passedOver }
        }
    }

    /// Acknowledged as every capture is; then the film is begun.
    private func keep(
        _ staged: StagedCapture?, in walk: isolated Walk, otherwise word: String
    ) async throws -> StepResult {
        guard let staged else { return .done(word) }
        let context = walk.context
        do throws(SessionsError) {
            let capture = try await context.record.keep(file: staged, in: walk.id, at: context.now)
            context.troubles.recovered(.picture)
            await walk.took(capture, at: walk.index)
        } catch {
            // The next launch puts the staged file aside; the guest is not held up.
            context.troubles.raise(.picture, guest: .host, remedy: context.remedy(for: error))
            return .done("not stored")
        }
        await context.queue(walk.id)
        guard let layout = walk.layout, layout.showsClips, let kind = layout.animation else { return .done("kept") }
        walk.stillMade.insert(kind)
        await context.animate(walk.session, layout, kind)
        return .done("done")
    }
}
