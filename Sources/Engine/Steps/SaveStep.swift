/// Makes the FinalPhoto.
struct SaveStep: StepWork {
    var waits: Bool { false }

    func perform(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        .done(try await walk.finalPhoto() == nil ? "too few captures" : "done")
    }
}
