import Effects
import Imaging

/// Turns what a layout says into a `Scene`: lengths to pixels, files to decoded pictures.
struct SceneBuilder {
    let measure: Measure
    let assets: Assets
    let light: Light

    /// The list of things in the order in which they are drawn.
    func scene(background: Layout.Background, steps: [(z: Int, step: Step)]) throws -> Scene {
        scene(on: try base(background), steps: steps)
    }

    func scene(on base: Image, steps: [(z: Int, step: Step)]) -> Scene {
        // A stable sort: equal z keeps the order slots, overlays, drawings, texts, codes, each as listed.
        let ordered = steps.enumerated().sorted { ($0.element.z, $0.offset) < ($1.element.z, $1.offset) }
        return Scene(base: base, steps: ordered.map(\.element.step))
    }

    func base(_ background: Layout.Background) throws -> Image {
        let canvas = measure.canvas
        let (width, height) = (Int(canvas.width.rounded()), Int(canvas.height.rounded()))
        switch background {
        case .colour(let colour): return try Canvas(width: width, height: height, colour: colour).finished()
        case .gradient(let from, let to, let angle):
            var canvas = try Canvas(width: width, height: height, colour: from)
            canvas.fill(Gradient(from: from, to: to, angle: angle))
            return try canvas.finished()
        case .picture(let name):
            let patch = try assets.patch(name, PictureView(frame: canvas, light: light))
            return patch.image.bands == 3 ? patch.image : try Canvas(copying: patch.image).finished()
        }
    }

    func slot(_ slot: Layout.Slot, piece: Layout.Piece) throws -> (z: Int, step: Step) {
        let placed = measure.frame(slot.box)
        let (x, y) = (Int((placed.x + 0.001).rounded(.down)), Int((placed.y + 0.001).rounded(.down)))
        let view = PictureView(
            frame: placed.moved(x: -Double(x), y: -Double(y)), rotation: slot.rotation, fit: slot.fit,
            focus: slot.focus,
            effects: try assets.effects(slot.effects + piece.effects), light: light)
        let dressing = try dressing(slot)
        let picture: SlotStep.Picture
        switch slot.subject {
        case .capture(let number):
            picture = .capture(
                CaptureView(capture: piece.capture(for: number), view: view),
                opaque: slot.fit == .contain ? nil : try Mount(frame: view.frame, dressing: dressing))
        case .picture(let name):
            let patch = try assets.patch(name, view)
            picture = .fixed(patch, try patch.mounted(dressing))
        }
        return (slot.z, .slot(SlotStep(picture: picture, x: x, y: y, dressing: dressing, opacity: slot.opacity)))
    }

    private func dressing(_ slot: Layout.Slot) throws -> Dressing {
        var dressing = Dressing(rotation: slot.rotation)
        switch slot.shape {
        case .rectangle: break
        case .ellipse: dressing.kind = .ellipse
        case .rounded(let radius): dressing.kind = .rounded(radius: measure.other(radius))
        case .mask(let name): dressing.mask = MaskPicture(file: try assets.file(name))
        }
        dressing.border = slot.border.map { (measure.other($0.width), $0.colour) }
        dressing.shadow = slot.shadow.map(shadow)
        return dressing
    }

    func overlay(_ overlay: Layout.Overlay) throws -> (z: Int, step: Step) {
        let frame = measure.frame(of: overlay)
        let patch = try assets.patch(
            overlay.picture, PictureView(frame: frame, rotation: overlay.rotation, fit: .stretch, light: light))
        let mount = try Mount(frame: frame, dressing: Dressing(rotation: overlay.rotation))
        var step = OverlayStep(
            image: patch.image, coverage: mount.coverage, x: patch.x, y: patch.y, opacity: overlay.opacity,
            blend: overlay.blend)
        // What is transparent all around costs time in every render, and nothing when it is cut off once.
        if step.coverage == nil, let ink = try patch.image.visibleBounds(), ink != patch.image.bounds {
            step.image = try patch.image.cropped(to: ink)
            (step.x, step.y) = (patch.x + ink.x, patch.y + ink.y)
        }
        return (overlay.z, .overlay(step))
    }

    /// In the order of the list.
    func drawings(_ drawings: [Layout.Drawing]) -> [(z: Int, step: Step)] {
        drawings.enumerated().map { index, drawing in
            (
                drawing.z,
                .drawing(
                    DrawingStep(
                        place: "drawings[\(index)]", frame: measure.frame(drawing.box), rotation: drawing.rotation))
            )
        }
    }

    /// `list` is the name of the list in which `texts` stand.
    func texts(_ texts: [Layout.Text], in list: String) throws -> [(z: Int, step: Step)] {
        try texts.enumerated().map { try text($0.element, at: "\(list)[\($0.offset)]") }
    }

    func text(_ text: Layout.Text, at place: String) throws -> (z: Int, step: Step) {
        let fonts = try text.font.chain.map { choice in
            Font(
                family: choice.family, file: try choice.file.map { try assets.font($0, at: place) },
                fallback: choice.file == nil ? nil : assets.fallbackFonts, weight: choice.weight, italic: choice.italic)
        }
        let style = TextStyle(
            font: fonts[0], size: text.size.map { .pixels(measure.other($0)) } ?? .fit, align: text.align,
            verticalAlign: text.valign, wrap: text.wrap, letterSpacing: measure.other(text.letterSpacing),
            lineHeight: text.lineHeight, colour: text.colour,
            outline: text.outline.map { TextStyle.Outline(width: measure.other($0.width), colour: $0.colour) },
            shadow: text.shadow.map(shadow))
        return (
            text.z,
            .text(
                TextStep(
                    place: place, text: text.text, style: style, fallbacks: Array(fonts.dropFirst()),
                    frame: measure.frame(text.box), rotation: text.rotation, opacity: text.opacity,
                    leastSize: measure.leastText))
        )
    }

    /// In the order of the list.
    func codes(_ codes: [Layout.Code]) -> [(z: Int, step: Step)] {
        codes.enumerated().map { code($0.element, at: "codes[\($0.offset)]") }
    }

    func code(_ code: Layout.Code, at place: String) -> (z: Int, step: Step) {
        let extent: CodeStep.Extent =
            switch code.extent {
            case .size(let size): .side(measure.other(size))
            case .module(let pixels): .module(pixels)
            }
        return (
            code.z,
            .code(
                CodeStep(
                    place: place, content: code.content, x: measure.across(code.x) + measure.bleedX,
                    y: measure.down(code.y) + measure.bleedY, extent: extent, quiet: code.quiet,
                    correction: code.correction, colour: code.colour, background: code.background,
                    dpi: measure.dpi))
        )
    }

    private func shadow(_ shadow: Layout.DropShadow) -> Shadow {
        Shadow(
            x: measure.other(shadow.x), y: measure.other(shadow.y), blur: measure.other(shadow.blur),
            colour: shadow.colour, opacity: shadow.opacity)
    }
}
