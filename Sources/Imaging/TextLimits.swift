/// What is checked before any work is done. Text comes from guests and settings from layouts that others wrote.
enum TextLimits {
    static let characters = 2_000
    static let box = 16_384.0
    static let size = 4_096.0

    /// `text` with line ends as `\n` and tabs as spaces.
    static func cleaned(_ text: String) throws(ImagingError) -> String {
        let count = text.unicodeScalars.count
        guard count <= characters else {
            throw .invalidText(reason: "\(count) characters are more than \(characters)", remedy: "shorten it")
        }
        var cleaned = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": cleaned.append("\n")
            case "\t": cleaned.append(" ")
            case _ where scalar.properties.generalCategory == .control:
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw .invalidText(reason: "the control character U+\(code) cannot be drawn", remedy: "remove it")
            default: cleaned.append(scalar)
            }
            previous = scalar
        }
        return String(cleaned)
    }

    static func check(_ style: TextStyle, width: Double, height: Double) throws(ImagingError) {
        try check(width, in: 1...box, "the box's width")
        try check(height, in: 1...box, "the box's height")
        if case .pixels(let size) = style.size { try check(size, in: 1...Self.size, "the size") }
        try check(Double(style.font.weight), in: 100...900, "the font's weight")
        try check(style.letterSpacing, in: -1_000...1_000, "the letter spacing")
        try check(style.lineHeight, in: 0.1...10, "the line height")
        if let outline = style.outline { try check(outline.width, in: 0...500, "the outline's width") }
        if let shadow = style.shadow {
            try check(shadow.x, in: -2_000...2_000, "the shadow's x")
            try check(shadow.y, in: -2_000...2_000, "the shadow's y")
            try check(shadow.blur, in: 0...500, "the shadow's blur")
            try check(shadow.opacity, in: 0...1, "the shadow's opacity")
        }
    }

    private static func check(
        _ value: Double, in range: ClosedRange<Double>, _ name: StaticString
    ) throws(ImagingError) {
        // A number that is none fails both comparisons, so it is refused as well.
        guard value >= range.lowerBound, value <= range.upperBound else {
            throw .invalidText(
                reason: "\(name) is \(value), which is not within \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
