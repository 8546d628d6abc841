import Imaging

extension Effect {
    /// Silver turned brown: a warm grey from a deep brown to a cream that leaves highlights their light.
    static let sepia = Effect(
        name: "sepia", group: .looks, summary: "brown tones of an old print", parameters: [.strength]
    ) { settings in
        Grade().grey(RGB(0.38, 0.5, 0.12)).contrast(0.42)
            .mapped(to: [
                RGB(0.065, 0.04, 0.028), RGB(0.36, 0.25, 0.165), RGB(0.63, 0.49, 0.36), RGB(0.86, 0.755, 0.61),
                RGB(1, 0.965, 0.885),
            ])
            .treatment(strength: settings["strength"])
    }
}
