import Capture
import Sessions
import Work

struct CountdownStep: StepWork {
    let seconds: Double
    let mayShorten: Bool

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        try await walk.countDown(seconds, mayShorten: mayShorten)
        return .done("done")
    }
}

extension Walk {
    /// Counts to the moment of the shot, while the camera focuses. The shutter is asked as much earlier as it is late. Every
    /// guest has the whole of it, whatever is pressed, unless the workflow says that it may be shortened.
    func countDown(_ seconds: Double, mayShorten: Bool) async throws {
        let length = context.guestTime(seconds)
        let (end, shown) = (context.time.now + length, context.now + length)
        context.view.change { view in
            view.step?.fireAt = shown
            view.step?.deadline = shown
        }
        let camera = context.camera
        let focus = Task { try? await camera.prepare() }
        defer { focus.cancel() }
        _ = try await touch(until: end - context.shutter.median) { _ in
            mayShorten ? nil : Refusal(.notNow, "the countdown runs to its end")
        }
    }
}
