import Imaging

extension Effect {
    static let noir = Effect(
        name: "noir", group: .looks, summary: "dark, hard black and white as in old crime films",
        parameters: [.number("grain", 0...1, 0.3, "of the film"), .number("vignette", 0...1, 0.6, "dark corners")]
    ) { settings in
        let (grain, vignette) = (settings["grain"], settings["vignette"])
        // Red counts more than in the eye, so that dark skin keeps its drawing where cloth and night go black.
        let table = Grade().grey(RGB(0.58, 0.37, 0.05))
            .curve(Curve((0, 0), (0.1, 0.035), (0.25, 0.19), (0.4, 0.37), (0.65, 0.73), (0.88, 0.96), (1, 1))).table()
        return .colours { (image, context) throws(ImagingError) in
            try image.mapped(by: table).filmed(context.film(vignette: vignette, grain: grain))
        }
    }
}
