public import Effects
import Files
public import Imaging
import Synchronization
import Work

/// One set of captures on its way into a template's pictures. Captures may be placed as they arrive, from any thread:
/// each is decoded, treated and scaled then, and only drawing is left for the end.
public final class Composition: Sendable {
    public let template: Template
    public let values: Values
    /// What the guest has drawn; nil: nothing.
    public let drawing: Drawing?
    let effects: [PreparedEffect]
    private let acceptDamaged: Bool
    let views: Set<CaptureView>
    let frames: [Scene]
    let scenes: [Scene]
    private let emptyScreen: EmptyScreen?
    /// What effects have to say of the captures that were placed.
    public let notes: EffectNotes
    /// Whether somebody waits, so that a capture stays as it is where a model fails.
    public let forgives: Bool
    private let arrivals = Mutex(Arrivals())
    private let patches = Mutex<[CaptureView: PictureView.Patch]>([:])

    /// Captures that came, and what of them is still to be treated.
    private struct Arrivals {
        /// The light of the session is that of its first capture. What comes before it has to wait for it.
        var balance: Balance?
        /// Those that a view waits for, or may be treated once more with another capture.
        var pictures: [Int: PictureFile] = [:]
        var treated: Set<CaptureView> = []
    }

    /// What is to be made of the captures.
    public struct Parts: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let finalPhoto = Parts(rawValue: 1)
        public static let animation = Parts(rawValue: 2)
    }

    /// `captures`: how many there are; `drawing`: what the guest has drawn; `effects` follow those of each slot; `emptyScreen`: a shot of the event's screen
    /// without guests; `forgives`: somebody waits, so that a capture stays as it is where a model fails.
    public init(
        template: Template, parts: Parts = .finalPhoto, captures: Int, values: Values, drawing: Drawing? = nil,
        effects: [EffectCall] = [], emptyScreen: String? = nil, acceptDamaged: Bool = false, forgives: Bool = false
    ) throws(CompositorError) {
        (notes, self.forgives) = (EffectNotes(), forgives)
        var values = values
        (values.locale, values.timeZone) = (template.layout.locale, template.layout.timeZone)
        try values.set("layout.name", to: template.layout.name)
        (self.template, self.values, self.acceptDamaged) = (template, values, acceptDamaged)
        self.drawing = drawing
        self.effects = try compositing { try template.assets.jobEffects(effects) }
        self.emptyScreen = emptyScreen.map(EmptyScreen.init)
        frames = try compositing { parts.contains(.animation) ? try template.animationScenes(captures: captures) : [] }
        scenes = (parts.contains(.finalPhoto) ? template.pieces : []) + frames
        let own = self.effects
        views = Set(
            scenes.flatMap(\.views).map { wish in
                var wish = wish
                wish.view.effects += own
                return wish
            })
        let needed = views.flatMap(\.needed).max() ?? 0
        guard needed <= captures else {
            throw .tooFewCaptures(needed: needed, given: captures, layout: template.layout.name)
        }
    }

    /// `other` with other texts and another drawing: what has been placed in it stays.
    private init(_ other: Composition, values: Values, drawing: Drawing?) throws(CompositorError) {
        var values = values
        (values.locale, values.timeZone) = (other.values.locale, other.values.timeZone)
        try values.set("layout.name", to: other.template.layout.name)
        (template, self.values, acceptDamaged) = (other.template, values, other.acceptDamaged)
        self.drawing = drawing
        (effects, views, frames, scenes) = (other.effects, other.views, other.frames, other.scenes)
        (emptyScreen, notes, forgives) = (other.emptyScreen, other.notes, other.forgives)
        let (came, placed) = (other.arrivals.withLock { $0 }, other.patches.withLock { $0 })
        arrivals.withLock { $0 = came }
        patches.withLock { $0 = placed }
    }

    /// The same with these texts and this drawing: a session's number, say, is known only after its captures were placed.
    public func showing(_ values: Values, drawing: Drawing? = nil) throws(CompositorError) -> Composition {
        try Composition(self, values: values, drawing: drawing)
    }

    /// The drawing, if it is seen somewhere.
    var shownDrawing: Drawing? {
        scenes.flatMap(\.steps).contains { if case .drawing = $0 { true } else { false } } ? drawing : nil
    }

    /// Whether every capture that is shown has been placed.
    public var isComplete: Bool { patches.withLock { placed in views.allSatisfy { placed[$0] != nil } } }

    /// The numbers of the captures that are shown, in order, from 1.
    public var captures: [Int] { Set(views.flatMap(\.needed)).sorted() }

    /// The shot of the empty screen, if one of the effects goes by it.
    var plate: String? { views.contains { $0.view.effects.contains(where: \.keys) } ? emptyScreen?.path : nil }

    /// Decodes and treats capture `number` for every box that shows it, `workers` at a time.
    public func place(_ picture: PictureFile, as number: Int, workers: Int = 1) throws(CompositorError) {
        try place([number: picture], workers: workers)
    }

    /// The same for several captures at once.
    public func place(_ pictures: [Int: PictureFile], workers: Int) throws(CompositorError) {
        try compositing {
            let (wanted, pictures, context) = try arrived(pictures)
            try concurrently(wanted.count, workers: workers) { index in
                let wish = wanted[index]
                var context = context
                context.captures = pictures.filter { wish.view.companions.contains($0.key) }
                let patch = try wish.view.patch(
                    of: pictures[wish.capture]!, in: context, acceptDamaged: acceptDamaged)
                patches.withLock { $0[wish] = patch }
            }
        }
    }

    /// What can be treated now: the views that have all their captures, those captures, and what holds for the session.
    private func arrived(
        _ fresh: [Int: PictureFile]
    ) throws(ImagingError) -> ([CaptureView], [Int: PictureFile], EffectContext) {
        var context = EffectContext(side: 1)
        (context.emptyScreen, context.notes, context.forgives) = (emptyScreen, notes, forgives)
        let needsBalance = views.contains(where: \.view.needsBalance)
        let first = needsBalance ? captures.first : nil
        let measured = try first.flatMap { fresh[$0] }.map { (picture) throws(ImagingError) in
            try Balance(of: picture)
        }
        return arrivals.withLock { arrivals in
            arrivals.balance = arrivals.balance ?? measured
            arrivals.pictures.merge(fresh) { $1 }
            arrivals.treated = arrivals.treated.filter { $0.needed.isDisjoint(with: fresh.keys) }
            guard !needsBalance || arrivals.balance != nil else { return ([], [:], context) }
            context.balance = arrivals.balance ?? .neutral
            let pictures = arrivals.pictures
            let wanted = views.subtracting(arrivals.treated).filter { $0.needed.isSubset(of: pictures.keys) }
            arrivals.treated.formUnion(wanted)
            let waiting = views.subtracting(arrivals.treated).union(views.filter { $0.needed.count > 1 })
            let kept = waiting.reduce(into: Set<Int>()) { $0.formUnion($1.needed) }
            arrivals.pictures = pictures.filter { kept.contains($0.key) }
            return (wanted.sorted { $0.capture < $1.capture }, pictures, context)
        }
    }

    /// What the texts ask for and none of their fonts has: the style of each such text, and the characters for which
    /// fonts are to be found.
    public func lacking() throws(CompositorError) -> [(style: TextStyle, characters: String)] {
        try compositing {
            try scenes.flatMap(\.steps).compactMap { step in
                guard case .text(let step) = step else { return nil }
                let text = step.text.resolved(with: values)
                let block = try template.typeset(text, step)
                guard !block.missingGlyphs.isEmpty else { return nil }
                // Of a missing letter, the font that shows it is to show the whole text.
                let isLetter = block.missingGlyphs.contains(where: block.lackedLetters.contains)
                return (step.style, isLetter ? text : String(block.missingGlyphs))
            }
        }
    }

    /// The texts and code contents as they will be drawn, and the files of the fonts that show them.
    func texts() throws -> (texts: [String], fonts: [ContentHash]) {
        var texts: [String] = []
        var fonts: Set<String> = []
        for step in scenes.flatMap(\.steps) {
            switch step {
            case .text(let step):
                let text = step.text.resolved(with: values)
                texts.append(text)
                fonts.formUnion(try template.typeset(text, step).fontFiles)
            case .code(let step):
                let payload = CodePayload(step.content.resolved(with: values))
                texts.append(payload.text + (payload.declaresUTF8 ? " as UTF-8" : ""))
            case .slot, .overlay, .drawing: break
            }
        }
        return (texts, try fonts.sorted().map(template.fontHash))
    }

    /// Seen from now on in all slots that show `view`, which is the layout's.
    func place(_ patch: PictureView.Patch, for view: CaptureView) {
        var view = view
        view.view.effects += effects
        patches.withLock { $0[view] = patch }
    }

    /// Lets go of what was placed of these captures; they may be placed again.
    public func forget(_ captures: Set<Int>) {
        patches.withLock { placed in placed = placed.filter { !captures.contains($0.key.capture) } }
        arrivals.withLock { arrivals in
            arrivals.treated = arrivals.treated.filter { !captures.contains($0.capture) }
        }
    }

    func patch(_ view: CaptureView) throws(CompositorError) -> PictureView.Patch {
        var view = view
        view.view.effects += effects
        guard let patch = patches.withLock({ $0[view] }) else {
            throw .tooFewCaptures(needed: view.capture, given: view.capture - 1, layout: template.layout.name)
        }
        return patch
    }

    /// The whole canvas, bleed included; of an imposed paper, the sheet's.
    public func canvas() throws(CompositorError) -> Image {
        try compositing {
            let sheet = template.sheet
            guard !sheet.places.isEmpty else { return try template.pieces[0].drawn(for: self) }
            let paper = template.layout.paper
            let pieces = try template.pieces.map { scene in
                let piece = try scene.drawn(for: self)
                guard sheet.turned else { return piece }
                return try piece.turned(
                    by: 90, centreX: Double(piece.height) / 2, centreY: Double(piece.width) / 2, width: piece.height,
                    height: piece.width)
            }
            let (bleedX, bleedY) = sheet.turned ? (paper.bleedY, paper.bleedX) : (paper.bleedX, paper.bleedY)
            var canvas = try Canvas(width: sheet.width, height: sheet.height, colour: .white)
            for (index, place) in sheet.places.enumerated() {
                let (piece, clip) = (pieces[index % pieces.count], place.clip)
                let (x, y) = (clip.x - place.x + bleedX, clip.y - place.y + bleedY)
                try canvas.draw(
                    piece.cropped(to: PixelBox(x: x, y: y, width: clip.width, height: clip.height)), x: clip.x,
                    y: clip.y)
            }
            try sheet.drawCutMarks(on: &canvas, dpi: paper.dpi)
            return try canvas.finished()
        }
    }

    /// What the paper shows after the cut of its edges.
    public func finalPhoto() throws(CompositorError) -> Image { try template.trimmed(canvas()) }

    /// The frames of the animation, each once, and how they are to be shown.
    public func animation(workers: Int = 1) throws(CompositorError) -> Animation {
        guard let plan = template.layout.animation else { throw .noAnimation(layout: template.layout.name) }
        let listed = plan.listed(captures: frames.count)
        let order = plan.sequence(of: frames.count)
        let images = try compositing {
            let drawn = Mutex<[Int: Image]>([:])
            try concurrently(frames.count, workers: workers) { index in
                let image = try frames[index].drawn(for: self)
                drawn.withLock { $0[index] = image }
            }
            return drawn.withLock { all in frames.indices.map { all[$0]! } }
        }
        return Animation(
            frames: images, order: order, delays: order.map { listed[$0].delay ?? plan.delay }, loops: plan.loops)
    }
}
