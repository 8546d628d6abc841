public import Compositor
public import Faults
public import Files
import Imaging
import StrictJSON
import Work

/// Why a film cannot be made, in words for an operator.
public enum MotionError: Fault {
    /// `ffmpeg` or `ffprobe` is not there.
    case notInstalled(program: String)
    /// No video at all, by its first bytes or by what is in it.
    case notAClip(path: String, reason: String)
    /// A video that stops before its index, or has none.
    case incomplete(path: String)
    case unsupported(path: String, reason: String, remedy: String)
    /// Beyond `ClipLimits`.
    case tooLarge(path: String, what: String, limit: String)
    /// Of the frames that it announces, so many are missing or spoiled.
    case damaged(path: String, bad: Int, of: Int)
    /// The trim, the ramp, or the film's length leaves nothing.
    case nothingLeft(path: String, reason: String)
    /// A child that decodes or encodes has ended as it should not have, or hangs.
    case failed(stage: String, path: String, reason: String)
    /// Somebody asked for an end.
    case stopped(path: String)
    /// The layout wants a clip and captures were given, or the other way round.
    case wrongSource(layout: String, reason: String, remedy: String)
    case compositor(CompositorError)
    case file(FilesError)
}

extension MotionError {
    public var report: FaultReport {
        switch self {
        case .notInstalled(let program):
            FaultReport(
                "\(program): it is not installed", remedy: "apt-get install ffmpeg", status: .configuration)
        case .notAClip(let path, let reason):
            .badData("\(path): \(reason)", "use MP4, MOV, WebM, MKV, AVI or MTS")
        case .incomplete(let path):
            .badData(
                "\(path): the video is not complete: its index is missing",
                "copy it again, or wait until it is recorded to its end")
        case .unsupported(let path, let reason, let remedy): .badData("\(path): \(reason)", remedy)
        case .tooLarge(let path, let what, let limit):
            .badData("\(path): \(what) are more than the limit of \(limit)", "trim or convert it")
        case .damaged(let path, let bad, let all):
            .badData(
                "\(path): damaged: \(bad) of \(all) frames are missing or spoiled",
                "copy it again, or take it as it is with --accept-damaged")
        case .nothingLeft(let path, let reason): .badData("\(path): \(reason)")
        case .failed(let stage, let path, let reason): .badData("\(path): \(stage) failed (\(reason))")
        case .stopped(let path):
            FaultReport("\(path): stopped before it was done", status: .failed)
        case .wrongSource(let layout, let reason, let remedy): .badData("layout \(layout) \(reason)", remedy)
        case .compositor(let error): error.report
        case .file(let error): error.report
        }
    }
}

/// The one place where errors of the modules below become Motion's.
func filming<Result>(_ body: () throws -> Result) throws(MotionError) -> Result {
    do { return try body() } catch {
        switch error {
        case let error as MotionError: throw error
        case let error as FilesError: throw .file(error)
        default: throw .compositor(CompositorError(wrapping: error))
        }
    }
}
