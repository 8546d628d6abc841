import Faults
import Glibc

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
        "#" + (UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)).padded(to: 6, radix: 16)
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
