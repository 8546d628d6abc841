import Darkroom
import Pages
import Sessions

/// Lets the guest choose the layout that the session goes on with; the first holds when nobody chooses.
struct LayoutStep: StepWork {
    let choices: [ScriptStep.LayoutChoice]

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let title = try await walk.answer(
            step, showing: { $0.pictures = .layout },
            asking: {
                Question(oneOf: walk.spoken.choices, hint: walk.words["answer.chooseLayout"])
            })
        let choice = choices[title.flatMap { walk.spoken.choices.firstIndex(of: $0) } ?? 0]
        guard let layout = walk.prepared.layouts[choice.layout] else { return .done("skipped") }
        try await walk.choose(layout)
        return .done(choice.layout)
    }
}
