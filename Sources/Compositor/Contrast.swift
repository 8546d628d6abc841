public import Imaging

/// Contrast of two colours as WCAG 2.1 counts it, 1 to 21. Translucent ones are taken as they look on white paper.
public enum Contrast {
    /// What a phone's camera needs to read a code in the light of a party.
    public static let readable = 4.5

    public static func ratio(_ one: Colour, _ other: Colour) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Whether a code in `colour` on `background` can be read: dark on light, and enough of it.
    public static func isReadable(_ colour: Colour, on background: Colour) -> Bool {
        luminance(colour) < luminance(background) && ratio(colour, background) >= readable
    }

    /// Relative luminance, WCAG 2.1 "relative luminance".
    private static func luminance(_ colour: Colour) -> Double {
        func linear(_ sample: UInt8) -> Double {
            let share = Double(colour.alpha) / 255
            return SRGBCurve.decoded((Double(sample) / 255 * share) + 1 - share)
        }
        return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
    }
}
