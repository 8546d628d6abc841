public import Faults

/// What can go wrong with pictures, in words that an operator can act on. Cases carry the file where there is one.
public enum ImagingError: Fault, Equatable {
    case missing(path: String)
    case empty(path: String)
    case notPermitted(path: String)
    /// `kind` with its article: "a folder".
    case notAFile(path: String, kind: String)
    case unreadable(path: String, reason: String)
    /// Not a picture at all, or one in a format that no camera writes (`format` names it when it is known).
    case notAPicture(path: String, format: String?)
    /// Whole as far as anybody can tell, but a library lacks what it takes; `reason` is what it said.
    case unsupported(path: String, reason: String)
    case tooLarge(path: String, width: Int, height: Int, limit: String)
    /// Nothing of the picture can be decoded.
    case ruined(path: String, detail: String)
    /// Some of the picture can be decoded; `accept damaged` renders what is there.
    case damaged(path: String, detail: String)
    case missingFont(name: String, path: String?)
    /// A text or its style cannot be drawn.
    case invalidText(reason: String, remedy: String? = nil)
    case outOfMemory(width: Int, height: Int)
    /// The picture, or what shall be said about it, does not fit the format.
    case notEncodable(format: String, reason: String, remedy: String? = nil)
    case badProfile(reason: String)
    /// Not even the smallest animation keeps the budget; `least` is what it needs.
    case overBudget(bytes: Int, least: Int)
    /// A screen cannot be keyed as asked.
    case unusableKey(reason: String, remedy: String? = nil)
    /// Guests should stand before a capture that there is not.
    case noBackdrop(capture: Int)
    /// People could not be told from what is behind them; of a module that does not know pictures.
    case noMatte(FaultReport)
    /// An operation of a C library failed: its name, and what it said.
    case failed(call: String, reason: String)
}

extension ImagingError {
    /// Whether what tells people from what is behind them has to be installed first.
    public var lacksModel: Bool {
        if case .noMatte(let report) = self { report.status == .configuration } else { false }
    }

    public var report: FaultReport {
        switch self {
        case .missing(let path) where path.unicodeScalars.contains("\u{FFFD}"):
            FaultReport(
                "\(path): no such file, and the name seems not to be UTF-8", remedy: "rename it",
                status: .inputMissing)
        case .missing(let path):
            FaultReport(
                "\(path): no such file", remedy: "check the name and that the card or drive is mounted",
                status: .inputMissing)
        case .empty(let path):
            .badData("\(path): the file is empty", "copy it from the camera again")
        case .notPermitted(let path):
            FaultReport(
                "\(path): may not be read", remedy: "change its permissions, or run as a user who may",
                status: .permission)
        case .notAFile(let path, let kind):
            .badData("\(path): \(kind), where a picture is needed", "name a file")
        case .unreadable(let path, let reason):
            FaultReport(
                "\(path): cannot be read (\(reason))", remedy: "check the drive and the cable", status: .ioError)
        case .notAPicture(let path, let format?):
            .badData(
                "\(path): \(format) is not a format that Boothkit takes",
                "convert it to JPEG, PNG, WebP, TIFF or HEIC")
        case .notAPicture(let path, nil):
            .badData("\(path): not a picture", "use JPEG, PNG, WebP, TIFF, HEIC or a camera's raw file")
        case .unsupported(let path, let reason):
            .badData("\(path): not a kind that is taken (\(reason))", "convert it to JPEG or PNG")
        case .tooLarge(let path, let width, let height, let limit):
            .badData(
                "\(path): \(width)x\(height) pixels are more than the limit of \(limit)", "make the picture smaller")
        case .damaged(let path, let detail):
            .badData(
                "\(path): damaged (\(detail))",
                "copy it from the camera again, or render what is there with --accept-damaged")
        case .ruined(let path, let detail):
            .badData("\(path): damaged (\(detail))", "copy it from the camera again")
        case .missingFont(let name, let path?):
            .badData("font \(name): \(path) cannot be used", "check the file in the layout's folder")
        case .missingFont(let name, nil):
            .badData(
                "font \(name): not installed", "install it, or put the font file into the layout's folder")
        case .invalidText(let reason, let remedy):
            .badData("text: \(reason)", remedy)
        case .outOfMemory(let width, let height):
            .badData(
                "no memory for a picture of \(width)x\(height) pixels",
                "close other programs or run fewer jobs at once")
        case .notEncodable(let format, let reason, let remedy):
            .badData("cannot write as \(format): \(reason)", remedy)
        case .badProfile(let reason):
            .badData(
                "the ICC profile cannot be used: \(reason)", "give the profile of an RGB printer or screen")
        case .overBudget(let bytes, let least):
            .badData(
                "the animation does not fit into \(bytes) bytes", "allow at least \(least), or use fewer frames")
        case .unusableKey(let reason, let remedy):
            .badData("green screen: \(reason)", remedy)
        case .noBackdrop(let number):
            .badData(
                "background-capture=\(number): there is no capture \(number) here",
                "name a picture with background=FILE")
        case .noMatte(let report): report.after("cut-out: ")
        case .failed(let call, let reason):
            .badData("\(call) failed: \(reason)")
        }
    }
}
