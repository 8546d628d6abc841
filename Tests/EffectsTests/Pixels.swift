import Effects
import Imaging

/// A small generator with a seed, so that a failure comes back.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next() >> 5) }
}

extension Image {
    static func of(width: Int, height: Int, bands: Int, _ samples: [UInt8]) throws -> Image {
        try Image(width: width, height: height, bands: bands) { _ = $0.update(fromContentsOf: samples) }
    }

    /// Random; 4 bands are premultiplied.
    static func random(width: Int, height: Int, bands: Int = 3, seed: UInt64 = 1) throws -> Image {
        var dice = Dice(seed: seed)
        let samples = (0..<width * height).flatMap { _ -> [UInt8] in
            guard bands == 4 else { return (0..<bands).map { _ in dice.byte() } }
            let alpha = dice.byte()
            return (0..<3).map { _ in UInt8(Int(dice.byte()) * Int(alpha) / 255) } + [alpha]
        }
        return try of(width: width, height: height, bands: bands, samples)
    }

    /// All greys from black to white.
    static func greys() throws -> Image {
        try of(width: 256, height: 1, bands: 3, (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 3) })
    }

    func samples() throws -> [UInt8] {
        var copy: [UInt8] = []
        try withPixels { copy = Array($0) }
        return copy
    }
}

extension EffectCall {
    func applied(to image: Image, seed: UInt32 = 7, balance: Balance = .neutral) throws -> Image {
        let side = Double(min(image.width, image.height))
        return try prepared().applied(to: image, in: EffectContext(side: side, seed: seed, balance: balance))
    }
}

/// One call of each effect that needs no file, with its standards.
let everyCall = Effect.all.filter { $0.group != .people }.compactMap { try? EffectCall(name: $0.name) }
