import Imaging

/// Decoded pixels, to be looked at one by one.
struct Raster: Equatable, CustomStringConvertible {
    let width: Int
    let height: Int
    let samples: [UInt8]

    init(_ image: Image) throws {
        (width, height) = (image.width, image.height)
        precondition(image.bands == 3)
        samples = try image.withPixels { Array($0) }
    }

    subscript(x: Int, y: Int) -> Colour {
        let at = (y * width + x) * 3
        return Colour(red: samples[at], green: samples[at + 1], blue: samples[at + 2])
    }

    /// Not all pixels: what a failure prints should be read by people.
    var description: String { "\(width)x\(height)" }

    /// Where it is of another colour than `colour` says, the first few.
    func wrong(_ colour: (_ x: Int, _ y: Int) -> Colour) -> [String] {
        var wrong: [String] = []
        for y in 0..<height {
            for x in 0..<width where wrong.count < 4 {
                let wanted = colour(x, y)
                if self[x, y] != wanted { wrong.append("(\(x), \(y)): \(self[x, y]), not \(wanted)") }
            }
        }
        return wrong
    }

    /// The part that begins at (`x`, `y`).
    func part(x: Int, y: Int, width: Int, height: Int) -> [[UInt8]] {
        (y..<y + height).map { row in
            let at = (row * self.width + x) * 3
            return Array(samples[at..<at + width * 3])
        }
    }

    /// The smallest box around all that is not `colour`; nil when all of it is.
    func ink(on colour: Colour = .white) -> PixelBox? {
        var (left, top, right, bottom) = (width, height, -1, -1)
        for y in 0..<height {
            for x in 0..<width where self[x, y] != colour {
                (left, top, right, bottom) = (min(left, x), min(top, y), max(right, x), max(bottom, y))
            }
        }
        return right < 0 ? nil : PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}

extension Image {
    /// `colour` at each pixel; 4 bands (not premultiplied by the caller) when `alpha`.
    static func drawn(
        _ width: Int, _ height: Int, alpha: Bool = false, _ colour: (_ x: Int, _ y: Int) -> Colour
    ) throws -> Image {
        try Image(width: width, height: height, bands: alpha ? 4 : 3) { samples in
            var at = 0
            for y in 0..<height {
                for x in 0..<width {
                    let pixel = colour(x, y)
                    for channel in [pixel.red, pixel.green, pixel.blue] {
                        samples[at] = alpha ? UInt8((Int(channel) * Int(pixel.alpha) + 127) / 255) : channel
                        at += 1
                    }
                    guard alpha else { continue }
                    samples[at] = pixel.alpha
                    at += 1
                }
            }
        }
    }

    static func flat(_ colour: Colour, _ width: Int = 60, _ height: Int = 40) throws -> Image {
        try drawn(width, height) { _, _ in colour }
    }
}

extension Colour {
    static let fullRed = Colour(red: 255, green: 0, blue: 0)
    static let fullGreen = Colour(red: 0, green: 255, blue: 0)
    static let fullBlue = Colour(red: 0, green: 0, blue: 255)

    static func grey(_ level: Int) -> Colour {
        let level = UInt8(level)
        return Colour(red: level, green: level, blue: level)
    }

    /// The greatest difference of a channel.
    func distance(to other: Colour) -> Int {
        zip([red, green, blue], [other.red, other.green, other.blue]).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}
