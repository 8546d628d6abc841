import Imaging

/// One thing that is drawn, in z-order. A new kind of thing is a case here and a file beside this one.
enum Step: Sendable {
    case slot(SlotStep)
    case overlay(OverlayStep)
    case drawing(DrawingStep)
    case text(TextStep)
    case code(CodeStep)

    func draw(on canvas: inout Canvas, for composition: Composition) throws {
        switch self {
        case .slot(let step): try step.draw(on: &canvas, for: composition)
        case .overlay(let step): try step.draw(on: &canvas)
        case .drawing(let step): if let drawing = composition.drawing { try step.draw(drawing, on: &canvas) }
        case .text(let step): try step.draw(on: &canvas, for: composition)
        case .code(let step): try step.draw(on: &canvas, values: composition.values)
        }
    }
}

extension Step {
    /// A slot with another capture in it; all else stays as it is.
    func showing(_ capture: Int) -> Step {
        guard case .slot(var slot) = self, case .capture(var view, let mount) = slot.picture else { return self }
        view.capture = capture
        slot.picture = .capture(view, opaque: mount)
        return .slot(slot)
    }
}

/// One picture to compose: a piece of a FinalPhoto or a frame of an animation, with everything resolved to pixels and
/// everything that does not depend on captures or values decoded.
struct Scene: Sendable {
    var base: Image
    /// From the bottom up.
    var steps: [Step]

    /// Which captures it shows, and how.
    var views: Set<CaptureView> {
        Set(steps.compactMap { if case .slot(let slot) = $0 { slot.captureView } else { nil } })
    }

    func drawn(for composition: Composition) throws -> Image {
        var canvas = try Canvas(copying: base)
        for step in steps { try step.draw(on: &canvas, for: composition) }
        return try canvas.finished()
    }
}

/// A capture, counted from 1, as seen through a box.
struct CaptureView: Hashable, Sendable {
    var capture: Int
    var view: PictureView

    /// The captures that it takes to show it.
    var needed: Set<Int> { view.companions.union([capture]) }
}
