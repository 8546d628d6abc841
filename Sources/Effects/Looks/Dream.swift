import Imaging

extension Effect {
    /// A sharp picture under its own blurred light, after Michael Orton's sandwich of two slides.
    static let dream = Effect(
        name: "dream", group: .looks, summary: "a soft glow and pastel colours",
        parameters: [.number("glow", 0...1, 0.5, "of bright parts")]
    ) { settings in
        let glow = settings["glow"]
        let first = Grade().curve(Curve((0, 0), (0.3, 0.25), (0.7, 0.68), (1, 1))).saturated(1.04).table()
        let last = Grade().curve(Curve((0, 0.035), (0.25, 0.25), (0.6, 0.62), (1, 1)))
            .toned(shadows: RGB(0.53, 0.475, 0.55), highlights: RGB(0.525, 0.5, 0.475)).table()
        return .colours { (image, context) throws(ImagingError) in
            let base = try image.mapped(by: first)
            let light = try base.blurred(sigma: max(1, context.side / 40))
            return try base.screened(with: light, share: 0.75 * glow).mapped(by: last)
        }
    }
}
