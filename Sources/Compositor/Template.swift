import Effects
import Faults
import Files
public import Imaging
import Synchronization

/// A layout made ready: its pictures decoded, its lengths resolved. Made once, it renders any number of jobs on any threads.
public final class Template: Sendable {
    public let layout: Layout
    /// What stands on the sheet: one scene for each piece that differs.
    let pieces: [Scene]
    let sheet: SheetPlan
    let assets: Assets
    /// Of each capture count that an animation was asked for.
    private let animations = Mutex<[Int: [Scene]]>([:])
    private let texts = Mutex<[TextKey: TextBlock]>([:])

    private let fonts = Mutex<[String: ContentHash]>([:])

    private struct TextKey: Hashable {
        var text: String
        var style: TextStyle
        var fallbacks: [Font]
        var frame: Frame
    }

    /// Throws when a picture or a font of the layout is missing or cannot be used.
    public init(_ layout: Layout) throws(CompositorError) {
        self.layout = layout
        let assets = try compositing { try Assets(layout: layout.name, folder: layout.folder) }
        let sheet = SheetPlan(paper: layout.paper)
        let builder = SceneBuilder(measure: Measure(layout.paper), assets: assets, light: layout.output.light)
        (self.assets, self.sheet) = (assets, sheet)
        if let profile = layout.output.profile { try compositing { try assets.checkProfile(profile) } }
        pieces = try compositing {
            try layout.pieces.prefix(max(sheet.places.count, 1)).map { piece in
                let steps =
                    try layout.slots.map { try builder.slot($0, piece: piece) }
                    + layout.overlays.map(builder.overlay) + builder.drawings(layout.drawings)
                    + builder.texts(layout.texts, in: "texts") + builder.codes(layout.codes)
                return try builder.scene(background: piece.background ?? layout.background, steps: steps)
            }
        }
        assets.forgetPatches()
    }

    /// The FinalPhoto that is in a canvas: what the paper shows after the cut of its edges.
    public func trimmed(_ canvas: Image) throws(CompositorError) -> Image {
        let trim = sheet.trim
        guard trim.width < canvas.width || trim.height < canvas.height else { return canvas }
        return try compositing { try canvas.cropped(to: trim) }
    }

    /// The frames' scenes for `count` captures, in the order of the layout's list.
    func animationScenes(captures count: Int) throws -> [Scene] {
        guard let plan = layout.animation else { throw CompositorError.noAnimation(layout: layout.name) }
        let key = plan.frames == nil ? count : 0
        if let kept = animations.withLock({ $0[key] }) { return kept }
        let builder = SceneBuilder(
            measure: Measure(plan, dpi: layout.paper.dpi), assets: assets, light: layout.output.light)
        let listed = plan.listed(captures: count)
        // What all frames share is made once: pictures of a film's size are what memory and time go into.
        let base = try builder.base(plan.background)
        let (overlays, texts) = (
            try plan.overlays.map(builder.overlay), try builder.texts(plan.texts, in: "animation.texts")
        )
        func slot(_ place: AnimationPlan.Place, showing capture: Int, _ effects: [EffectCall]) throws -> (
            z: Int, step: Step
        ) {
            var slot = place.slot
            slot.subject = .capture(capture)
            slot.effects += plan.effects + effects
            return try builder.slot(slot, piece: Layout.Piece())
        }
        let places = try plan.places.map { try slot($0, showing: 1, []) }
        let scenes = try listed.enumerated().map { index, frame in
            let slots = try zip(plan.places, places).map { place, made in
                let capture = listed[(index + place.shift) % listed.count].capture
                guard frame.effects.isEmpty else {
                    return try slot(place, showing: capture, frame.effects)
                }
                return (z: made.z, step: made.step.showing(capture))
            }
            let steps =
                try slots + overlays + frame.overlays.map(builder.overlay) + texts
                + builder.texts(frame.texts, in: "animation.frames[\(index)].texts")
            return builder.scene(on: base, steps: steps)
        }
        assets.forgetPatches()
        animations.withLock { $0[key] = scenes }
        return scenes
    }

    /// Of a font's file, read once.
    func fontHash(_ path: String) throws(FilesError) -> ContentHash {
        if let kept = fonts.withLock({ $0[path] }) { return kept }
        let hash = try ContentHash(contentsOf: path)
        fonts.withLock { $0[path] = hash }
        return hash
    }

    /// After fonts were added to the layout's folder.
    public func forgetTexts() { texts.withLock { $0.removeAll() } }

    /// A text set in its box; the last ones are kept, because most texts are the same from session to session.
    func typeset(_ text: String, _ step: TextStep) throws -> TextBlock {
        let key = TextKey(text: text, style: step.style, fallbacks: step.fallbacks, frame: step.frame)
        if let kept = texts.withLock({ $0[key] }) { return kept }
        let block: TextBlock
        do throws(ImagingError) { block = try step.typeset(text) } catch {
            switch error {
            case .missingFont, .invalidText:
                throw CompositorError.text(place: step.place, layout: layout.name, error)
            default: throw error
            }
        }
        texts.withLock { kept in
            if kept.count >= 64 { kept.removeAll() }
            kept[key] = block
        }
        return block
    }
}

extension AnimationPlan {
    /// The frames of a set of `count` captures, each once.
    func listed(captures count: Int) -> [Frame] { frames ?? (1...max(count, 1)).map { Frame(capture: $0) } }
}
