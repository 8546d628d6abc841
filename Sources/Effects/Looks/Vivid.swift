import Imaging

extension Effect {
    static let vivid = Effect(
        name: "vivid", group: .looks, summary: "fresh colours, clear drawing; skin is spared",
        parameters: [.number("colour", 0...1, 0.5, "how strong"), .number("clarity", 0...1, 0.4, "of larger shapes")]
    ) { settings in
        let clarity = settings["clarity"]
        let table = Grade().contrast(0.22).vibrant(1.3 * settings["colour"]).table()
        return .colours { (image, context) throws(ImagingError) in
            let graded = try image.mapped(by: table)
            guard clarity > 0 else { return graded }
            // Against a base that keeps its edges, larger shapes gain without halos.
            let luma = try graded.luma()
            let base = try luma.smoothed(radius: max(3, context.side / 40), softness: 30)
            return try graded.relit(from: luma, to: luma.sharpened(against: base, amount: clarity, threshold: 0))
        }
    }
}
