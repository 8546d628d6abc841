import Faults
internal import Terminal

/// Why a benchmark cannot go on; one line for whoever runs it.
enum BenchError: Error, CustomStringConvertible {
    case noCaptures(folder: String)
    case noFolder(String, String)
    case notStarted(String, String)
    case failed(String, [String], String)
    case notUnderstood(String, String)
    case notGoodEnough
    case grew(from: Double, to: Double)
    case leftOpen(Int)

    var description: String {
        switch self {
        case .noCaptures(let folder):
            "no captures in \(folder): run scripts/samples samples, or name a folder with BOOTHKIT_BENCH"
        case .noFolder(let path, let reason): "cannot prepare \(path): \(reason)"
        case .notStarted(let program, let reason): "\(program) did not start: \(reason)"
        case .failed(let program, let arguments, let reason):
            "\(program) ended with \(reason): \(([program] + arguments).joined(separator: " "))"
        case .notUnderstood(let program, let line): "\(program) said what this program does not understand: \(line)"
        case .notGoodEnough: "a picture is below its goal"
        case .grew(let from, let to):
            "memory grew from \(from.fixed(1)) MB to \(to.fixed(1)) MB, more than \(Soak.tolerance.fixed(0)) %"
        case .leftOpen(let count): "\(count) descriptors were left open"
        }
    }

    var status: ExitStatus {
        switch self {
        case .noCaptures: .inputMissing
        case .noFolder: .cannotCreate
        case .notStarted, .notUnderstood: .ownBug
        case .failed, .notGoodEnough, .grew, .leftOpen: .failed
        }
    }
}
