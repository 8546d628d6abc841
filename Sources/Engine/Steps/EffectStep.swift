import Effects
import Pages
import Sessions

/// Lets the guest choose one effect for the whole session; the first holds when nobody chooses.
struct EffectStep: StepWork {
    let choices: [ScriptStep.Choice]

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let titles = choices.map(\.title)
        let hint = walk.context.words["answer.chooseEffect"]
        let question = Question(choices: titles) { titles.contains($0) ? nil : hint }
        let title = try await walk.answer(to: question, step)
        let choice = choices.first { $0.title == title } ?? choices[0]
        let effects = choice.effect.map { [walk.prepared.choices[$0.canonical] ?? $0] } ?? []
        try await walk.context.record.choose(effects: effects.map(\.canonical), in: walk.id)
        try await walk.refresh()
        try await walk.choose(effects)
        return .done(choice.title)
    }
}
