import Capture
import Sessions
import Work

struct CountdownStep: StepWork {
    let seconds: Double

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        try await walk.countDown(seconds)
        return .done("done")
    }
}

extension Walk {
    /// Counts to the moment of the shot, while the camera focuses. The shutter is asked as much earlier as it is late.
    func countDown(_ seconds: Double) async throws {
        let length = context.guestTime(seconds)
        let (end, shown) = (context.time.now + length, context.now + length)
        context.view.change { view in
            view.step?.fireAt = shown
            view.step?.deadline = shown
        }
        let camera = context.camera
        let focus = Task { try? await camera.prepare() }
        defer { focus.cancel() }
        _ = try await touch(until: end - context.shutter.median)
    }
}
