public import Compositor
public import Faults
public import Motion
public import Sessions

/// Why a session's pictures cannot be made.
public enum DarkroomError: Fault {
    case record(SessionsError)
    case render(CompositorError)
    case film(MotionError)
    /// A layout that cannot be frozen.
    case layout(name: String, reason: String, remedy: String)
    case noLayout(session: Int)
    /// The session has fewer captures than the layout shows, because its guest left early or the layout is a larger one.
    case tooFewCaptures(session: Int, layout: String, Int, of: Int)
    /// The layout's animation shows a clip, and the session has none.
    case noClip(session: Int, layout: String)
    /// Not one that can be composed again: another file, or its captures are gone.
    case notAFinalPhoto(path: String)
    /// A shot of an empty screen that shows none.
    case noScreen(path: String)
}

extension DarkroomError {
    public var report: FaultReport {
        switch self {
        case .record(let error): error.report
        case .render(let error): error.report
        case .film(let error): error.report
        case .layout(let name, let reason, let remedy): .badData("layout \(name): \(reason)", remedy)
        case .notAFinalPhoto(let path):
            .badData("\(path): cannot be composed again", "its captures or its layout are gone")
        case .noScreen(let path):
            .badData(
                "\(path): no screen was found",
                "fill the frame with it and light it, or say its colour with --key #rrggbb")
        case .tooFewCaptures(let session, let layout, _, _):
            .badData("session #\(session): \(shortly)", "name a layout that shows fewer than \(layout): --layout NAME")
        case .noClip(let session, let layout):
            .badData(
                "session #\(session): \(shortly)",
                "name a layout that shows pictures instead of \(layout): --layout NAME")
        case .noLayout(let session):
            .badData("session #\(session): was held without a layout", "name one with --layout")
        }
    }
}

extension DarkroomError {
    /// Without the session, for whoever has named it.
    var shortly: String {
        if case .noClip(_, let layout) = self { return "has no clip that layout \(layout) could show" }
        guard case .tooFewCaptures(_, let layout, let given, let needed) = self else { return problem }
        return "has \(given) of the \(counted(needed, "capture")) that layout \(layout) shows"
    }
}

/// The one place where errors of the modules below become the Darkroom's.
func developing<Result>(_ body: () throws -> Result) throws(DarkroomError) -> Result {
    do { return try body() } catch { throw DarkroomError(error) }
}

extension DarkroomError {
    init(_ error: any Error) {
        switch error {
        case let error as DarkroomError: self = error
        case let error as SessionsError: self = .record(error)
        case let error as MotionError: self = .film(error)
        case let error: self = .render(CompositorError(wrapping: error))
        }
    }
}
