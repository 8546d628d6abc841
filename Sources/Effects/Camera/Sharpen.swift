import Imaging

extension Effect {
    /// An unsharp mask on the light alone, so that no coloured rims appear. What differs by less than two levels is noise.
    static let sharpen = Effect(
        name: "sharpen", group: .camera, summary: "crisper, to make up for what printing softens",
        parameters: [
            .number("amount", 0...3, 0.8, "0 none"),
            .number("radius", 0.3...4, 0.9, "px of the finished picture"),
        ]
    ) { settings in
        let (amount, radius) = (settings["amount"], settings["radius"])
        guard amount > 0 else { return .none }
        return .colours { (image, _) throws(ImagingError) in
            let luma = try image.luma()
            let sharp = try luma.sharpened(against: luma.blurred(sigma: radius), amount: amount, threshold: 2)
            return try image.relit(from: luma, to: sharp)
        }
    }
}
