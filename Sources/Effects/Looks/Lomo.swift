import Imaging

extension Effect {
    /// Slide film in the bath for negatives: an S in red and green, blue the other way.
    static let lomo = Effect(
        name: "lomo", group: .looks, summary: "a toy camera with cross-processed film: bold colours, dark corners",
        parameters: [.number("vignette", 0...1, 0.7, "dark corners"), .strength]
    ) { settings in
        let vignette = settings["vignette"]
        let table = Grade()
            .curves(
                red: Curve((0, 0), (0.25, 0.19), (0.5, 0.54), (0.75, 0.84), (1, 1)),
                green: Curve((0, 0.01), (0.25, 0.215), (0.5, 0.52), (0.75, 0.81), (1, 1)),
                blue: Curve((0, 0.09), (0.25, 0.27), (0.5, 0.48), (0.75, 0.7), (1, 0.91))
            )
            .vibrant(0.45).table(strength: settings["strength"])
        return .colours { (image, context) throws(ImagingError) in
            try image.mapped(by: table).filmed(context.film(vignette: vignette))
        }
    }
}
