import Capture
import Terminal

/// The word after which this program owns a camera and talks to the booth that started it. In no help: not for people.
let cameraWorkerVerb = "camera-worker"

func cameraWorker() -> WorkerProgram {
    WorkerProgram(path: "/proc/self/exe", arguments: [cameraWorkerVerb])
}

/// The camera that was asked for.
func chosenCamera(_ arguments: Arguments) throws -> any Camera {
    let name = arguments[CameraOptions.camera]
    var options = TetheredCamera.Options(worker: cameraWorker())
    if let port = arguments[CameraOptions.port] {
        options.fixed = (port, arguments[CameraOptions.model] ?? "PTP/IP Camera")
        return TetheredCamera(options)
    }
    switch name?.split(separator: ":", maxSplits: 1).map(String.init) ?? [] {
    case []: return FolderCamera(testPictures: 10)
    case ["usb"]: return TetheredCamera(options)
    case let parts where parts.count == 2 && parts[0] == "usb":
        options.serial = parts[1]
        return TetheredCamera(options)
    case let parts where parts.count == 2 && parts[0] == "folder": return FolderCamera(folder: parts[1])
    default:
        throw TerminalError.unexpected(
            option: "--camera", expected: "usb, usb:SERIAL or folder:DIR", found: name ?? "")
    }
}
