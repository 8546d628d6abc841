import Capture
import Compositor
import Darkroom
import Faults
import Sessions

extension Engine {
    /// So many pictures, a countdown before each but the first. Each is on the disk and in the slots before the next.
    func shoot(_ shots: ScriptStep.Shots, _ step: ScriptStep, at index: Int) async throws -> StepResult {
        let count = shots.count ?? max(press?.template.layout.capturesNeeded ?? 1, 1)
        for number in 1...count {
            change { state in
                state.step?.shot = number
                state.step?.shots = count
            }
            if number > 1 { try await countDown(shots.interval) }
            try await take(shots, step, at: index)
        }
        return .done("done")
    }

    /// One picture. A camera that fails gets the time of the step to come back by itself; then the guest is let go.
    private func take(_ shots: ScriptStep.Shots, _ step: ScriptStep, at index: Int) async throws {
        let end = ContinuousClock.now + .seconds(max(step.timeout ?? 60, 1))
        while let visit {
            let session = try await record.session(visit.session.id)
            let frame = ShotInHand(session, record: record, sitting: visit.sitting) { [weak self] capture in
                await self?.took(capture, of: session.id, at: index)
            }
            do {
                try await press(frame, attempts: shots.attempts)
                return settled(.picture)
            } catch let error as CameraError {
                try Task.checkCancellation()
                trouble(.picture, guest: error.guest ?? CameraError.needsAMoment, remedy: "\(error)")
                if case .notStored(let path, _) = error {
                    stranded.append((frame, path))
                    while stranded.contains(where: { $0.path == path }) {
                        guard ContinuousClock.now < end else { throw EarlyEnd(reason: .restart, why: "\(error)") }
                        promise()
                        try await Task.sleep(for: .milliseconds(200))
                    }
                    return
                }
                let left = end - .now
                do {
                    guard left > .zero else { throw error }
                    try await bounded(left + .seconds(30)) { try await camera.ready(within: left) }
                } catch {
                    try Task.checkCancellation()
                    throw EarlyEnd(reason: .restart, why: "the camera did not come back: \(error)")
                }
                try await countDown(min(shots.interval, 3))
            }
        }
    }

    /// Presses the shutter once and returns when the picture is kept.
    private func press(_ frame: ShotInHand, attempts: Int) async throws {
        var request = ShotRequest(folder: record.folder.path + "/Captures", commit: frame.commit)
        if frame.sitting != nil { request.verify = frame.verify }
        request.attempts = attempts
        change { state in
            state.step?.isShooting = true
            state.step?.fireAt = nil
            state.step?.deadline = nil
        }
        defer { change { $0.step?.isShooting = false } }
        let (wanted, asked) = (request, ContinuousClock.now)
        let taken = try await bounded(request.deadline + .seconds(30)) { try await camera.capture(wanted) }
        shutterLags = shutterLags.suffix(8) + [taken.timings.shutter]
        visit?.waitsSince = asked + taken.timings.shutter
    }

    private func took(_ capture: Sessions.Capture, of id: String, at index: Int) async {
        if visit?.session.id == id { visit?.taken.append((index, capture.id)) }
        if let session = try? await record.session(id) {
            if session.state == .finished { afterwards(capture, session) } else { show(session) }
        }
        change { $0.figures.captures += 1 }
    }

    private func afterwards(_ capture: Sessions.Capture, _ session: Session) {
        say("a picture came after the end of its session and is kept there: \(capture.path)")
        let before = background
        background = Task {
            await before?.value
            await complete(session)
        }
    }

    /// The disk was full when a picture came: it waits where it was staged until there is room, however its session goes on.
    func keepStranded() async {
        guard !stranded.isEmpty else { return }
        for (frame, path) in stranded where (try? await frame.keep(path)) != nil {
            stranded.removeAll { $0.path == path }
        }
        if stranded.isEmpty { settled(.picture) }
    }
}
