import Imaging

extension Effect {
    /// Black and white by a filter that favours skin, smoothed where there are no edges, lifted to a high key with blacks
    /// that stay black: lashes, hair and jewellery keep their line.
    static let glam = Effect(
        name: "glam", group: .looks,
        summary: "soft skin in black and white, high key; eyes, hair and jewellery stay sharp",
        parameters: [
            .number("smoothness", 0...1, 0.7, "of skin"), .number("brightness", 0...1, 0.5, "how high the key is"),
        ]
    ) { settings in
        let smoothness = settings["smoothness"]
        let lift = Float(settings["brightness"])
        let grey = Grade().grey(RGB(0.5, 0.4, 0.1)).table()
        let key = Grade().curve(
            Curve(
                (0, 0), (0.12, 0.045 + 0.02 * lift), (0.32, 0.28 + 0.1 * lift), (0.55, 0.63 + 0.16 * lift),
                (0.78, 0.89 + 0.08 * lift), (1, 1))
        ).table()
        let highlights = Grade().curve(Curve((0, 0), (0.5, 0.04), (0.8, 0.6), (1, 1))).table()
        return .colours { (image, context) throws(ImagingError) in
            let mono = try image.mapped(by: grey)
            let luma = try mono.luma()
            let lit = try mono.relit(from: luma, to: luma.softened(smoothness, side: context.side)).mapped(by: key)
            // A veil of light around bright parts only, as a soft lens gives; blacks stay black.
            let veil = try lit.mapped(by: highlights).blurred(sigma: context.side / 50)
            return try lit.screened(with: veil, share: 0.22)
        }
    }
}

extension Image {
    /// This luma plane with the texture of skin smoothed, and what is drawn more strongly put back: lashes, hair, stones.
    func softened(_ amount: Double, side: Double) throws(ImagingError) -> Image {
        guard amount > 0 else { return self }
        let fine = try smoothed(radius: max(2, side / 140), softness: 12 + 8 * amount)
        let smooth = try fine.smoothed(radius: max(3, side / 50), softness: 8 + 6 * amount)
        return try mixed(with: cored(around: smooth, size: 12), share: 0.3 + 0.65 * amount)
    }
}
