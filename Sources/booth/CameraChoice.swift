import Actions
import Capture
import Terminal

/// The word after which this program owns a camera and talks to the booth that started it. In no help: not for people.
let cameraWorkerVerb = Installation.cameraWorkerVerb

/// The camera that was asked for.
func chosenCamera(_ arguments: Arguments) throws -> any Camera {
    let choice = CameraChoice(
        camera: arguments[CameraOptions.camera], port: arguments[CameraOptions.port],
        model: arguments[CameraOptions.model])
    do throws(ActionError) { return try choice.camera(worker: Installation.this.cameraWorker) } catch {
        guard case .noCamera(let found) = error else { throw error }
        throw TerminalError.unexpected(option: "--camera", expected: CameraChoice.expected, found: found)
    }
}
