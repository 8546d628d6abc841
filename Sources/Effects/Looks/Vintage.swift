import Imaging

extension Effect {
    static let vintage = Effect(
        name: "vintage", group: .looks, summary: "a film of the seventies: faded, warm, with grain and a leak of light",
        parameters: [
            .number("grain", 0...1, 0.35, "of the film"), .number("vignette", 0...1, 0.45, "dark corners"),
            .number("leak", 0...1, 0.55, "light through the camera's back"),
        ]
    ) { settings in
        let (grain, vignette, leak) = (settings["grain"], settings["vignette"], settings["leak"])
        let table = Grade().saturated(0.82)
            .curves(
                red: Curve((0, 0.07), (0.2, 0.2), (0.5, 0.59), (0.75, 0.87), (1, 1)),
                green: Curve((0, 0.055), (0.2, 0.185), (0.5, 0.55), (0.75, 0.83), (1, 0.975)),
                blue: Curve((0, 0.11), (0.2, 0.22), (0.5, 0.5), (0.75, 0.725), (1, 0.87))
            ).table()
        return .colours { (image, context) throws(ImagingError) in
            try image.mapped(by: table).filmed(context.film(vignette: vignette, grain: grain, leak: leak))
        }
    }
}

extension EffectContext {
    /// Amounts from 0 to 1. Where the light leaks in is as random as the grain: one of the long sides, above or below.
    func film(vignette: Double = 0, grain: Double = 0, leak: Double = 0) -> Film {
        var film = Film()
        film.vignette = 0.85 * vignette
        film.leak = 1.3 * leak
        film.leakX = seed & 1 == 0 ? -0.05 : 1.05
        film.leakY = 0.1 + 0.8 * Double(seed >> 8 & 255) / 255
        film.grain = 34 * grain
        film.grainSize = max(1, side / 900)
        film.seed = seed
        return film
    }
}
