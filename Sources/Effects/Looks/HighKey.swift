import Imaging

extension Effect {
    static let highKey = Effect(
        name: "high-key", group: .looks, summary: "airy and bright, soft colours on white", parameters: [.strength]
    ) { settings in
        Grade().lit(RGB(repeating: 1.5))
            .curve(Curve((0, 0.02), (0.2, 0.24), (0.5, 0.6), (0.8, 0.9), (1, 1)))
            .saturated(0.86).toned(shadows: RGB(0.49, 0.5, 0.53), highlights: RGB(0.515, 0.5, 0.485))
            .treatment(strength: settings["strength"])
    }
}
