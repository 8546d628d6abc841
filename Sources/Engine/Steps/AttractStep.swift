/// Waits until somebody begins.
struct AttractStep: StepWork {
    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        guard !walk.beginsAtOnce else { return .done("done") }
        _ = try await walk.touch(until: nil)
        return .done("done")
    }
}
