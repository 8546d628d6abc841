internal import CVips

/// A colour's three channels, 0…1, as they are coded in sRGB unless said otherwise.
public typealias RGB = SIMD3<Float>

/// What each colour becomes, worked out once and then looked up: a curve a channel, or a cube of colours.
public struct ColourTable: Sendable {
    enum Content: Sendable {
        /// 256 levels each for red, green, blue.
        case curves([UInt8])
        case cube(Cube)
    }

    struct Cube: Sendable {
        var size: Int
        /// As the kernel takes it: four numbers a colour in 1/128 level, red fastest, with room past the end.
        var colours: [Int16]
        /// What stands at 0 and at the end of the grid.
        var from: RGB
        var to: RGB
        /// Where each of 256 levels a channel stands, in 1/256 of a step of the grid, when no straight line says it.
        var places: [Int32] = []
        /// What becomes of the grid's colours: 256 levels each for red, green, blue; none for nothing.
        var after: [UInt8] = []
    }

    let content: Content

    /// Exact at each of the 256 levels. `curve` is told all three channels at one level, and says what each becomes.
    public init(curve: (RGB) throws -> RGB) rethrows {
        var levels = [UInt8](repeating: 0, count: 768)
        for level in 0..<256 {
            let colour =
                try curve(RGB(repeating: Float(level) / 255)).clamped(lowerBound: .zero, upperBound: .one) * 255
            for channel in 0..<3 { levels[256 * channel + level] = UInt8(colour[channel].rounded()) }
        }
        content = .curves(levels)
    }

    /// A grid of `size` (2…65) colours a side between `from` and `to`, tetrahedral between them; colours beyond are
    /// taken as at its edge. `colour` says what becomes of the one at a place of the grid (red, green, blue).
    public init(
        size: Int = 33, from: RGB = .zero, to: RGB = .one, colour: (SIMD3<Int>) throws -> RGB
    ) rethrows {
        precondition((2...65).contains(size) && all(from .< to))
        var colours = [Int16](repeating: 0, count: cvips_cube_length(Int32(size)) * 4)
        var place = 0
        for blue in 0..<size {
            for green in 0..<size {
                for red in 0..<size {
                    let wanted = try colour(SIMD3(red, green, blue)).clamped(lowerBound: .zero, upperBound: .one)
                    let scaled = wanted * 32640 + 0.5
                    for channel in 0..<3 { colours[place + channel] = Int16(scaled[channel]) }
                    place += 4
                }
            }
        }
        content = .cube(Cube(size: size, colours: colours, from: from, to: to))
    }

    /// The same grid between zero and one, to which `shaper` brings a colour first: it is told all three channels at one
    /// level. Exact at each of the 256 levels.
    public init(size: Int, shaper: (RGB) throws -> RGB, colour: (SIMD3<Int>) throws -> RGB) rethrows {
        let plain = try ColourTable(size: size, colour: colour)
        guard case .cube(var cube) = plain.content else { preconditionFailure("a grid is a cube") }
        cube.places = [Int32](repeating: 0, count: 768)
        for level in 0..<256 {
            let shaped = try shaper(RGB(repeating: Float(level) / 255)).clamped(lowerBound: .zero, upperBound: .one)
            let places = shaped * Float(256 * (size - 1)) + 0.5
            for channel in 0..<3 { cube.places[256 * channel + level] = Int32(places[channel]) }
        }
        content = .cube(cube)
    }

    /// This table, and then `curve`, which is exact at each of the 256 levels of what a grid gives.
    public func followed(by curve: (RGB) throws -> RGB) rethrows -> ColourTable {
        guard case .cube(var cube) = content, case .curves(let levels) = try ColourTable(curve: curve).content else {
            preconditionFailure("curves are followed by being worked out as one")
        }
        cube.after = levels
        return ColourTable(cube)
    }

    private init(_ cube: Cube) { content = .cube(cube) }

    /// `count` RGB pixels.
    func map(_ pixels: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>, count: Int) {
        switch content {
        case .curves(let curves): cvips_curves_map(pixels, out, count, curves)
        case .cube(let cube):
            let steps = Float(256 * (cube.size - 1)) / (cube.to - cube.from)
            let (scale, offset) = (steps / 255, -cube.from * steps)
            cube.colours.withUnsafeBufferPointer { colours in
                cube.places.withUnsafeBufferPointer { places in
                    var native = cvips_cube(
                        size: Int32(cube.size), colours: colours.baseAddress!, scale: (scale.x, scale.y, scale.z),
                        offset: (offset.x, offset.y, offset.z), places: places.isEmpty ? nil : places.baseAddress)
                    cvips_cube_map(pixels, out, count, &native)
                    if !cube.after.isEmpty { cvips_curves_map(out, out, count, cube.after) }
                }
            }
        }
    }
}
