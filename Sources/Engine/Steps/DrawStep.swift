import Compositor
import Darkroom
import Pages
import Sessions

/// Lets the guest draw or sign; a layout shows it where it has a place for it. Nobody there: nothing is drawn.
struct DrawStep: StepWork {
    let colours: [String]

    /// Width by height of the area where the layout has no place for a drawing.
    static let usualAspect = 1.5

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult {
        let aspect = walk.layout?.template.outline.drawing ?? Self.usualAspect
        let colours = colours
        let text = try await walk.answer(
            step, showing: { $0.colours = colours },
            asking: {
                let hint = walk.words["answer.drawing"]
                return Question { Self.drawing($0, aspect, colours) == nil ? hint : nil }
            })
        guard let drawing = text.flatMap({ Self.drawing($0, aspect, colours) }), !drawing.isEmpty else {
            return .done("none")
        }
        _ = try await walk.context.darkroom.keep(drawing, of: walk.id, at: walk.context.now)
        try await walk.refresh()
        return .done("done")
    }

    private static func drawing(_ text: String, _ aspect: Double, _ colours: [String]) -> Drawing? {
        try? Drawing(parsing: Array(text.utf8), aspect: aspect, colours: colours)
    }
}
