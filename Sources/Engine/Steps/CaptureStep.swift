import Capture
import Faults
import Sessions
import Work

/// Takes pictures, with a countdown before each but the first. Each is on the disk and in its slots before the next.
struct CaptureStep: StepWork {
    let shots: ScriptStep.Shots

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let count = shots.count ?? max(walk.layout?.capturesNeeded ?? 0, 1)
        for number in 1...count {
            walk.context.view.change { view in
                view.step?.shot = number
                view.step?.shots = count
            }
            if number > 1 {
                walk.enterAgain()
                walk.frame(step)
                try await walk.countDown(shots.interval, mayShorten: shots.mayShorten)
            }
            try await take(in: walk, step)
        }
        return .done("done")
    }

    /// Takes one picture in the place of a former one.
    func retake(_ picture: RetakenPicture, in walk: isolated Walk, as step: ScriptStep) async throws {
        let shot = try await take(in: walk, step, anew: picture)
        try await walk.exchange(picture, for: shot.kept)
    }

    /// Takes one picture. A camera that fails gets the time of the step to come back by itself; then the guest is let go.
    @discardableResult
    private func take(
        in walk: isolated Walk, _ step: ScriptStep, anew picture: RetakenPicture? = nil
    ) async throws -> ShotInHand {
        let context = walk.context
        let end = context.time.now + .seconds(max(step.timeout ?? 60, 1))
        while true {
            let index = walk.index
            try await walk.refresh()
            let shot = ShotInHand(
                walk.session, anew: picture, record: context.record, composer: walk.composer
            ) { capture, notes in
                await walk.took(capture, at: index)
                for note in notes { context.say("picture: \(capture.path): \(note)") }
            }
            do {
                try await press(shot, in: walk)
                context.troubles.recovered(.picture)
                return shot
            } catch let error as CameraError {
                try Task.checkCancellation()
                context.troubles.raise(.picture, guest: error.guest, remedy: "\(error)")
                if case .notStored(let path, _) = error {
                    context.stranded.add(shot, at: path)
                    let isStored = await context.watchdog.promising(within: end - context.time.now + .seconds(30)) {
                        await context.stranded.stored(path, until: end, context.time)
                    }
                    try Task.checkCancellation()
                    guard isStored else { throw EarlyEnd(.restart, "\(error)") }
                    return shot
                }
                try await awaitCamera(until: end, after: error, context)
                try await walk.countDown(min(shots.interval, 3), mayShorten: false)
            }
        }
    }

    private func awaitCamera(until end: ContinuousClock.Instant, after error: CameraError, _ context: Context)
        async throws
    {
        let left = end - context.time.now
        do {
            guard left > .zero else { throw error }
            try await context.watchdog.promising(within: left + .seconds(30)) {
                try await context.camera.ready(within: left)
            }
        } catch {
            try Task.checkCancellation()
            throw EarlyEnd(.restart, "the camera did not come back: \(error)")
        }
    }

    /// Presses the shutter once and returns when the picture is kept.
    private func press(_ shot: ShotInHand, in walk: isolated Walk) async throws {
        let context = walk.context
        var request = ShotRequest(folder: context.record.folder.path + "/Captures", commit: shot.commit)
        if shot.composer != nil { request.verify = shot.verify }
        request.attempts = shots.attempts
        context.view.change { view in
            view.step?.isShooting = true
            view.step?.fireAt = nil
            view.step?.deadline = nil
        }
        walk.wakeEarly()
        defer { context.view.change { $0.step?.isShooting = false } }
        let (wanted, asked) = (request, context.time.now)
        let taken = try await context.watchdog.promising(within: request.deadline + .seconds(30)) {
            try await context.camera.capture(wanted)
        }
        context.shutter.note(taken.timings.shutter)
        walk.waitsSince = asked + taken.timings.shutter
    }
}
