import Imaging

/// A small generator with a seed, so that a failure comes back.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    /// 0 and 255 are as frequent as all others together, as in real overlays.
    mutating func sample() -> UInt8 {
        switch next() % 4 {
        case 0: 0
        case 1: 255
        default: UInt8(truncatingIfNeeded: next())
        }
    }
}

extension Image {
    static func of(width: Int, height: Int, bands: Int, _ samples: [UInt8]) throws -> Image {
        try Image(width: width, height: height, bands: bands) { target in
            precondition(target.count == samples.count)
            _ = target.update(fromContentsOf: samples)
        }
    }

    /// Random; 4 bands are premultiplied.
    static func random(width: Int, height: Int, bands: Int, seed: UInt64) throws -> Image {
        var dice = Dice(seed: seed)
        var samples: [UInt8] = []
        for _ in 0..<width * height {
            guard bands == 4 else {
                for _ in 0..<bands { samples.append(dice.sample()) }
                continue
            }
            let alpha = dice.sample()
            for _ in 0..<3 { samples.append(UInt8(Int(dice.sample()) * Int(alpha) / 255)) }
            samples.append(alpha)
        }
        return try of(width: width, height: height, bands: bands, samples)
    }

    /// A smooth colourful picture.
    static func smooth(width: Int, height: Int, bands: Int) throws -> Image {
        try Image(width: width, height: height, bands: bands) { target in
            for y in 0..<height {
                for x in 0..<width {
                    for band in 0..<bands {
                        let wave = (Double(x * (band + 1)) / 17).wave + (Double(y * (3 - band % 3)) / 23).wave
                        target[(y * width + x) * bands + band] = UInt8(127.5 + 60 * wave)
                    }
                }
            }
        }
    }

    var samples: [UInt8] { get throws { try withPixels { Array($0) } } }
}

extension Double {
    /// A triangle between -1 and 1 of period 4, smoothed at its tips: like a sine without needing one.
    fileprivate var wave: Double {
        let x = truncatingRemainder(dividingBy: 4) - 2
        let triangle = 1 - Swift.abs(x)
        return triangle * (1.5 - 0.5 * triangle * triangle)
    }
}

/// The greatest difference between two lists of samples.
func greatestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    precondition(a.count == b.count)
    return zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
}
