internal import Foundation
internal import Work

extension Child {
    /// Runs `program` to its end with its stdout kept and its stderr passed on. A status other than those accepted is an error.
    static func run(
        _ program: String, _ arguments: [String], accepting accepted: Set<Int32> = [0]
    ) throws(BenchError) -> Outcome {
        let name = URL(filePath: program).lastPathComponent
        let outcome = Child([program] + arguments, output: .captured(.max), errors: .passedOn).run()
        switch outcome.end {
        case .exited(let status) where accepted.contains(status): return outcome
        case .exited(let status): throw .failed(name, arguments, "status \(status)")
        case .notStarted(let reason): throw .notStarted(name, reason)
        case .signalled(let signal): throw .failed(name, arguments, "signal \(signal)")
        case .timedOut, .ended: throw .failed(name, arguments, "\(outcome.end)")
        }
    }
}

extension Child.Outcome {
    /// User and system time of all its threads, ms.
    var cpu: Double { usage.processor / .milliseconds(1) }
    /// From start to end, ms.
    var wall: Double { usage.wall / .milliseconds(1) }
    /// Greatest resident set, MB of 1,000,000 bytes.
    var peak: Double { Double(usage.peak) / 1e6 }
}
