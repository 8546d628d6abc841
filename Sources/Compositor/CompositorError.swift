public import Effects
public import Faults
public import Files
public import Imaging
public import StrictJSON

/// Why a render cannot be, in words for an operator: what, where, what to do.
public enum CompositorError: Fault {
    case layoutNotFound(name: String, searched: [String])
    /// A layout, or a job line.
    case badLayout(StrictJSONError)
    case tooFewCaptures(needed: Int, given: Int, layout: String)
    case badValue(key: String, reason: String, remedy: String? = nil)
    case badJob(place: String, reason: String, remedy: String? = nil)
    case unknownOutput(path: String, formats: [String])
    /// Nothing must be written there.
    case badOutput(path: String, reason: String, remedy: String? = nil)
    case noAnimation(layout: String)
    case code(QRCodeError)
    case codeTooSmall(content: String, modules: Int)
    case effect(EffectError)
    /// A picture or a profile of the layout itself.
    case art(name: String, layout: String, reason: String, remedy: String?)
    case artMissing(path: String, layout: String)
    case fontMissing(path: String, place: String, layout: String)
    /// A text that cannot be set: its font is not there, or it asks for what no text may have.
    case text(place: String, layout: String, ImagingError)
    case file(FilesError)
    /// An output cannot be written.
    case output(FilesError)
    case picture(ImagingError)
    /// Of a module above this one that makes a job's film.
    case film(FaultReport)
}

extension CompositorError {
    public var report: FaultReport {
        switch self {
        case .layoutNotFound(let name, let searched):
            FaultReport(
                "layout \(name): not found in \(searched.joined(separator: ", "))",
                remedy: "name a folder that has a layout.json", status: .inputMissing)
        case .badLayout(let error): error.report
        case .tooFewCaptures(let needed, let given, let layout):
            .badData(
                "layout \(layout) needs \(counted(needed, "capture")), \(given) given", "add \(needed - given) more")
        case .badValue(let key, let reason, let remedy): .badData("value \(key): \(reason)", remedy)
        case .badJob(let place, let reason, let remedy): .badData("\(place): \(reason)", remedy)
        case .unknownOutput(let path, let formats):
            FaultReport(
                "\(path): the name should end in \(formats.map { "." + $0 }.joined(separator: ", ")), "
                    + "which says what to write", status: .usage)
        case .badOutput(let path, let reason, let remedy):
            FaultReport("\(path): \(reason)", remedy: remedy, status: .usage)
        case .noAnimation(let layout):
            .badData(
                "layout \(layout) has no \"animation\", so there is nothing to write to --animation",
                "add one to its layout.json")
        case .code(let error): error.report
        case .codeTooSmall(let content, let modules):
            .badData(
                "QR code \"\(content.prefix(60))\": \(modules) modules do not fit into its box",
                "make it larger or the link shorter")
        case .effect(let error): error.report
        case .artMissing(let path, let layout):
            FaultReport(
                "\(path): no such file", remedy: "layout \(layout) needs that file, put it there",
                status: .inputMissing)
        case .art(let name, let layout, let reason, let remedy):
            .badData("file \"\(name)\" of layout \(layout): \(reason)", remedy)
        case .fontMissing(let path, let place, let layout):
            FaultReport(
                "\(path): no such file", remedy: "layout \(layout), \(place), needs that font, put it there",
                status: .inputMissing)
        case .text(let place, let layout, let error): error.report.after("layout \(layout), \(place): ")
        case .file(let error): error.report
        case .output(let error): Self.report(ofOutput: error)
        case .picture(let error): error.report
        case .film(let report): report
        }
    }

    /// What is no file cannot be replaced by one.
    private static func report(ofOutput error: FilesError) -> FaultReport {
        var report = error.report
        switch error {
        case .isAFolder, .notAFile: report.status = .cannotCreate
        default: break
        }
        return report
    }
}

extension CompositorError {
    /// The case for an error of a module that the Compositor stands on; its own stay as they are.
    package init(wrapping error: any Error) {
        switch error {
        case let error as CompositorError: self = error
        case let error as ImagingError: self = .picture(error)
        case let error as FilesError: self = .file(error)
        case let error as EffectError: self = .effect(error)
        case let error as QRCodeError: self = .code(error)
        case let error as StrictJSONError: self = .badLayout(error)
        default: preconditionFailure("an error of no module below: \(error)")
        }
    }
}

func compositing<Result>(_ body: () throws -> Result) throws(CompositorError) -> Result {
    do { return try body() } catch { throw CompositorError(wrapping: error) }
}

extension CompositorError {
    /// What was made with a model stays where there is none any more; says so of those `paths` at which something is.
    func keeping(_ paths: [String]) -> CompositorError {
        guard case .picture(let error) = self, error.lacksModel, case .noMatte(let report) = error else { return self }
        let kept = paths.filter { FileIdentity($0) != nil }
        guard !kept.isEmpty else { return self }
        let problem = "\(report.problem); \(kept.joined(separator: " and ")) stays as it was"
        return .picture(.noMatte(FaultReport(problem, remedy: report.remedy, status: report.status)))
    }
}
