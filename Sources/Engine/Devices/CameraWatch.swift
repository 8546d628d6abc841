import Capture
import Faults
import Work

/// Shows how the camera is, and says what it tells.
struct CameraWatch: Sendable {
    let context: Context

    func run() async {
        let events = await context.camera.events()
        var warned: (text: String, at: TimeSource.Instant)?
        await show()
        for await event in events {
            switch event {
            case .state: await show()
            case .recovered(let file): context.say("camera: \(file.name) was fetched from the card after all")
            case .shutterPressed(let name): context.say("camera: somebody pressed the shutter on it (\(name))")
            case .warning(let error):
                // What is so at every shot is said once a minute.
                let (text, now) = ("\(error)", context.time.now)
                if let warned, warned.text == text, now - warned.at < .seconds(60) { break }
                warned = (text, now)
                context.say("camera: \(text)")
            case .log(let line): context.say("camera: \(line)")
            }
            if Task.isCancelled { return }
        }
    }

    func show() async {
        let status = await context.camera.status
        let isAway = context.script.shoots && status.cannotShoot
        context.view.change { view in
            view.camera = .init(
                state: status.state, model: status.identity?.model, whyNot: status.whyNot,
                battery: status.battery?.text, isAway: isAway)
        }
        if let why = status.whyNot {
            context.troubles.raise(
                .camera, guest: status.reason?.guest ?? "The camera needs a moment. Please wait.", remedy: why)
        } else {
            context.troubles.recovered(.camera)
        }
    }
}
