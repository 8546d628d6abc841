import Sessions
import Work

extension Engine {
    /// Runs a program of the event's with the session in its environment. What it prints goes to the log; one that takes
    /// longer than the step is ended.
    func run(_ words: [String], _ step: ScriptStep) async throws -> StepResult {
        guard let id = visit?.session.id else { return .done("skipped") }
        let session = try await record.session(id)
        let final = session.renditions.last { $0.kind == .final && $0.state == .ready }?.path
        let folder = record.folder.path
        let environment = [
            "BOOTH_EVENT": folder, "BOOTH_SESSION": id, "BOOTH_NUMBER": session.number.map(String.init) ?? "",
            "BOOTH_FINAL_PHOTO": final.map { "\(folder)/\($0)" } ?? "",
            "BOOTH_CAPTURES": session.selectedCaptures.map { "\(folder)/\($0.path)" }.joined(separator: "\n"),
        ]
        let limit = Duration.seconds(step.timeout ?? 10)
        let child = Child(
            words, in: folder, adding: environment.merging(LocalTime.environment) { $1 }, output: .captured(4096))
        let outcome = await bounded(limit + .seconds(30)) { await child.result(within: limit) }
        try Task.checkCancellation()
        for line in outcome.text.split(separator: "\n").prefix(20) { say("\(words[0]): \(line)") }
        switch outcome.end {
        case .exited(0): break
        case .notStarted(let reason): say("\(words[0]): not started: \(reason)")
        default: say("\(words[0]): \(outcome.end)")
        }
        return .done("\(outcome.end)")
    }
}
