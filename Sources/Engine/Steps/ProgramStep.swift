import Glibc
import Sessions
import Work

/// Runs a program of the event's with the session in its environment. What it prints goes to the log; one that takes longer than
/// the step is ended.
struct ProgramStep: StepWork {
    let words: [String]
    var waits: Bool { false }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let (context, session) = (walk.context, walk.session)
        let folder = context.record.folder.path
        let environment = [
            "BOOTH_EVENT": folder, "BOOTH_SESSION": session.id,
            "BOOTH_NUMBER": session.number.map(String.init) ?? "",
            "BOOTH_FINAL_PHOTO": session.readyFinal.map { "\(folder)/\($0)" } ?? "",
            "BOOTH_CAPTURES": session.selectedCaptures.map { "\(folder)/\($0.path)" }.joined(separator: "\n"),
        ]
        let limit = Duration.seconds(step.timeout ?? 10)
        let child = Child(
            words, in: folder, adding: environment.merging(LocalTime.environment) { $1 }, output: .captured(4096))
        let outcome = await context.watchdog.promising(within: limit + .seconds(30)) {
            await child.result(within: limit, by: context.time)
        }
        try Task.checkCancellation()
        for line in outcome.text.split(separator: "\n").prefix(20) { context.say("\(words[0]): \(line)") }
        switch outcome.end {
        case .exited(0): break
        case .notStarted(let reason): context.say("\(words[0]): not started: \(reason)")
        default: context.say("\(words[0]): \(outcome.end)")
        }
        return .done("\(outcome.end)")
    }
}
