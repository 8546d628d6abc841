import Glibc
import Imaging

/// A text box. Its text is set when the values are known, and kept by the template as long as it stays the same.
struct TextStep: Sendable {
    /// In `layout.json`: "texts[0]".
    var place: String
    var text: Tokens
    var style: TextStyle
    var frame: Frame
    var rotation: Double
    var opacity: Double

    func draw(on canvas: inout Canvas, for composition: Composition) throws {
        let block = try composition.template.typeset(text.resolved(with: composition.values), self)
        guard let image = block.image else { return }
        let x = Int(frame.x.rounded(.down)) + block.x
        let y = Int(frame.y.rounded(.down)) + block.y
        guard rotation != 0 else { return try canvas.draw(image, x: x, y: y, opacity: opacity) }
        // Turned about the box's centre; a transparent rim keeps the edge pixels from being repeated outward.
        let rim = 4
        let room = try image.embedded(x: rim, y: rim, width: image.width + 2 * rim, height: image.height + 2 * rim)
        let upright = Outline(
            .rectangle, centreX: Double(x) + Double(image.width) / 2, centreY: Double(y) + Double(image.height) / 2,
            width: Double(room.width), height: Double(room.height), angle: 0)
        let turned = upright.turned(by: rotation, aboutX: frame.centreX, y: frame.centreY)
        let bounds = turned.bounds
        let picture = try room.turned(
            by: rotation, centreX: turned.centreX - Double(bounds.x), centreY: turned.centreY - Double(bounds.y),
            width: bounds.width, height: bounds.height)
        try canvas.draw(picture, x: bounds.x, y: bounds.y, opacity: opacity)
    }

    /// The text set in the box, for drawing and for judging whether it fits.
    func typeset(_ text: String) throws(ImagingError) -> TextBlock {
        try TextBlock(
            text, style: style, width: frame.width, height: frame.height,
            originX: frame.x - frame.x.rounded(.down), originY: frame.y - frame.y.rounded(.down))
    }
}

extension TextBlock {
    /// What people would miss of `text`, in words for an operator.
    func flaws(of text: String) -> [String] {
        var flaws: [String] = []
        if overflows {
            flaws.append("\"\(text)\" does not fit into its box; make the box larger or the size smaller")
        }
        if !missingGlyphs.isEmpty {
            let glyphs = missingGlyphs.map { "\"\($0)\"" }.joined(separator: ", ")
            flaws.append("no installed font can show \(glyphs)")
        }
        return flaws
    }
}

extension Outline {
    /// Turned about a point, clockwise on a canvas whose y axis points down.
    func turned(by degrees: Double, aboutX x: Double, y: Double) -> Outline {
        let (cosine, sine) = Turn.cosineAndSine(degrees: degrees)
        let (dx, dy) = (centreX - x, centreY - y)
        var outline = self
        outline.centreX = x + dx * cosine - dy * sine
        outline.centreY = y + dx * sine + dy * cosine
        outline.angle += degrees
        return outline
    }

    func moved(x dx: Int, y dy: Int) -> Outline {
        var outline = self
        outline.centreX += Double(dx)
        outline.centreY += Double(dy)
        return outline
    }
}
