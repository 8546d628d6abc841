import Compositor
import Effects
import Faults
import StrictJSON
import Terminal

/// Lints layouts. Findings do not fail: they are advice; a layout that cannot be rendered does.
func validate(_ arguments: Arguments, _ library: LayoutLibrary) throws -> ExitStatus {
    guard !arguments.words.isEmpty else { throw TerminalError.usage("--validate needs the name of a layout") }
    let values = try values(arguments)
    var rows: [JSONValue] = []
    var worst = ExitStatus.done
    for name in arguments.words {
        do {
            let template = try Template(library.layout(name))
            let findings = try Lint(template, values: values).findings
            let layout = template.layout
            // The animation may list a capture that no slot shows.
            let captures = max(layout.capturesNeeded, layout.animation?.capturesNeeded ?? 0)
            rows.append([
                "layout": .string(name), "captures": .integer(captures),
                "paper": .string(layout.paper.name),
                "findings": .array(findings.map { ["place": .string($0.place), "text": .string("\($0.flaw)")] }),
            ])
            guard !arguments[RenderOptions.json] else { continue }
            try Console.out(
                "\(name): \(layout.paper.name) paper, \(counted(captures, "capture")), "
                    + (findings.isEmpty ? "nothing to mend\n" : "\(findings.count) to look at\n"))
            for finding in findings { try Console.out("  \(finding.place): \(finding.flaw)\n") }
        } catch let error as CompositorError {
            Console.error("render: \(error)\n")
            rows.append(["layout": .string(name), "error": .string("\(error)")])
            worst = arguments.words.count == 1 ? error.status : .failed
        }
    }
    if arguments[RenderOptions.json] { try Console.out(JSONValue.array(rows).text(pretty: true) + "\n") }
    return worst
}

/// Draws a layout with its marks and findings.
func proof(_ output: String, _ arguments: Arguments, _ library: LayoutLibrary) throws -> ExitStatus {
    let names = arguments.words + [arguments[RenderOptions.layout]].compactMap { $0 }
    guard let name = names.first, names.count == 1 else { throw TerminalError.usage("--proof FILE needs one layout") }
    let drawn = try Proof(Template(library.layout(name)), values: values(arguments)).write(to: output)
    let row = ReportRow(path: output, captures: [], result: .success(RenderResult(outputs: [drawn])))
    try report([row], json: arguments[RenderOptions.json])
    return .done
}

/// Compares golden images and prints a table.
func check(_ folder: String, _ arguments: Arguments, _ library: LayoutLibrary) throws -> ExitStatus {
    var goldens = GoldenCheck(
        folder: folder, results: arguments[RenderOptions.results] ?? "check-results", library: library)
    goldens.record = arguments[RenderOptions.record]
    let cases = try goldens.cases()
    guard !cases.isEmpty else {
        throw CompositorError.badJob(place: folder, reason: "no cases", remedy: "a case is NAME.json beside NAME.png")
    }
    let outcomes = cases.map(goldens.check)
    if arguments[RenderOptions.json] {
        try Console.out(JSONValue.array(outcomes.map(row)).text(pretty: true) + "\n")
    } else {
        let width = max(4, cases.map(\.count).max() ?? 0)
        try Console.out(pad("case", width) + "  greatest    mean    SSIM  state\n")
        for outcome in outcomes {
            try Console.out(
                pad(outcome.name, width) + pad(outcome.greatest.map { "\($0)" } ?? "-", -10)
                    + pad(outcome.mean.map { decimals($0, 3) } ?? "-", -8)
                    + pad(outcome.ssim.map { decimals($0, 4) } ?? "-", -8)
                    + "  \(outcome.state.rawValue)\(outcome.note.isEmpty ? "" : ": " + outcome.note)\n")
        }
    }
    return outcomes.allSatisfy { $0.state == .same || $0.state == .recorded } ? .done : .failed
}

private func row(_ outcome: GoldenCheck.Outcome) -> JSONValue {
    [
        "case": .string(outcome.name), "state": .string(outcome.state.rawValue),
        "greatest": outcome.greatest.map { .integer($0) } ?? .null, "mean": outcome.mean.map { .number($0) } ?? .null,
        "ssim": outcome.ssim.map { .number($0) } ?? .null, "note": .string(outcome.note),
    ]
}

/// `text` filled to `width` with spaces behind it, or before it when `width` is negative.
func pad(_ text: String, _ width: Int) -> String {
    let space = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? space + text : text + space
}

private func decimals(_ value: Double, _ count: Int) -> String {
    var scale = 1
    for _ in 0..<count { scale *= 10 }
    let whole = Int((value * Double(scale)).rounded())
    return "\(whole < 0 ? "-" : "")\(abs(whole) / scale)." + (abs(whole) % scale).padded(to: count)
}
