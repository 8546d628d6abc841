import Imaging

extension SheetPlan {
    /// Short grey lines, a quarter of a millimetre wide and four long, at both ends of every cut.
    func drawCutMarks(on canvas: inout Canvas, dpi: Double) throws(ImagingError) {
        guard cutMarks else { return }
        let grey = Colour(red: 140, green: 140, blue: 140)
        let length = Int((4 / 25.4 * dpi).rounded())
        let width = max(2, Int((0.25 / 25.4 * dpi).rounded()))
        for x in cuts.vertical {
            let mark = try Image.solidCoverage(width: width, height: length + trim.y)
            try canvas.fill(grey, through: mark, x: x - width / 2, y: 0)
            try canvas.fill(grey, through: mark, x: x - width / 2, y: height - mark.height)
        }
        for y in cuts.horizontal {
            let mark = try Image.solidCoverage(width: length + trim.x, height: width)
            try canvas.fill(grey, through: mark, x: 0, y: y - width / 2)
            try canvas.fill(grey, through: mark, x: self.width - mark.width, y: y - width / 2)
        }
    }
}

extension Image {
    fileprivate static func solidCoverage(width: Int, height: Int) throws(ImagingError) -> Image {
        try Image(width: width, height: height, bands: 1) { $0.update(repeating: 255) }
    }
}
