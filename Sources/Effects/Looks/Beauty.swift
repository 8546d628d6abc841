import Imaging

extension Effect {
    static let beauty = Effect(
        name: "beauty", group: .looks, summary: "soft, fresh skin in colour; eyes and hair stay sharp",
        parameters: [.number("smoothness", 0...1, 0.6, "of skin"), .number("brightness", 0...1, 0.5, "of the whole")]
    ) { settings in
        let smoothness = settings["smoothness"]
        let lift = Float(settings["brightness"])
        let table = Grade().curve(
            Curve((0, 0), (0.2, 0.18 + 0.05 * lift), (0.5, 0.52 + 0.12 * lift), (0.8, 0.84 + 0.07 * lift), (1, 1))
        )
        .vibrant(0.12).toned(shadows: RGB(0.5, 0.49, 0.52), highlights: RGB(0.52, 0.495, 0.48)).table()
        return .colours { (image, context) throws(ImagingError) in
            let luma = try image.luma()
            let smooth = try luma.softened(smoothness, side: context.side)
            return try image.relit(from: luma, to: smooth).mapped(by: table)
        }
    }
}
