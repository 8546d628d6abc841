/// Makes the FinalPhoto.
struct SaveStep: StepWork {
    var waits: Bool { false }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        .done(try await walk.finalPhoto() == nil ? "too few captures" : "done")
    }
}
