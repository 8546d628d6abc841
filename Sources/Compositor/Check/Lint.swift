import Effects
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
    /// What tokens are judged with: what was given with every token's own default, then with samples in their place.
    let readings: [Reading]

    struct Reading: Sendable {
        var values: Values
        var isSample: Bool
    }

    /// Texts are judged with `values`. A token that these say nothing of is judged with its default and with a value as
    /// long as real ones are.
    public init(_ template: Template, values: Values = Values()) throws(CompositorError) {
        (self.template, layout) = (template, template.layout)
        measure = Measure(layout.paper)
        builder = SceneBuilder(measure: measure, assets: template.assets, light: layout.output.light)
        var values = values
        values.locale = layout.locale
        try values.set("layout.name", to: layout.name)
        let sampled = values.withSamples(for: layout.allTexts.map(\.text) + layout.codes.map(\.content))
        readings = [Reading(values: values, isSample: false), Reading(values: sampled, isSample: true)]
        try compositing {
            checkCaptures()
            try checkBackgrounds()
            try checkSlots()
            try checkOverlays()
            for (index, drawing) in layout.drawings.enumerated() {
                _ = checkBox(
                    measure.frame(drawing.box), rotation: drawing.rotation, at: "drawings[\(index)]", in: measure,
                    harm: "a drawing is cut off")
            }
            for (index, text) in layout.texts.enumerated() {
                try check(text, at: "texts[\(index)]", with: builder, onPaper: true)
            }
            for (index, code) in layout.codes.enumerated() { try check(code, at: "codes[\(index)]") }
            try checkStack()
            try checkAnimation()
        }
    }

    mutating func report(_ place: String, _ problem: String, remedy: String? = nil) {
        findings.append(Finding(place: place, flaw: Flaw(problem: problem, remedy: remedy)))
    }

    /// Guests would have to take what no picture shows.
    private mutating func checkCaptures() {
        let listed = layout.animation?.frames?.map(\.capture) ?? []
        let shown = Set(layout.capturesShown + listed + layout.allEffects.flatMap(\.captures))
        guard let last = shown.max() else { return }
        let skipped = (1...last).filter { !shown.contains($0) }.map(String.init)
        guard let final = skipped.last else { return }
        let these =
            skipped.count == 1
            ? "capture \(final) is" : "captures \(skipped.dropLast().joined(separator: ", ")) and \(final) are"
        report("slots", "\(these) taken and never shown", remedy: "number what is shown from 1 without a gap")
    }

    /// Resolution of what a slot shows, and slots that stop where the knife comes down or lie beyond it.
    private mutating func checkSlots() throws {
        for (index, slot) in layout.slots.enumerated() {
            let (place, frame) = ("slots[\(index)]", measure.frame(slot.box))
            try checkResolution(of: slot, in: frame, at: place)
            guard checkReach(of: frame, rotation: slot.rotation, at: place, in: measure) else { continue }
            if touchesTrim(frame, rotation: slot.rotation) {
                report(place, "ends at the edge of the paper", remedy: "let it reach through the bleed")
            } else if let border = slot.border, losesBorder(frame, of: measure.other(border.width), slot.rotation) {
                report(
                    place, "its border is cut off at the edge of the paper",
                    remedy: "move it inward or make it smaller")
            }
        }
    }

    private mutating func checkOverlays() throws {
        for (index, overlay) in layout.overlays.enumerated() {
            let place = "overlays[\(index)]"
            let frame = measure.frame(of: overlay)
            try checkResolution(of: overlay.picture, in: frame, fit: .stretch, at: place)
            guard let ink = try ink(of: overlay, with: builder) else { continue }
            if checkReach(of: ink, rotation: overlay.rotation, about: frame, at: place, in: measure),
                touchesTrim(ink, rotation: overlay.rotation, about: frame)
            {
                let canvas = "\(Int(measure.canvas.width))x\(Int(measure.canvas.height))"
                report(
                    place, "has no art in the bleed",
                    remedy: "draw it for \(canvas) pixels and say \"area\": \"canvas\"")
            }
        }
    }

    /// Where an overlay has something to show, before it is turned; nil when nothing of it can be seen.
    func ink(of overlay: Layout.Overlay, with builder: SceneBuilder) throws -> Frame? {
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
