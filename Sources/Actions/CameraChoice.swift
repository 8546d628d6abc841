public import Capture

/// Which camera is meant, by the words of `booth run` and `booth doctor`.
///
///     let camera = try CameraChoice(camera: "usb").camera(worker: installation.cameraWorker)
public struct CameraChoice: Sendable, Hashable {
    /// `usb`, `usb:SERIAL`, `usb:BUS,DEVICE`, `ptpip:HOST` or `folder:DIR`; nil: test pictures.
    public var camera: String?
    /// A port of libgphoto2.
    public var port: String?
    public var model: String?

    public init(camera: String? = nil, port: String? = nil, model: String? = nil) {
        (self.camera, self.port, self.model) = (camera, port, model)
    }

    public static let expected = "usb, usb:SERIAL, usb:BUS,DEVICE, ptpip:HOST or folder:DIR"

    /// - Parameter worker: the program that owns a body while it is used.
    public func camera(worker: WorkerProgram) throws(ActionError) -> any Camera {
        var options = TetheredCamera.Options(worker: worker)
        if let port {
            // What is on USB is found by itself, with its model.
            if port.hasPrefix("usb:"), model == nil {
                options.port = port
            } else {
                options.fixed = (port, model ?? "PTP/IP Camera")
            }
            return TetheredCamera(options)
        }
        switch camera?.split(separator: ":", maxSplits: 1).map(String.init) ?? [] {
        case [] where camera == nil: return FolderCamera(testPictures: 10)
        case ["usb"]: return TetheredCamera(options)
        case let parts where parts.count == 2 && parts[0] == "usb":
            // An address for trying; a serial number is the same wherever the body is plugged in.
            if parts[1].contains(",") { options.port = "usb:" + parts[1] } else { options.serial = parts[1] }
            return TetheredCamera(options)
        case let parts where parts.count == 2 && parts[0] == "ptpip":
            options.fixed = ("ptpip:" + parts[1], model ?? "PTP/IP Camera")
            return TetheredCamera(options)
        case let parts where parts.count == 2 && parts[0] == "folder": return FolderCamera(folder: parts[1])
        default: throw .noCamera(camera ?? "")
        }
    }
}
