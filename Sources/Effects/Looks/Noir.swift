import Imaging

extension Effect {
    static let noir = Effect(
        name: "noir", group: .looks, summary: "dark, hard black and white as in old crime films",
        parameters: [.number("grain", 0...1, 0.3, "of the film"), .number("vignette", 0...1, 0.6, "dark corners")]
    ) { settings in
        let (grain, vignette) = (settings["grain"], settings["vignette"])
        let table = Grade().grey(RGB(0.45, 0.45, 0.1))
            .curve(Curve((0, 0), (0.15, 0.045), (0.4, 0.31), (0.65, 0.71), (0.88, 0.96), (1, 1))).table()
        return .colours { (image, context) throws(ImagingError) in
            try image.mapped(by: table).filmed(context.film(vignette: vignette, grain: grain))
        }
    }
}
