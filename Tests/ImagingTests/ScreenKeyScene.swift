import Foundation
import Imaging

/// A subject of known coverage before a lit screen, mixed in linear light.
struct ScreenKeyScene {
    typealias Light = SIMD3<Double>

    var width = 240
    var height = 320
    var key = Colour(red: 0x38, green: 0xA8, blue: 0x58)
    /// Brightness of the screen, left to right.
    var light = 0.9...1.2
    var noise = 0.0
    var subject: @Sendable (_ x: Int, _ y: Int) -> (colour: Light, coverage: Double)

    static func linear(_ code: UInt8) -> Double {
        let v = Double(code) / 255
        return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }

    static func encoded(_ linear: Double) -> UInt8 {
        let l = min(1, max(0, linear))
        return UInt8(((l <= 0.0031308 ? l * 12.92 : 1.055 * pow(l, 1 / 2.4) - 0.055) * 255).rounded())
    }

    static func light(_ colour: Colour) -> Light {
        Light(linear(colour.red), linear(colour.green), linear(colour.blue))
    }

    var screen: Image {
        get throws { try drawn { _, _ in (Light(), 0) } }
    }
    var picture: Image {
        get throws { try drawn(subject) }
    }
    var coverage: [Double] {
        (0..<width * height).map { subject($0 % width, $0 / width).coverage }
    }

    private func drawn(_ subject: (Int, Int) -> (colour: Light, coverage: Double)) throws -> Image {
        var dice = Dice(seed: 7)
        let key = Self.light(key)
        return try Image(width: width, height: height, bands: 3) { out in
            for place in 0..<width * height {
                let (x, y) = (place % width, place / width)
                let (colour, coverage) = subject(x, y)
                let rise = (light.upperBound - light.lowerBound) * Double(x) / Double(width)
                var seen = colour * coverage + key * (light.lowerBound + rise) * (1 - coverage)
                for band in 0..<3 {
                    if noise > 0 { seen[band] += noise * (Double(dice.next() % 2000) / 1000 - 1) }
                    out[place * 3 + band] = Self.encoded(seen[band])
                }
            }
        }
    }

    /// A portrait in outline: a body, a head, a soft rim of `soft` pixels, skin above and cloth below.
    static func person(cloth: Light = Light(0.30, 0.05, 0.08), soft: Double = 3) -> ScreenKeyScene {
        ScreenKeyScene { x, y in
            let (dx, dy) = (Double(x) - 120, Double(y))
            let head = 50 - hypot(dx, (dy - 110) * 0.8)
            let body = min(80 - abs(dx), dy - 170)
            let skin = Light(0.57, 0.30, 0.18)
            return (dy < 165 ? skin : cloth, min(1, max(0, max(head, body) / soft + 0.5)))
        }
    }
}

extension Image {
    static func flat(_ colour: Colour, width: Int, height: Int) throws -> Image {
        try Image(width: width, height: height, bands: 3) { out in
            for place in 0..<width * height {
                (out[place * 3], out[place * 3 + 1], out[place * 3 + 2]) = (colour.red, colour.green, colour.blue)
            }
        }
    }
}
