public import Imaging

/// A layout as a drawing, to be looked at before an event: its art with a numbered figure in every slot and texts of usual
/// length, where the paper is cut, what is cut off, how near the edge texts may come, and what `Lint` found.
///
///     try Proof(Template(library.layout("strip"))).write(to: "strip.png")
public struct Proof: Sendable {
    private let template: Template
    private let values: Values
    private let findings: [Lint.Finding]

    /// Tokens show `values`, and where these say nothing, a sample.
    public init(_ template: Template, values: Values = Values()) throws(CompositorError) {
        let lint = try Lint(template, values: values)
        (self.template, findings) = (template, lint.findings)
        self.values = lint.readings.last?.values ?? values
    }

    /// Writes the drawing to `output`, whose ending says JPEG, PNG or WebP.
    public func write(to output: String) throws(CompositorError) -> Rendered {
        let format = try Output.stillFormat(output)
        let output = try Output(output, .still(format), of: [], art: template.art())
        try output.check()
        let image = try drawn()
        return try compositing {
            let bytes = try image.encoded(as: format, metadata: Metadata())
            try output.write(bytes)
            return Rendered(path: output.path, state: .written, size: bytes.count)
        }
    }

    /// A title, the layout (of an imposed paper, each piece that differs), a legend and the findings.
    public func drawn() throws(CompositorError) -> Image {
        let composition = try Composition(
            template: template, captures: template.layout.capturesNeeded, values: values)
        return try compositing {
            let measure = Measure(template.layout.paper)
            // The largest side that a screen shows without scaling, so that marks are as wide on every paper.
            let pen = Pen(unit: max(0.6, max(measure.canvas.width, measure.canvas.height) / 1_800))
            let pieces = try zip(template.pieces, template.layout.pieces).map { scene, piece in
                try drawn(scene, piece, composition, measure, pen)
            }
            return try ProofSheet(layout: template.layout, measure: measure, pen: pen, findings: findings)
                .drawn(around: pieces)
        }
    }

    private func drawn(
        _ scene: Scene, _ piece: Layout.Piece, _ composition: Composition, _ measure: Measure, _ pen: Pen
    ) throws -> Image {
        var canvas = try Canvas(copying: scene.base)
        for step in scene.steps { try step.standingIn().draw(on: &canvas, for: composition) }
        let marks = ProofMarks(measure: measure, pen: pen, blamed: Set(findings.map(\.place)))
        try marks.drawEdges(safe: template.layout.paper.safe, on: &canvas)
        for case .text(let step) in scene.steps {
            guard !step.text.resolved(with: composition.values).isEmpty else { continue }
            try marks.drawBox(step.frame, rotation: step.rotation, place: step.place, on: &canvas)
        }
        for case .code(let step) in scene.steps {
            let content = step.content.resolved(with: composition.values)
            guard !content.isEmpty, let frame = try step.symbolFrame(of: content) else { continue }
            try marks.drawBox(frame, rotation: 0, place: step.place, on: &canvas)
        }
        for case .drawing(let step) in scene.steps {
            try marks.drawBox(step.frame, rotation: step.rotation, place: step.place, on: &canvas)
        }
        for (index, slot) in template.layout.slots.enumerated() {
            guard case .capture(let number) = slot.subject else { continue }
            try marks.drawNumber(
                piece.capture(for: number), in: measure.frame(slot.box), rotation: slot.rotation,
                place: "slots[\(index)]", on: &canvas)
        }
        return try canvas.finished()
    }
}
