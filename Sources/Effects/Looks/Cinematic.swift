import Imaging

extension Effect {
    static let cinematic = Effect(
        name: "cinematic", group: .looks, summary: "teal shadows, warm skin, as in the cinema", parameters: [.strength]
    ) { settings in
        Grade().curve(Curve((0, 0.02), (0.2, 0.17), (0.5, 0.5), (0.8, 0.82), (1, 0.97)))
            .toned(shadows: RGB(0.34, 0.53, 0.58), highlights: RGB(0.57, 0.5, 0.4), balance: 0.45)
            .saturated(0.95)
            .treatment(strength: settings["strength"])
    }
}
