import Faults
import Terminal

extension Family {
    static let camera = Family(
        name: "camera", summary: "cameras: what is there, and why it cannot shoot",
        verbs: [
            verb("list", "cameras that are plugged in", usages: ["[--json]"], CameraOptions.list, listCameras),
            verb(
                "status", "one line: can it shoot, and if not, why", usages: ["[--camera C] [--json]"],
                CameraOptions.common, showCameraStatus),
            verb(
                "settings", "show what can be set, or set it", usages: ["[--camera C] [NAME=VALUE…]"],
                CameraOptions.common, showCameraSettings, takesArguments: true),
            verb(
                "preview", "keep the newest frame of live view, and tell the frame rate",
                usages: ["-o FILE [--seconds S] [--camera C]"], CameraOptions.preview, previewCamera),
            verb(
                "shoot", "take a picture into a file, or pictures into a session of an event",
                usages: ["-o FILE [--camera C]", "--event EVENT [--shots N] [--camera C]"], CameraOptions.shoot,
                shootCamera),
            verb(
                "watch", "tell what the camera does until Ctrl-C", usages: ["[--seconds S] [--camera C]"],
                CameraOptions.watch, watchCamera),
        ])

    private static func verb(
        _ name: String, _ summary: String, usages: [String], _ section: OptionSection,
        _ run: @escaping @Sendable (Arguments) async throws -> ExitStatus, takesArguments: Bool = false
    ) -> Verb {
        Verb(
            command: Command(
                "booth camera \(name)", summary, usages: usages, sections: [section], takesArguments: takesArguments),
            run: run)
    }
}

enum CameraOptions {
    static let camera = Option.single(
        "camera", "C", "usb, usb:SERIAL, usb:BUS,DEVICE, ptpip:HOST or folder:DIR; without it test pictures")
    static let port = Option.single("port", "PORT", "a port that is not found by itself, such as ptpip:192.168.1.5")
    static let model = Option.single("model", "MODEL", "with --port: what libgphoto2 calls the camera")
    static let json = Option.flag("json", "results as JSON")
    static let output = Option.single("output", short: "o", "FILE", "where the picture goes; an existing file is kept")
    static let seconds = Option.single("seconds", "S", "how long")
    static let event = Option.single("event", "EVENT", "keep the pictures in this event, as a session of their own")
    static let shots = Option.single("shots", "N", "with --event: so many pictures in the session (1)")
    static let deadline = Option.single("deadline", "S", "seconds for a picture, connecting included (15)")
    static let deletes = Option.flag("delete-on-camera", "remove the picture from the card once it is safe")

    static let list = OptionSection("Options", json)
    static let common = OptionSection("Options", camera, port, model, json)
    static let preview = OptionSection("Options", output, seconds, camera, port, model)
    static let shoot = OptionSection("Options", output, event, shots, deadline, deletes, camera, port, model, json)
    static let watch = OptionSection("Options", seconds, camera, port, model)
}
