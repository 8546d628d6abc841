import Effects
import Files
import Imaging

/// What a render depends on, as one hash: when it is the same, the bytes are the same, and an output that carries it need not be
/// made again.
struct Fingerprint {
    /// Changes whenever the same inputs give other pixels.
    static let engine = "boothkit-1"

    /// Of the layout with its paper, its pictures and its fonts.
    static func layout(_ layout: Layout, assets: Assets) throws -> ContentHash {
        var hasher = ContentHasher()
        hasher.update(engine)
        hasher.update(layout.source)
        hasher.update("\(layout.paper)")
        for name in layout.files {
            hasher.update(name)
            hasher.update(try ContentHash(contentsOf: assets.path(name)))
        }
        for font in Set(layout.allTexts.map(\.font)).sorted(by: { "\($0)" < "\($1)" }) where font.file == nil {
            let named = Font(family: font.family, file: nil, weight: font.weight, italic: font.italic)
            hasher.update(try ContentHash(contentsOf: named.resolvedFile()))
        }
        return hasher.finish()
    }

    /// Of one output. Values count by the texts that they lead to, so that a value which no token asks for changes nothing.
    static func output(
        layout: ContentHash, captures: [ContentHash], job: RenderJob, values: Values, texts: [String], kind: String
    ) -> String {
        var hasher = ContentHasher()
        hasher.update(layout)
        hasher.update(kind)
        hasher.update("\(captures.count)")
        for hash in captures { hasher.update(hash) }
        for effect in job.effects { hasher.update(effect.canonical) }
        for text in texts { hasher.update(text) }
        hasher.update(values.moment?.exif ?? "")
        return "boothkit " + hasher.finish().description
    }
}
