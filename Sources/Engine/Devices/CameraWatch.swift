import Capture
import Faults
import Work

/// Shows how the camera is, when it tells something and every two seconds, and says what it tells.
struct CameraWatch: Sendable {
    let context: Context

    func run() async {
        let (events, time) = (await context.camera.events(), context.time)
        // One after the other, so that no earlier look is shown after a later one.
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await heed(events) { look.yield() } }
            group.addTask {
                repeat { look.yield() } while (try? await time.sleep(for: .seconds(2))) != nil
            }
            group.addTask { for await _ in looks { await show() } }
        }
    }

    private func heed(_ events: AsyncStream<CameraEvent>, isChanged: @Sendable () -> Void) async {
        var warned: (text: String, at: TimeSource.Instant)?
        for await event in events {
            switch event {
            case .state: isChanged()
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
        }
    }

    private func show() async {
        let status = await context.camera.status
        let isAway = (context.script.shoots || context.script.filmsLiveView) && status.cannotShoot
        context.view.change { view in
            view.camera = .init(
                state: status.state, model: status.identity?.model, whyNot: status.whyNot,
                battery: status.battery?.text, isAway: isAway)
        }
        if let why = status.whyNot {
            context.troubles.raise(
                .camera, guest: status.reason?.guest ?? .camera, remedy: why)
        } else {
            context.troubles.recovered(.camera)
        }
    }
}
