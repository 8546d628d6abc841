import Imaging

/// What spoils a picture without keeping it from being made.
public struct Flaw: Sendable, Hashable, CustomStringConvertible {
    public var problem: String
    public var remedy: String?

    public init(problem: String, remedy: String? = nil) { (self.problem, self.remedy) = (problem, remedy) }

    /// "the problem; the remedy".
    public var description: String { remedy.map { "\(problem); \($0)" } ?? problem }
}

/// What a print of a layout would suffer from, found before an event.
public struct Lint: Sendable {
    public struct Finding: Sendable, Hashable {
        /// Where in `layout.json`: "texts[0]".
        public var place: String
        public var flaw: Flaw
    }

    public internal(set) var findings: [Finding] = []
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
            try checkBackgrounds()
            try checkSlots()
            try checkOverlays()
            for (index, text) in layout.texts.enumerated() {
                try check(text, at: "texts[\(index)]", with: builder, onPaper: true)
            }
            for (index, code) in layout.codes.enumerated() { try check(code, at: "codes[\(index)]") }
            try checkAnimation()
        }
    }

    mutating func report(_ place: String, _ problem: String, remedy: String? = nil) {
        findings.append(Finding(place: place, flaw: Flaw(problem: problem, remedy: remedy)))
    }

    /// Resolution of what a slot shows, and slots that stop where the knife comes down.
    private mutating func checkSlots() throws {
        for (index, slot) in layout.slots.enumerated() {
            let (place, frame) = ("slots[\(index)]", measure.frame(slot.box))
            try checkResolution(of: slot, in: frame, at: place)
            if touchesTrim(frame, rotation: slot.rotation) {
                report(place, "ends at the edge of the paper", remedy: "let it reach through the bleed")
            }
        }
    }

    private mutating func checkOverlays() throws {
        for (index, overlay) in layout.overlays.enumerated() {
            let place = "overlays[\(index)]"
            let frame = overlay.box.map(measure.frame) ?? (overlay.area == .trim ? measure.trim : measure.canvas)
            try checkResolution(of: overlay.picture, in: frame, fit: .stretch, at: place)
            guard let ink = try ink(of: overlay) else { continue }
            if touchesTrim(ink, rotation: overlay.rotation, about: frame) {
                let canvas = "\(Int(measure.canvas.width))x\(Int(measure.canvas.height))"
                report(
                    place, "has no art in the bleed",
                    remedy: "draw it for \(canvas) pixels and say \"area\": \"canvas\"")
            }
        }
    }

    /// Where an overlay has something to show, before it is turned; nil when nothing of it can be seen.
    private func ink(of overlay: Layout.Overlay) throws -> Frame? {
        var upright = overlay
        upright.rotation = 0
        guard case .overlay(let step) = try builder.overlay(upright).step, let box = try step.image.visibleBounds()
        else { return nil }
        return Frame(
            x: Double(step.x + box.x), y: Double(step.y + box.y), width: Double(box.width), height: Double(box.height))
    }

    /// The animation's frames have no paper to be cut from.
    private mutating func checkAnimation() throws {
        guard let plan = layout.animation else { return }
        try checkScreen(plan)
        let builder = SceneBuilder(measure: screen(plan), assets: template.assets, light: layout.output.light)
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
