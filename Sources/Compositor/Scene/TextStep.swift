import Glibc
import Imaging

/// A text box. Its text is set when the values are known, and kept by the template as long as it stays the same.
struct TextStep: Sendable {
    /// In `layout.json`: "texts[0]".
    var place: String
    var text: Tokens
    var style: TextStyle
    /// Each shows the text in place of the style's font when those before lack a letter of it.
    var fallbacks: [Font]
    var frame: Frame
    var rotation: Double
    var opacity: Double
    /// The em in pixels below which an operator is told.
    var leastSize: Double

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
        let own = try typeset(text, in: style.font)
        guard !own.lackedLetters.isEmpty else { return own }
        for font in fallbacks {
            // A fallback that is not installed must not end a render that gets by without it.
            guard let block = try? typeset(text, in: font) else { continue }
            if block.lackedLetters.isEmpty { return block }
        }
        return own
    }

    /// Fallbacks that are not installed.
    var absentFallbacks: [Font] { fallbacks.filter { (try? typeset("a", in: $0)) == nil } }

    private func typeset(_ text: String, in font: Font) throws(ImagingError) -> TextBlock {
        var style = style
        style.font = font
        return try TextBlock(
            text, style: style, width: frame.width, height: frame.height,
            originX: frame.x - frame.x.rounded(.down), originY: frame.y - frame.y.rounded(.down))
    }
}

extension TextStep {
    /// What people would miss of `text` as it is set in `block`, in words for an operator.
    func flaws(of text: String, in block: TextBlock) -> [Flaw] {
        var flaws: [Flaw] = []
        if block.overflows {
            flaws.append(
                Flaw(
                    problem: "\"\(text)\" does not fit into its box",
                    remedy: "make the box larger or the size smaller"))
        }
        if !block.missingGlyphs.isEmpty {
            flaws.append(Flaw(problem: "no installed font can show \(Self.list(block.missingGlyphs))"))
        }
        if block.pixelSize < leastSize, block.image != nil {
            let points = Int((block.pixelSize / leastSize * Measure.leastPoints * 10).rounded(.down))
            flaws.append(
                Flaw(
                    problem: "\"\(text)\" is set in \(points / 10).\(points % 10) point type, hard to read below "
                        + "\(Int(Measure.leastPoints))",
                    remedy: style.size == .fit ? "make the box larger or the text shorter" : "make the size larger"))
        }
        let others = block.lackedLetters.filter { !block.missingGlyphs.contains($0) }
        if !others.isEmpty {
            flaws.append(
                Flaw(
                    problem: "font \(fontName) has no \(Self.list(others)), so \"\(text)\" is shown in "
                        + (block.substitutes.isEmpty ? "another font" : block.substitutes),
                    remedy: "name a \"fallback\" beside the font, or take a font that has these letters"))
        }
        return flaws
    }

    /// As an operator knows it.
    var fontName: String { style.font.name }

    private static func list(_ characters: [Character]) -> String {
        characters.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
            + (characters.count > 12 ? " and \(characters.count - 12) more" : "")
    }
}

extension Font {
    /// The family, or the name of the file.
    var name: String { file.flatMap { $0.split(separator: "/").last.map(String.init) } ?? family ?? "" }
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
