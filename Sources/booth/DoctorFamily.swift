import Actions
import Checks
import Compositor
import Doctor
import Faults
import Files
import PrintOut
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let doctor = Family(
        name: "doctor", summary: "can a booth run on an event here and now, and what to do if not",
        verbs: [
            Verb(
                command: Command(
                    "booth doctor",
                    "look at everything a booth needs, and say what is wrong and what to do; nothing is changed",
                    usages: ["EVENT [--camera usb] [--printer QUEUE] [--json]"],
                    sections: [
                        OptionSection(
                            "Devices the booth will run with", CameraOptions.camera, CameraOptions.port,
                            CameraOptions.model, RunOptions.printer),
                        OptionSection("Output", EventOptions.json),
                    ],
                    takesArguments: true,
                    examples: [
                        .init("booth doctor party --camera usb --printer rx1", "at load-in; 0: go, 1: something fails")
                    ]),
                run: examine)
        ])
}

@Sendable private func examine(_ arguments: Arguments) async throws -> ExitStatus {
    guard arguments.words.count == 1 else { throw TerminalError.usage("name the folder of one event") }
    let (folder, names) = (try arguments.eventFolder(), arguments[RunOptions.printer])
    let examination = Examination(
        folder: folder, camera: try chosenCamera(arguments),
        layouts: .standard(program: programPath()), profiles: .standard(program: programPath()),
        texts: Installation.this.texts, themes: Installation.this.themes, places: Installation.this.places
    ) { event throws(PrintError) in
        try printers(names, of: event, in: folder, makesFolders: false)
    }
    let findings = try await examination.findings()
    let column = findings.map(\.check.count).max() ?? 0
    try report(
        findings.map(\.json), findings.map { $0.lines(column) } + [summary(of: findings)],
        json: arguments[EventOptions.json])
    return findings.contains { $0.grade == .failure } ? .failed : .done
}

private func summary(of findings: [Finding]) -> String {
    func count(_ grade: Finding.Grade) -> String {
        counted(findings.count { $0.grade == grade }, grade.rawValue)
    }
    let fails = findings.contains { $0.grade == .failure }
    return "\n\(fails ? "NOT READY" : "Ready"): \(count(.failure)), \(count(.warning))"
}

extension Finding {
    /// What was found, and below it what to do. Not broken into lines: commands are copied from here.
    fileprivate func lines(_ column: Int) -> String {
        let mark = grade == .failure ? "FAILURE" : grade.rawValue
        let line = "\(padded(mark, to: 7))  \(padded(check, to: column))  \(found)"
        return remedy.map { "\(line)\n\(padded("", to: 7))  \(padded("", to: column))  → \($0)" } ?? line
    }
}

private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
