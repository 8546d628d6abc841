public import Effects

extension Layout {
    /// A folder of font files in a layout. When it is there, what a text's font file lacks comes from these, in the order of
    /// their names, and from no installed font: so the layout looks the same on every machine.
    public static let fallbackFonts = "fonts/fallback"

    /// Every file of the layout's folder that a render reads, as the layout names it, without `layout.json`; sorted.
    var files: [String] {
        var names: Set<String> = []
        let add = { (name: String?) in if let name { names.insert(name) } }
        for background in [background] + pieces.compactMap(\.background) + [animation?.background].compactMap({ $0 }) {
            if case .picture(let name) = background { add(name) }
        }
        for slot in slots + (animation?.places.map(\.slot) ?? []) {
            if case .picture(let name) = slot.subject { add(name) }
            if case .mask(let name) = slot.shape { add(name) }
        }
        for overlay in allOverlays { add(overlay.picture) }
        for text in allTexts { text.font.chain.map(\.file).forEach(add) }
        add(output.profile)
        if let film = animation?.film {
            add(film.music?.file)
            for name in [film.background].compactMap({ $0 }) + film.overlays.map(\.picture) {
                if Self.isNumbered(name) { Self.numbered(name, in: folder).forEach(add) } else { add(name) }
            }
        }
        for effect in allEffects { effect.files.forEach(add) }
        return names.sorted()
    }

    /// Of every slot, piece and frame.
    public var allEffects: [EffectCall] {
        slots.flatMap(\.effects) + pieces.flatMap(\.effects) + (animation?.allEffects ?? [])
    }

    var allTexts: [Text] { texts + (animation.map { $0.texts + ($0.frames ?? []).flatMap(\.texts) } ?? []) }
    var allOverlays: [Overlay] {
        overlays + (animation.map { $0.overlays + ($0.frames ?? []).flatMap(\.overlays) } ?? [])
    }
}
