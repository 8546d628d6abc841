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
        // What is on USB is found by itself, with its model.
        if port.hasPrefix("usb:"), arguments[CameraOptions.model] == nil {
            options.port = port
        } else {
            options.fixed = (port, arguments[CameraOptions.model] ?? "PTP/IP Camera")
        }
        return TetheredCamera(options)
    }
    switch name?.split(separator: ":", maxSplits: 1).map(String.init) ?? [] {
    case []: return FolderCamera(testPictures: 10)
    case ["usb"]: return TetheredCamera(options)
    case let parts where parts.count == 2 && parts[0] == "usb":
        // An address for trying; a serial number is the same wherever the body is plugged in.
        if parts[1].contains(",") { options.port = "usb:" + parts[1] } else { options.serial = parts[1] }
        return TetheredCamera(options)
    case let parts where parts.count == 2 && parts[0] == "ptpip":
        options.fixed = ("ptpip:" + parts[1], arguments[CameraOptions.model] ?? "PTP/IP Camera")
        return TetheredCamera(options)
    case let parts where parts.count == 2 && parts[0] == "folder": return FolderCamera(folder: parts[1])
    default:
        throw TerminalError.unexpected(
            option: "--camera", expected: "usb, usb:SERIAL, usb:BUS,DEVICE, ptpip:HOST or folder:DIR", found: name ?? ""
        )
    }
}
