import Imaging

extension Effect {
    static let instant = Effect(
        name: "instant", group: .looks, summary: "an instant print: milky blacks, pale greens, creamy skin",
        parameters: [.strength]
    ) { settings in
        Grade().saturated(0.88)
            .curves(
                red: Curve((0, 0.09), (0.25, 0.29), (0.55, 0.69), (0.8, 0.91), (1, 1)),
                green: Curve((0, 0.1), (0.25, 0.3), (0.55, 0.685), (0.8, 0.9), (1, 0.985)),
                blue: Curve((0, 0.15), (0.25, 0.33), (0.55, 0.645), (0.8, 0.83), (1, 0.93))
            )
            .toned(shadows: RGB(0.46, 0.51, 0.53), highlights: RGB(0.53, 0.5, 0.46))
            .treatment(strength: settings["strength"])
    }
}
