internal import Foundation
internal import Terminal
internal import Work

/// Scores what `render` makes of the bench's layouts against references computed by `bench/quality.py`.
struct Quality {
    var inputs: Inputs

    /// Prints the scores; throws when one is below its goal.
    func run() throws {
        let python = ProcessInfo.processInfo.environment["PYTHON"].flatMap { $0.isEmpty ? nil : $0 } ?? "python3"
        var good = true
        for (layout, captures, output) in [
            ("l1", inputs.captures[0..<4], "l1.jpg"), ("l2", inputs.captures[4..<7], "l2.jpg"),
            ("g1", inputs.captures[0..<4], "g1.gif"),
        ] {
            let job = try Job(
                layout: inputs.layout(layout), sessions: [Array(captures)], output: "\(inputs.folder)/\(output)")
            _ = try Child.run(Inputs.program("render"), job.arguments)
            let script = "\(Inputs.repository)/bench/quality.py"
            let scores = try Child.run(python, [script, job.layout, job.output] + captures, accepting: [0, 1])
            try Console.out(scores.text)
            good = good && scores.end == .exited(0)
        }
        guard good else { throw BenchError.notGoodEnough }
    }
}
