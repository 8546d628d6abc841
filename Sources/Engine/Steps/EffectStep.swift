import Effects
import Pages
import Sessions

/// Lets the guest choose one effect for the whole session; the first holds when nobody chooses.
struct EffectStep: StepWork {
    let choices: [ScriptStep.Choice]

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let title = try await walk.answer(
            step, showing: { $0.pictures = .live },
            asking: {
                Question(oneOf: walk.spoken.choices, hint: walk.words["answer.chooseEffect"])
            })
        let choice = choices[title.flatMap { walk.spoken.choices.firstIndex(of: $0) } ?? 0]
        let effects = choice.effect.map { [walk.prepared.choices[$0.canonical] ?? $0] } ?? []
        try await walk.context.record.choose(effects: effects.map(\.canonical), in: walk.id)
        try await walk.refresh()
        try await walk.choose(effects)
        return .done(choice.title)
    }
}
