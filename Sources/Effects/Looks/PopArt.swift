import Imaging

extension Effect {
    static let popArt = Effect(
        name: "pop-art", group: .looks, summary: "a poster in two inks; choose your own",
        parameters: [
            .colour("dark", "#3b0f6e", "ink of the shadows"), .colour("light", "#ffd23f", "ink of the light"),
            .colour("middle", "#f0386b", "between them"),
            .number("contrast", 0...1, 0.5, "how hard the inks part"),
        ]
    ) { settings in
        let contrast = settings["contrast"]
        // Steps between three inks, the softer the less contrast there is.
        let half = Float(0.26 - 0.17 * contrast)
        return Grade().grey(RGB(0.4, 0.48, 0.12)).contrast(0.3)
            .then { colour in
                let steps =
                    Tone.ramp(colour.x, from: 0.3 - half, to: 0.3 + half)
                    + Tone.ramp(colour.x, from: 0.66 - half, to: 0.66 + half)
                return RGB(repeating: steps / 2)
            }
            .mapped(to: [settings.colour("dark"), settings.colour("middle"), settings.colour("light")])
            .treatment()
    }
}
