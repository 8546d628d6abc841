internal import CText

/// A text drawn for a box: its pixels, where they go, and what an operator should know about them.
public struct TextBlock: Sendable {
    /// Premultiplied RGBA; nil when nothing is drawn.
    public let image: Image?
    /// The image's top left corner, in px from the pixel in which the box starts. Negative for what stands out.
    public let x: Int
    public let y: Int
    /// Height of the em in px, as drawn.
    public let pixelSize: Double
    /// Something other than the shadow leaves the box.
    public let overflows: Bool
    /// Characters with parts that no font has. Those parts are left out.
    public let missingGlyphs: [Character]
    /// Letters, digits and punctuation that the font lacks and another one shows. Then that one shows the whole text, or
    /// where no font has all of it, whole words. Symbols and emoji may come from anywhere and are not among them.
    public let lackedLetters: [Character]
    /// Names of the fonts that stand in for that reason, separated by ", ".
    public let substitutes: String
    /// Files of the fonts used, sorted.
    public let fontFiles: [String]

    /// Draws `text` for a box of `width` × `height` px whose corner stands at `originX`, `originY` on the canvas; only
    /// the fractions of these count, since the block is placed in whole pixels.
    ///
    /// Overhangs and the outline are kept inside the box while there is room. A paragraph runs in the direction of its
    /// first strong character. Symbols that the font lacks come from other installed fonts; for
    /// letters that it lacks, another font shows all of the text.
    ///
    /// Errors: `missingFont`, `invalidText` for limits, `outOfMemory`.
    public init(
        _ text: String, style: TextStyle, width: Double, height: Double, originX: Double = 0, originY: Double = 0
    ) throws(ImagingError) {
        try TextLimits.check(style, width: width, height: height)
        guard originX.isFinite, originY.isFinite else { throw .invalidText(reason: "the box has no position") }
        let text = try TextLimits.cleaned(text)
        let request = TextRequest(
            text: text, style: style, width: width, height: height,
            originX: originX - originX.rounded(.down), originY: originY - originY.rounded(.down))

        var block = ctext_block()
        defer { ctext_release(&block) }
        try request.draw(into: &block)

        (pixelSize, overflows) = (block.size, block.overflows != 0)
        fontFiles = Self.strings(block.files)
        let missing = Set(UnsafeBufferPointer(start: block.missing, count: block.missing_count))
        missingGlyphs = Self.characters(of: text, with: missing)
        let lacked = Set(UnsafeBufferPointer(start: block.lacked, count: block.lacked_count))
        lackedLetters = Self.characters(of: text, with: lacked)
        substitutes = block.substitutes.map { String(cString: $0) } ?? ""
        guard block.width > 0 else {
            (image, x, y) = (nil, 0, 0)
            return
        }
        let shape = try Image(width: Int(block.width), height: Int(block.height), bands: 4) { pixels in
            ctext_compose(
                &block, style.colour.native, (style.outline?.colour ?? style.colour).native, pixels.baseAddress!)
        }
        guard let shadow = style.shadow, shadow.opacity > 0, shadow.colour.alpha > 0 else {
            (image, x, y) = (shape, Int(block.x), Int(block.y))
            return
        }
        let cast = try shadow.cast(by: shape)
        (image, x, y) = (cast.image, Int(block.x) + cast.x, Int(block.y) + cast.y)
    }

    private static func strings(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
        guard var next = list else { return [] }
        var strings: [String] = []
        while let string = next.pointee {
            strings.append(String(cString: string))
            next += 1
        }
        return strings
    }

    private static func characters(of text: String, with scalars: Set<UInt32>) -> [Character] {
        guard !scalars.isEmpty else { return [] }
        var seen: Set<Character> = []
        // The C side composes letters and accents, so a scalar may stand for two of the text.
        let composed = Set(scalars.compactMap { Unicode.Scalar($0).map { Character($0) } })
        return text.filter { character in
            (composed.contains(character) || character.unicodeScalars.contains { scalars.contains($0.value) })
                && seen.insert(character).inserted
        }.map { $0 }
    }
}
