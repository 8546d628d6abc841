import Imaging

extension Effect {
    /// Luma divided by its own blur leaves the paper white and the lines dark. Two widths of blur: lines, and shading.
    static let pencil = Effect(
        name: "pencil", group: .looks, summary: "drawn with a soft pencil on paper",
        parameters: [
            .number("colour", 0...1, 0, "0 graphite, 1 crayons"), .number("shading", 0...1, 0.5, "of dark parts"),
        ]
    ) { settings in
        let (colour, shading) = (settings["colour"], settings["shading"])
        let graphite = Grade().curve(Curve((0, 0), (0.5, 0.12), (0.8, 0.48), (0.93, 0.85), (1, 1)))
            .mapped(to: [RGB(0.15, 0.15, 0.17), RGB(0.58, 0.575, 0.575), RGB(0.985, 0.975, 0.95)]).table()
        let tone = Grade().curve(
            Curve((0, 1 - 0.8 * Float(shading)), (0.35, 1 - 0.34 * Float(shading)), (0.7, 1), (1, 1))
        ).table()
        let crayon = Grade().saturated(1.3).curve(Curve((0, 0.45), (0.5, 0.8), (1, 1))).table()
        return .colours { (image, context) throws(ImagingError) in
            let side = context.side
            let luma = try image.luma().smoothed(radius: max(1, side / 350), softness: 9)
            let lines = try luma.divided(by: luma.blurred(sigma: max(0.8, side / 260)))
            let shapes = try luma.divided(by: luma.blurred(sigma: max(2, side / 60)))
            let white = try Canvas(width: image.width, height: image.height, colour: .white).finished()
            let plain = try white.luma()
            var sheet = try white.relit(from: plain, to: lines.mixed(with: shapes, share: 0.4)).mapped(by: graphite)
            var paper = try white.relit(from: plain, to: luma).mapped(by: tone)
            if colour > 0 { paper = try paper.mixed(with: image.mapped(by: crayon), share: colour) }
            sheet = try sheet.shaded(by: paper)
            return try sheet.filmed(context.film(grain: 0.22))
        }
    }
}
