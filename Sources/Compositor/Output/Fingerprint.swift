import Effects
import Files
import Imaging

/// What a render depends on, as one hash: when it is the same, the bytes are the same, and an output that carries it
/// need not be made again.
struct Fingerprint {
    /// Changes whenever the same inputs give other pixels.
    static let engine = "boothkit-6"

    /// Of the layout with its paper, its pictures and its own font files.
    static func layout(_ layout: Layout, assets: Assets) throws -> ContentHash {
        var hasher = ContentHasher()
        hasher.update(engine)
        hasher.update(layout.source)
        for fact in layout.paper.facts { hasher.update(fact) }
        for name in layout.files {
            hasher.update(name)
            hasher.update(try ContentHash(contentsOf: assets.path(name)))
        }
        for effect in layout.allEffects {
            for model in try effect.modelIdentities() { hasher.update(model) }
        }
        return hasher.finish()
    }

    /// Of one output: what kind it is, the layout, then captures, effects and texts with the fonts that show them.
    /// Values count by the texts that they lead to, so that a value which no token asks for changes nothing.
    static func output(
        kind: String, layout: ContentHash, captures: [ContentHash], effects: [EffectCall], texts: [String],
        fonts: [ContentHash], moment: CaptureTime?, emptyScreen: ContentHash? = nil, drawing: ContentHash? = nil
    ) throws(EffectError) -> String {
        var hasher = ContentHasher()
        hasher.update(kind)
        hasher.update(layout)
        for (name, hashes) in [("captures", captures), ("fonts", fonts)] {
            hasher.update("\(name) \(hashes.count)")
            for hash in hashes { hasher.update(hash) }
        }
        for (name, list) in [
            ("effects", try effects.map { (call) throws(EffectError) in try call.identity() }), ("texts", texts),
        ] {
            hasher.update("\(name) \(list.count)")
            for text in list { hasher.update(text) }
        }
        let fraction = moment?.fraction.map { " ." + $0 } ?? ""
        hasher.update("\(moment?.exif ?? "") \(moment?.exifOffset ?? "")" + fraction)
        if let emptyScreen {
            hasher.update("empty screen")
            hasher.update(emptyScreen)
        }
        if let drawing {
            hasher.update("drawing")
            hasher.update(drawing)
        }
        return "boothkit " + hasher.finish().description
    }
}

extension Paper {
    /// What of a paper decides pixels, each by its name; how it is called and where text is safe do not.
    fileprivate var facts: [String] {
        var facts = [
            "dpi \(dpi)", "trim \(trimWidth) \(trimHeight)", "bleed \(bleedX) \(bleedY)",
        ]
        guard let imposition else { return facts }
        let sheet = imposition.sheet
        facts += [
            "sheet \(sheet.trimWidth) \(sheet.trimHeight) \(sheet.bleedX) \(sheet.bleedY)",
            "imposition \(imposition.columns) \(imposition.rows) gutter \(imposition.gutter)",
            "turned \(imposition.turned) marks \(imposition.cutMarks)",
        ]
        return facts
    }
}
