import Faults

/// Why a benchmark cannot go on; one line for whoever runs it.
enum BenchError: Fault {
    case noCaptures(folder: String)
    case noFolder(String, String)
    case notStarted(String, String)
    case failed(String, [String], String)
    case notUnderstood(String, String)
    case notGoodEnough
    case grew(from: Double, to: Double)
    case leftOpen(Int)
    case noServer(String, reason: String)
}

extension BenchError {
    var report: FaultReport {
        switch self {
        case .noCaptures(let folder):
            FaultReport(
                "no captures in \(folder)",
                remedy: "run scripts/samples samples, or name a folder with BOOTHKIT_BENCH", status: .inputMissing)
        case .noFolder(let path, let reason):
            FaultReport("cannot prepare \(path): \(reason)", status: .cannotCreate)
        case .notStarted(let program, let reason):
            FaultReport("\(program) did not start: \(reason)", status: .ownBug)
        case .failed(let program, let arguments, let reason):
            FaultReport(
                "\(program) ended with \(reason): \(([program] + arguments).joined(separator: " "))",
                status: .failed)
        case .notUnderstood(let program, let line):
            FaultReport("\(program) said what this program does not understand: \(line)", status: .ownBug)
        case .notGoodEnough: FaultReport("a picture is below its goal", status: .failed)
        case .grew(let from, let to):
            FaultReport(
                "memory grew from \(from.fixed(1)) MB to \(to.fixed(1)) MB, more than \(Soak.tolerance.fixed(0)) %",
                status: .failed)
        case .noServer(let address, let reason):
            FaultReport("\(address): \(reason)", remedy: "start booth web EVENT --share PORT first", status: .notThere)
        case .leftOpen(let count): FaultReport("\(count) descriptors were left open", status: .failed)
        }
    }
}
