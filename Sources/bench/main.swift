import Faults
internal import Foundation
internal import Terminal

func measure(_ options: Options) async throws {
    let inputs = try Inputs()
    defer { inputs.remove() }
    let quiet = isatty(STDERR_FILENO) == 0
    let progress = { (line: String) in if !quiet { Console.error("bench: \(line)\n") } }
    if let renders = options.soak {
        let resident = try Resident(layout: inputs.layout("l1"))
        let summary = try Soak(renders: renders).run(progress: progress) { index in
            try resident.render(
                (0..<4).map { inputs.captures[(index + $0) % 8] }, to: "\(inputs.folder)/l1.jpg")
        }
        try Console.out(summary + "\n")
    } else if let queue = options.print {
        try Console.out(
            try await PrintBench(inputs: inputs, queue: queue, rounds: options.rounds).run() + "\n")
    } else if options.web {
        try Console.out(try await WebBench(inputs, progress: progress).table() + "\n")
    } else if options.motion {
        try Console.out(try MotionBench(inputs: inputs, rounds: options.rounds, progress: progress).run() + "\n")
    } else if options.quality {
        try Quality(inputs: inputs).run()
    } else {
        let bench = Bench(
            inputs: inputs, rounds: options.rounds, only: options.only, progress: progress)
        let findings = try await bench.findings()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let text =
            options.json
            ? String(decoding: try encoder.encode(findings), as: UTF8.self)
            : Table(rows: [Finding.heading] + findings.map(\.cells)).text
        try Console.out(text + "\n")
    }
}

do {
    let options = try Options(CommandLine.arguments.dropFirst())
    if options.wantsHelp {
        try Console.out(Options.command.helpText)
    } else {
        try await measure(options)
    }
} catch {
    Console.error("bench: \(error)\n")
    exitStatus(of: error).exit()
}
