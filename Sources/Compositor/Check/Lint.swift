import Imaging

/// What a print of a layout would suffer from, found before an event.
public struct Lint: Sendable {
    public struct Finding: Sendable, Hashable {
        /// Where in `layout.json`: "texts[0]".
        public var place: String
        public var text: String
    }

    public private(set) var findings: [Finding] = []
    private let layout: Layout
    private let template: Template
    private let measure: Measure

    /// Texts are judged with `values`, by default with each token's own default.
    public init(_ template: Template, values: Values = Values()) throws(CompositorError) {
        (self.template, layout) = (template, template.layout)
        let paper = layout.paper
        measure = Measure(
            trimWidth: Double(paper.trimWidth), trimHeight: Double(paper.trimHeight), bleedX: Double(paper.bleedX),
            bleedY: Double(paper.bleedY), dpi: paper.dpi)
        var values = values
        try values.set("layout.name", to: layout.name)
        try compositing {
            try checkPictures()
            try checkTexts(values)
            try checkCodes(values)
        }
        checkBleed()
    }

    private mutating func report(_ place: String, _ text: String) {
        findings.append(Finding(place: place, text: text))
    }

    /// The resolution of a slot's picture in print.
    private mutating func checkPictures() throws {
        for (index, slot) in layout.slots.enumerated() {
            let frame = measure.frame(slot.box)
            switch slot.subject {
            case .capture:
                // What a camera of 24 megapixels gives; a slot that wants more is a slip.
                if max(frame.width, frame.height) > 6_000 || min(frame.width, frame.height) > 4_000 {
                    report(
                        "slots[\(index)]",
                        "wants \(Int(frame.width))x\(Int(frame.height)) pixels, more than a camera of 24 megapixels has")
                }
            case .picture(let name):
                let file = try template.assets.file(name)
                let scale =
                    slot.fit == .contain
                    ? min(frame.width / Double(file.width), frame.height / Double(file.height))
                    : max(frame.width / Double(file.width), frame.height / Double(file.height))
                if scale > 1.05 { reportUnderResolved("slots[\(index)]", name, file, scale) }
            }
        }
        for (index, overlay) in layout.overlays.enumerated() {
            let frame = overlay.box.map(measure.frame) ?? (overlay.area == .trim ? measure.trim : measure.canvas)
            let file = try template.assets.file(overlay.picture)
            let scale = max(frame.width / Double(file.width), frame.height / Double(file.height))
            if scale > 1.05 { reportUnderResolved("overlays[\(index)]", overlay.picture, file, scale) }
        }
    }

    private mutating func reportUnderResolved(_ place: String, _ name: String, _ file: PictureFile, _ scale: Double) {
        let dpi = Int((layout.paper.dpi / scale).rounded())
        report(
            place,
            "\(name) has \(file.width)x\(file.height) pixels, which is \(dpi) dpi in this box; the paper prints \(Int(layout.paper.dpi))")
    }

    private mutating func checkTexts(_ values: Values) throws {
        for (index, step) in template.pieces[0].steps.compactMap({ if case .text(let step) = $0 { step } else { nil } }).enumerated() {
            let place = "texts[\(index)]"
            let text = step.text.resolved(with: values)
            let block = try template.typeset(text, step)
            if block.overflows { report(place, "\"\(text)\" does not fit into its box; make the box larger or the size smaller") }
            if !block.missingGlyphs.isEmpty {
                report(place, "no installed font can show \(block.missingGlyphs.map { "\"\($0)\"" }.joined(separator: ", "))")
            }
            guard let image = block.image, step.rotation == 0 else { continue }
            let x = step.frame.x.rounded(.down) + Double(block.x)
            let y = step.frame.y.rounded(.down) + Double(block.y)
            checkSafe(place, Frame(x: x, y: y, width: Double(image.width), height: Double(image.height)))
        }
    }

    private mutating func checkCodes(_ values: Values) throws {
        for (index, step) in template.pieces[0].steps.compactMap({ if case .code(let step) = $0 { step } else { nil } }).enumerated() {
            let place = "codes[\(index)]"
            var content = step.content.resolved(with: values)
            if content.isEmpty {
                report(place, "without a value nothing is drawn; give the token a default, as in {share.url|https://example.com}")
                // What a share link usually needs.
                content = "https://share.example.com/s/0123456789abcdef"
            }
            let code = try QRCode(content: content, correction: step.correction)
            let module = step.modulePixels(modules: code.modules)
            let millimetres = Double(module) / layout.paper.dpi * 25.4
            // Telephones read 0.33 mm at arm's length; prints and dim rooms want some reserve.
            if millimetres < 0.4 {
                report(place, "modules of \(module) pixels are too small to scan; make the code larger or its content shorter")
            }
            if step.quiet < 4 { report(place, "a quiet zone of \(step.quiet) modules; scanners want 4") }
            let side = Double(module * (code.modules + 2 * step.quiet))
            checkSafe(place, Frame(x: step.x, y: step.y, width: side, height: side))
        }
    }

    /// Text and codes near the edge are cut off by the least shift of the paper.
    private mutating func checkSafe(_ place: String, _ frame: Frame) {
        let (trim, safe) = (measure.trim, layout.paper.safe)
        let inside =
            frame.x >= trim.x + safe - 1 && frame.y >= trim.y + safe - 1
            && frame.x + frame.width <= trim.x + trim.width - safe + 1
            && frame.y + frame.height <= trim.y + trim.height - safe + 1
        if !inside { report(place, "leaves the safe area, \(Int(safe)) pixels inside the edge of the paper; move it inward") }
    }

    /// What ends exactly at the trim shows a white sliver when the cut is off by a hair.
    private mutating func checkBleed() {
        guard measure.bleedX > 0 || measure.bleedY > 0 else { return }
        for (index, slot) in layout.slots.enumerated() where slot.rotation == 0 {
            if touchesTrim(measure.frame(slot.box)) {
                report("slots[\(index)]", "ends at the edge of the paper; let it reach through the bleed")
            }
        }
        for (index, overlay) in layout.overlays.enumerated() where overlay.rotation == 0 && overlay.blend == .normal {
            guard case .overlay(let step)? = template.pieces[0].overlaySteps.dropFirst(index).first else { continue }
            let ink = Frame(
                x: Double(step.x), y: Double(step.y), width: Double(step.image.width), height: Double(step.image.height))
            if touchesTrim(ink) {
                report(
                    "overlays[\(index)]",
                    "has no art in the bleed; draw it for \(template.pieces[0].base.width)x\(template.pieces[0].base.height) "
                        + "pixels and say \"area\": \"canvas\"")
            }
        }
    }

    /// Whether an edge lies at the trim's, closer than half of the bleed.
    private func touchesTrim(_ frame: Frame) -> Bool {
        let (trim, canvas) = (measure.trim, measure.canvas)
        func meets(_ edge: Double, _ trimEdge: Double, _ canvasEdge: Double) -> Bool {
            let bleed = abs(canvasEdge - trimEdge)
            return bleed > 0 && abs(edge - trimEdge) < bleed / 2
        }
        return meets(frame.x, trim.x, canvas.x) || meets(frame.y, trim.y, canvas.y)
            || meets(frame.x + frame.width, trim.x + trim.width, canvas.width)
            || meets(frame.y + frame.height, trim.y + trim.height, canvas.height)
    }
}

extension Scene {
    var overlaySteps: [Step] { steps.filter { if case .overlay = $0 { true } else { false } } }
}
