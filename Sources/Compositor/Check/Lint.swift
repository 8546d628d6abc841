import Imaging

/// What a print of a layout would suffer from, found before an event.
public struct Lint: Sendable {
    public struct Finding: Sendable, Hashable {
        /// Where in `layout.json`: "texts[0]".
        public var place: String
        public var text: String
    }

    public private(set) var findings: [Finding] = []
    let layout: Layout
    let template: Template
    let measure: Measure
    let builder: SceneBuilder
    let values: Values

    /// Texts are judged with `values`, by default with each token's own default.
    public init(_ template: Template, values: Values = Values()) throws(CompositorError) {
        (self.template, layout) = (template, template.layout)
        measure = Measure(layout.paper)
        builder = SceneBuilder(measure: measure, assets: template.assets, light: layout.output.light)
        var values = values
        values.locale = layout.locale
        try values.set("layout.name", to: layout.name)
        self.values = values
        try compositing {
            try checkSlots()
            try checkOverlays()
            for (index, text) in layout.texts.enumerated() {
                try check(text, at: "texts[\(index)]", with: builder, onPaper: true)
            }
            for (index, code) in layout.codes.enumerated() { try check(code, at: "codes[\(index)]") }
            try checkAnimation()
        }
    }

    mutating func report(_ place: String, _ text: String) {
        findings.append(Finding(place: place, text: text))
    }

    /// Resolution of what a slot shows, and slots that stop where the knife comes down.
    private mutating func checkSlots() throws {
        for (index, slot) in layout.slots.enumerated() {
            let (place, frame) = ("slots[\(index)]", measure.frame(slot.box))
            switch slot.subject {
            case .capture:
                // What a camera of 24 megapixels gives.
                if max(frame.width, frame.height) > 6_000 || min(frame.width, frame.height) > 4_000 {
                    let size = "\(Int(frame.width))x\(Int(frame.height))"
                    report(place, "wants \(size) pixels, more than a camera of 24 megapixels has")
                }
            case .picture(let name): try checkResolution(of: name, in: frame, fit: slot.fit, at: place)
            }
            if slot.rotation == 0, touchesTrim(frame) {
                report(place, "ends at the edge of the paper; let it reach through the bleed")
            }
        }
    }

    private mutating func checkOverlays() throws {
        for (index, overlay) in layout.overlays.enumerated() {
            let place = "overlays[\(index)]"
            let frame = overlay.box.map(measure.frame) ?? (overlay.area == .trim ? measure.trim : measure.canvas)
            try checkResolution(of: overlay.picture, in: frame, fit: .stretch, at: place)
            guard overlay.rotation == 0, overlay.blend == .normal,
                case .overlay(let step) = try builder.overlay(overlay).step
            else { continue }
            let (width, height) = (Double(step.image.width), Double(step.image.height))
            if touchesTrim(Frame(x: Double(step.x), y: Double(step.y), width: width, height: height)) {
                let canvas = "\(Int(measure.canvas.width))x\(Int(measure.canvas.height))"
                report(place, "has no art in the bleed; draw it for \(canvas) pixels and say \"area\": \"canvas\"")
            }
        }
    }

    private mutating func checkResolution(
        of name: String, in frame: Frame, fit: Layout.Fit, at place: String
    ) throws {
        let file = try template.assets.file(name)
        let (across, down) = (frame.width / Double(file.width), frame.height / Double(file.height))
        let scale = fit == .contain ? min(across, down) : max(across, down)
        // Five percent of enlargement are not seen.
        guard scale > 1.05 else { return }
        let (dpi, paper) = (Int((layout.paper.dpi / scale).rounded()), Int(layout.paper.dpi))
        report(
            place,
            "\(name) has \(file.width)x\(file.height) pixels, which is \(dpi) dpi here; the paper prints \(paper)")
    }

    /// Texts of the animation; frames have no paper to be cut from.
    private mutating func checkAnimation() throws {
        guard let plan = layout.animation else { return }
        let builder = SceneBuilder(
            measure: Measure(plan, dpi: layout.paper.dpi), assets: template.assets, light: layout.output.light)
        for (index, text) in plan.texts.enumerated() {
            try check(text, at: "animation.texts[\(index)]", with: builder, onPaper: false)
        }
        for (number, frame) in (plan.frames ?? []).enumerated() {
            for (index, text) in frame.texts.enumerated() {
                try check(text, at: "animation.frames[\(number)].texts[\(index)]", with: builder, onPaper: false)
            }
        }
    }
}
