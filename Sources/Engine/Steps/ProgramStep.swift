import Glibc
import Sessions
import Work

/// Runs a program of the event's with the session in its environment. What it prints goes to the log; one that takes longer than
/// the step is ended.
struct ProgramStep: StepWork {
    let words: [String]
    var waits: Bool { false }

    func perform(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let (context, session) = (walk.context, walk.session)
        let folder = context.record.folder.path
        let environment = [
            "BOOTH_EVENT": folder, "BOOTH_SESSION": session.id,
            "BOOTH_NUMBER": session.number.map(String.init) ?? "",
            "BOOTH_FINAL_PHOTO": session.readyFinal.map { "\(folder)/\($0)" } ?? "",
            "BOOTH_CAPTURES": session.selectedCaptures.map { "\(folder)/\($0.path)" }.joined(separator: "\n"),
        ]
        let limit = Duration.seconds(step.timeout ?? 10)
        let child = Child(words, in: folder, adding: environment)
        let outcome = await context.watchdog.promising(within: limit + .seconds(30)) {
            await withTaskCancellationHandler {
                await offPool { child.run(within: limit) }
            } onCancel: {
                child.end()
            }
        }
        try Task.checkCancellation()
        for line in outcome.output.split(separator: "\n").prefix(20) { context.say("\(words[0]): \(line)") }
        if outcome.result != "done" { context.say("\(words[0]): \(outcome.result)") }
        return .done(outcome.result)
    }
}
