import Imaging

extension Effect {
    /// Light is smoothed within the noise only; colour, whose noise is what people see, more, along the edges of light.
    static let denoise = Effect(
        name: "denoise", group: .camera, summary: "less noise from high ISO; edges stay",
        parameters: [
            .number("luminance", 0...1, 0.4, "grain of light"), .number("colour", 0...1, 0.6, "coloured blotches"),
        ]
    ) { settings in
        let (light, colour) = (settings["luminance"], settings["colour"])
        guard light > 0 || colour > 0 else { return .none }
        return .colours { (image, context) throws(ImagingError) in
            let luma = try image.luma()
            let smooth =
                try light > 0 ? luma.smoothed(radius: max(1.5, context.side / 600), softness: 16 * light) : luma
            guard colour > 0 else { return try image.relit(from: luma, to: smooth) }
            let (red, blue) = try image.chroma(luma: luma)
            let (reach, softness) = (max(2, context.side / 250), 24 * colour)
            return try smooth.coloured(
                red: red.smoothed(radius: reach, softness: softness, guide: smooth),
                blue: blue.smoothed(radius: reach, softness: softness, guide: smooth))
        }
    }
}
