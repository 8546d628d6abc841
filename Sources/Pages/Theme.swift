import Glibc

/// The colours of an event on its guests' pages. What is not given is the project's own, light or dark as the phone is.
///
///     Theme(accent: "#7a8f6a", background: "#fbf7ef").style     // ":root { --ground: #fbf7ef; --ink: #1f1b18; … }"
///
/// Whatever colours an event has, its pages can be read: ink is chosen by the background, and an accent that is too close to the
/// background is moved away from it.
public struct Theme: Equatable, Sendable {
    public var accent: Colour?
    public var background: Colour?

    public init(accent: Colour? = nil, background: Colour? = nil) {
        (self.accent, self.background) = (accent, background)
    }

    private static let light = Theme(accent: Colour(hex: "#a2452e"), background: Colour(hex: "#f6f1ea"))
    private static let dark = Theme(accent: Colour(hex: "#e9a183"), background: Colour(hex: "#191614"))

    /// The values that the style of a page is drawn with.
    var style: String {
        if background != nil { return block() }
        return Theme(accent: accent, background: Self.light.background).block(else: Self.light)
            + "@media (prefers-color-scheme: dark) {\n"
            + Theme(accent: accent, background: Self.dark.background).block(else: Self.dark) + "}\n"
    }

    private func block(else own: Theme = light) -> String {
        let colours = palette(else: own)
        return """
            :root { color-scheme: \(colours.isLight ? "light" : "dark"); --ground: \(colours.paper); --ink: \(colours.ink); --soft: \(colours.quiet);
              --accent: \(colours.accent); --on-accent: \(colours.accentInk); --line: \(colours.line) }

            """
    }

    /// What a page is drawn with that has these colours and, where one is missing, the project's own.
    public var palette: Palette { Theme(accent: accent, background: background ?? Self.light.background).palette() }

    private func palette(else own: Theme = light) -> Palette {
        let ground = background ?? .white
        let ink = Colour.black.contrast(with: ground) > Colour.white.contrast(with: ground) ? Colour.black : .white
        let text = ink.mixed(with: ground, 0.12).readable(on: ground, towards: ink, by: 7)
        let given = accent ?? (background == own.background ? own.accent : nil) ?? text
        let mark = given.readable(on: ground, towards: ink, by: 4.6)
        return Palette(
            accent: mark, accentInk: Colour.white.contrast(with: mark) >= 4.5 ? .white : .black, paper: ground,
            ink: text,
            quiet: ink.mixed(with: ground, 0.4).readable(on: ground, towards: ink, by: 4.6),
            line: ink.mixed(with: ground, 0.82), isLight: ink == .black)
    }
}

/// Colours that can be read on each other, whatever an event has chosen.
public struct Palette: Equatable, Sendable {
    /// Of what a guest may touch, and of the words on it.
    public let accent, accentInk: Colour
    public let paper: Colour
    /// Of words, and of those that stand back.
    public let ink, quiet: Colour
    /// Of lines that part one thing from another.
    public let line: Colour
    public let isLight: Bool
}

/// A colour of sRGB.
///
///     Colour(hex: "#7a8f6a")
public struct Colour: Equatable, Sendable, CustomStringConvertible {
    let red, green, blue: UInt8

    static let black = Colour(red: 22, green: 19, blue: 17)
    static let white = Colour(red: 255, green: 255, blue: 255)

    private init(red: UInt8, green: UInt8, blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// `nil` for anything but `#` and six hexadecimal digits.
    public init?(hex: String) {
        guard let digits = hex.wholeMatch(of: /#([0-9A-Fa-f]{6})/)?.1, let value = UInt32(digits, radix: 16) else {
            return nil
        }
        self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    }

    public var description: String {
        let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// From 1 to 21, as the Web Content Accessibility Guidelines compute it.
    func contrast(with other: Colour) -> Double {
        let (mine, others) = (luminance, other.luminance)
        return (max(mine, others) + 0.05) / (min(mine, others) + 0.05)
    }

    /// `share` of `other` from 0 to 1, the rest of this colour.
    func mixed(with other: Colour, _ share: Double) -> Colour {
        func mix(_ mine: UInt8, _ others: UInt8) -> UInt8 {
            UInt8((Double(mine) * (1 - share) + Double(others) * share).rounded())
        }
        return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// Itself, or as much of it as has this contrast with `ground`.
    func readable(on ground: Colour, towards ink: Colour, by contrast: Double) -> Colour {
        let shades = stride(from: 0, through: 1, by: 0.05).lazy.map { mixed(with: ink, $0) }
        return shades.first { $0.contrast(with: ground) >= contrast } ?? ink
    }

    private var luminance: Double {
        func linear(_ part: UInt8) -> Double {
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
