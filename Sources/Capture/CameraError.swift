/// What can go wrong with a camera. `guest` is for the screen of the booth, `description` for whoever looks after it.
public enum CameraError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No camera answers; `wanted` is the serial number or port that is waited for.
    case absent(wanted: String?)
    /// Another program holds the camera; `program` names it when it could be found out.
    case claimed(program: String?)
    /// The link broke: cable, power, or a crash inside the driver.
    case lost(Stage, detail: String)
    case busy
    case outOfFocus
    case cardFull
    case batteryLow(level: String?)
    case timedOut(Stage)
    case notAPicture(name: String, detail: String)
    case unsupported(String)
    /// The camera said no, in words that fit none of the others.
    case refused(Stage, detail: String)
    /// The picture is on this computer at `path`, but could not be put where it belongs.
    case notStored(path: String, reason: String)
    /// There is no room in the folder at `path` for the picture, which the camera still has if it can keep one.
    case diskFull(path: String)
    /// A folder that shall be shown as a camera cannot be used.
    case badFolder(path: String, reason: String)
    /// The camera's own process does not start.
    case noWorker(program: String, reason: String)
    case cancelled
    /// The camera was closed by its owner.
    case closed

    /// What was being done.
    public enum Stage: String, Sendable, CaseIterable {
        case connecting, settings, preparing, previewing
        case trigger = "pressing the shutter"
        case collecting = "waiting for the picture"
        case downloading, verifying, storing, idle
    }
}

extension CameraError {
    /// One line: what is wrong, and what to do.
    public var description: String {
        switch self {
        case .absent(nil):
            "no camera answers; plug in the USB cable, switch the camera on, and set its auto power off to never"
        case .absent(let wanted?):
            "camera \(wanted) does not answer; plug in its USB cable and switch it on"
        case .claimed(let program?):
            "\(program) holds the camera; end it (gio mount -s gphoto2 releases the desktop's hold) and it connects by itself"
        case .claimed(nil):
            "another program holds the camera; close photo programs, or run gio mount -s gphoto2; it connects by itself"
        case .lost(let stage, let detail):
            "the camera was lost while \(stage.rawValue) (\(detail)); check cable and power, it reconnects by itself"
        case .busy:
            "the camera stays busy; look for a menu or a playback on its screen, else switch it off and on"
        case .outOfFocus:
            "autofocus found nothing sharp; give more light or set the lens to manual focus"
        case .cardFull:
            "the camera's card is full or locked; put in another one or format it"
        case .batteryLow(let level):
            "the camera's battery is low\(level.map { " (\($0))" } ?? ""); change it, or use a mains adapter"
        case .timedOut(let stage):
            "the camera did not finish \(stage.rawValue) in time and was restarted; if it happens again, switch it off and on"
        case .notAPicture(let name, let detail):
            "\(name): the camera gave no whole picture (\(detail)); shoot again, and check card and cable"
        case .unsupported(let what):
            "this camera cannot do it: \(what)"
        case .refused(let stage, let detail):
            "the camera refused while \(stage.rawValue): \(detail)"
        case .notStored(let path, let reason):
            "the picture could not be stored (\(reason)); it is kept at \(path), copy it from there"
        case .diskFull(let path):
            "\(path): the disk is full; remove what is not needed from it, or take another one"
        case .badFolder(let path, let reason):
            "\(path): \(reason)"
        case .noWorker(let program, let reason):
            "\(program): the camera's process cannot be started (\(reason)); install Boothkit again"
        case .cancelled: "cancelled before the shutter was pressed, or while the picture was on its way"
        case .closed: "the camera was closed"
        }
    }

    /// A sentence for guests: no blame, no technique.
    public var guest: String {
        switch self {
        case .outOfFocus: "We could not focus. Please stand a little further back and try again."
        case .cardFull, .batteryLow, .claimed, .unsupported, .badFolder, .noWorker, .closed:
            "The camera needs a hand. Please call the host."
        case .notStored: "Your picture is safe, but we need a hand. Please call the host."
        case .diskFull: "The booth takes a short break. Please call the host."
        case .absent, .lost, .busy, .timedOut: "The camera needs a moment. Please wait."
        case .notAPicture, .refused: "That one did not work. Let's take it again."
        case .cancelled: "Cancelled."
        }
    }

    /// Whether a new connection may help.
    var endsSession: Bool {
        switch self {
        case .lost, .timedOut: true
        default: false
        }
    }
}
