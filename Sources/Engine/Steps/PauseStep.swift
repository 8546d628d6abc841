struct PauseStep: StepWork {
    let seconds: Double

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        _ = try await walk.touch(until: walk.deadline(in: seconds))
        return .done("done")
    }
}
