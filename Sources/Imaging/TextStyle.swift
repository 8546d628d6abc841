/// A typeface by the name of an installed family, or by its file. With both, the file counts.
public struct Font: Hashable, Sendable {
    /// As fontconfig lists it ("Lato", "Lato Black"), or a generic name such as "sans-serif".
    public var family: String?
    /// Absolute path. The file need not be installed, and other texts never see it.
    public var file: String?
    /// With `file`: absolute path of a folder of font files. What the first one lacks comes from these, in the order of
    /// their names, and from no installed font.
    public var fallback: String?
    /// 100 (thin) to 900 (black); the nearest that the family has, made bolder when that is far off.
    public var weight: Int
    public var italic: Bool

    public init(
        family: String? = nil, file: String? = nil, fallback: String? = nil, weight: Int = 400, italic: Bool = false
    ) {
        (self.family, self.file, self.fallback) = (family, file, fallback)
        (self.weight, self.italic) = (weight, italic)
    }
}

/// How a text looks and stands in its box.
public struct TextStyle: Hashable, Sendable {
    public enum Size: Hashable, Sendable {
        /// Height of the em in px.
        case pixels(Double)
        /// The largest quarter pixel at which all of it, outline included, is within the box.
        case fit
    }

    /// Sides of the box, whatever way the script runs.
    public enum Align: String, Hashable, Sendable, CaseIterable { case left, centre, right }
    public enum VerticalAlign: String, Hashable, Sendable, CaseIterable { case top, middle, bottom }

    public struct Outline: Hashable, Sendable {
        /// px, all of it outside of the glyph.
        public var width: Double
        public var colour: Colour

        public init(width: Double, colour: Colour) {
            (self.width, self.colour) = (width, colour)
        }
    }

    public var font: Font
    public var size: Size
    public var align: Align
    public var verticalAlign: VerticalAlign
    /// Break lines at the box's width. A size that is given breaks too long words as well, `fit` shrinks them.
    public var wrap: Bool
    /// Extra px between letters, at most four em.
    public var letterSpacing: Double
    /// Distance of lines as a factor of what the font asks for.
    public var lineHeight: Double
    public var colour: Colour
    public var outline: Outline?
    public var shadow: Shadow?
    /// BCP 47 ("de-AT", "ja"): chooses between regional forms of the same characters.
    public var language: String

    public init(
        font: Font, size: Size = .fit, align: Align = .centre, verticalAlign: VerticalAlign = .middle,
        wrap: Bool = false, letterSpacing: Double = 0, lineHeight: Double = 1, colour: Colour = .black,
        outline: Outline? = nil, shadow: Shadow? = nil, language: String = "en"
    ) {
        (self.font, self.size, self.align, self.verticalAlign) = (font, size, align, verticalAlign)
        (self.wrap, self.letterSpacing, self.lineHeight) = (wrap, letterSpacing, lineHeight)
        (self.colour, self.outline, self.shadow, self.language) = (colour, outline, shadow, language)
    }
}
