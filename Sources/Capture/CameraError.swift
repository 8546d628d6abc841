public import Faults

/// What can go wrong with a camera. `guest` is for the screen of the booth, the rest for whoever looks after it.
public enum CameraError: Fault, Equatable {
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
    case badFolder(path: String, reason: String, remedy: String? = nil)
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
    public var report: FaultReport {
        switch self {
        case .absent(nil):
            Self.moment(
                "no camera answers",
                "plug in the USB cable, switch the camera on, and set its auto power off to never", .notThere)
        case .absent(let wanted?):
            Self.moment("camera \(wanted) does not answer", "plug in its USB cable and switch it on", .notThere)
        case .claimed(let program?):
            Self.host(
                "\(program) holds the camera",
                "end it (gio mount -s gphoto2 releases the desktop's hold) and it connects by itself", .notThere)
        case .claimed(nil):
            Self.host(
                "another program holds the camera",
                "close photo programs, or run gio mount -s gphoto2; it connects by itself", .notThere)
        case .lost(let stage, let detail):
            Self.moment(
                "the camera was lost while \(stage.rawValue) (\(detail))",
                "check cable and power, it reconnects by itself", .notThere)
        case .busy:
            Self.moment(
                "the camera stays busy", "look for a menu or a playback on its screen, else switch it off and on",
                .tryAgain)
        case .outOfFocus:
            FaultReport(
                "autofocus found nothing sharp", remedy: "give more light or set the lens to manual focus",
                guest: .focus, status: .tryAgain)
        case .cardFull:
            Self.host("the camera's card is full or locked", "put in another one or format it", .tryAgain)
        case .batteryLow(let level):
            Self.host(
                "the camera's battery is low\(level.map { " (\($0))" } ?? "")", "change it, or use a mains adapter",
                .tryAgain)
        case .timedOut(let stage):
            Self.moment(
                "the camera did not finish \(stage.rawValue) in time and was restarted",
                "if it happens again, switch it off and on", .tryAgain)
        case .notAPicture(let name, let detail):
            Self.again(
                "\(name): the camera gave no whole picture (\(detail))", "shoot again, and check card and cable")
        case .unsupported(let what):
            Self.host("this camera cannot do it: \(what)", Self.lookAtIt, .failed)
        case .refused(let stage, let detail):
            Self.again("the camera refused while \(stage.rawValue): \(detail)", Self.lookAtIt)
        case .notStored(let path, let reason):
            FaultReport(
                "the picture could not be stored (\(reason))", remedy: "it is kept at \(path), copy it from there",
                guest: .safe, status: .cannotCreate)
        case .diskFull(let path):
            FaultReport(
                "\(path): the disk is full", remedy: "remove what is not needed from it, or take another one",
                guest: .host, status: .ioError)
        case .badFolder(let path, let reason, let remedy):
            Self.host("\(path): \(reason)", remedy, .inputMissing)
        case .noWorker(let program, let reason):
            Self.host(
                "\(program): the camera's process cannot be started (\(reason))", "install Boothkit again", .notThere)
        case .cancelled:
            FaultReport(
                "cancelled before the shutter was pressed, or while the picture was on its way", guest: .cancelled,
                status: .tryAgain)
        case .closed: Self.host("the camera was closed", nil, .notThere)
        }
    }

    private static let lookAtIt = "look at the camera's screen, switch it off and on, and try again"

    /// What goes by itself, or when somebody plugs something in.
    private static func moment(_ problem: String, _ remedy: String, _ status: ExitStatus) -> FaultReport {
        FaultReport(problem, remedy: remedy, guest: .camera, status: status)
    }

    private static func host(_ problem: String, _ remedy: String?, _ status: ExitStatus) -> FaultReport {
        FaultReport(
            problem, remedy: remedy, guest: .cameraHand, status: status)
    }

    private static func again(_ problem: String, _ remedy: String) -> FaultReport {
        FaultReport(problem, remedy: remedy, guest: .again, status: .failed)
    }

    /// Whether a new connection may help.
    var endsSession: Bool {
        switch self {
        case .lost, .timedOut: true
        default: false
        }
    }
}
