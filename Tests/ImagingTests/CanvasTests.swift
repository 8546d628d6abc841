import Testing

@testable import Imaging

@Suite struct CanvasTests {
    private func canvas(_ width: Int, _ height: Int, seed: UInt64 = 1) throws -> Image {
        try Image.random(width: width, height: height, bands: 3, seed: seed)
    }

    private func drawn(
        _ layer: Image, on paper: Image, x: Int = 0, y: Int = 0, coverage: Image? = nil, opacity: Double = 1,
        blend: BlendMode = .normal
    ) throws -> [UInt8] {
        var canvas = try Canvas(copying: paper)
        try canvas.draw(layer, x: x, y: y, coverage: coverage, opacity: opacity, blend: blend)
        return try canvas.finished().samples
    }

    @Test func `a canvas has its colour, over white where that is transparent`() throws {
        let half = Colour(red: 0, green: 100, blue: 200, alpha: 128)
        let samples = try Canvas(width: 3, height: 2, colour: half).finished().samples
        #expect(samples == Array(repeatElement([127, 177, 227], count: 6).joined()))
    }

    @Test(arguments: [(0, 5), (5, 0), (-1, 5), (1 << 17, 1), (40_000, 40_000)])
    func `no canvas has an impossible size`(width: Int, height: Int) {
        #expect(throws: ImagingError.self) {
            _ = try Canvas(width: width, height: height, colour: .white).finished()
        }
    }

    @Test func `a copy has the picture's pixels, a transparent one over white`() throws {
        let paper = try canvas(7, 5)
        #expect(try Canvas(copying: paper).finished().samples == paper.samples)
        let glass = try Image.of(width: 2, height: 1, bands: 4, [10, 20, 30, 100, 0, 0, 0, 0])
        #expect(try Canvas(copying: glass).finished().samples == [165, 175, 185, 255, 255, 255])
    }

    @Test(arguments: BlendMode.allCases) func `opacity 0 changes nothing`(blend: BlendMode) throws {
        let paper = try canvas(19, 4)
        let layer = try Image.random(width: 19, height: 4, bands: 4, seed: 2)
        for opacity in [0, -1, 0.001, Double.nan] {
            #expect(try drawn(layer, on: paper, opacity: opacity, blend: blend) == paper.samples)
        }
    }

    @Test func `an opaque layer is copied`() throws {
        let layer = try canvas(19, 4, seed: 2)
        let full = try Image.of(width: 19, height: 4, bands: 1, Array(repeating: 255, count: 76))
        #expect(try drawn(layer, on: canvas(19, 4)) == layer.samples)
        #expect(try drawn(layer, on: canvas(19, 4), coverage: full, opacity: 2) == layer.samples)
    }

    @Test(arguments: [
        (BlendMode.multiply, UInt8(255)), (.screen, 0), (.lighten, 0), (.darken, 255), (.difference, 0),
        (.exclusion, 0),
        (.colourDodge, 0), (.colourBurn, 255),
    ]) func `each mode leaves the backdrop at its neutral colour`(blend: BlendMode, neutral: UInt8) throws {
        let paper = try canvas(33, 5)
        let layer = try Image.of(width: 33, height: 5, bands: 3, Array(repeating: neutral, count: 33 * 5 * 3))
        #expect(try drawn(layer, on: paper, opacity: 0.7, blend: blend) == paper.samples)
    }

    @Test(arguments: [(-3, -2), (5, 3), (-20, 0), (0, 9), (12, -6), (11, 8), (Int.max, Int.min), (-19, 1)])
    func `what lies outside of the canvas is cut off`(x: Int, y: Int) throws {
        let paper = try canvas(12, 9)
        for bands in [3, 4] {
            let layer = try Image.random(width: 20, height: 7, bands: bands, seed: 5)
            let coverage = try Image.random(width: 20, height: 7, bands: 1, seed: 6)
            let result = try drawn(layer, on: paper, x: x, y: y, coverage: coverage)
            let (below, above, mask) = (try paper.samples, try layer.samples, try coverage.samples)
            for row in 0..<9 {
                for column in 0..<12 {
                    let at = (row * 12 + column) * 3
                    let (u, v) = (column.subtractingReportingOverflow(x), row.subtractingReportingOverflow(y))
                    let inside = !u.overflow && !v.overflow && 0..<20 ~= u.partialValue && 0..<7 ~= v.partialValue
                    guard inside else {
                        #expect(result[at..<at + 3] == below[at..<at + 3])
                        continue
                    }
                    let place = v.partialValue * 20 + u.partialValue
                    let alpha = Double(mask[place]) / 255 * (bands == 4 ? Double(above[place * 4 + 3]) / 255 : 1)
                    for c in 0..<3 {
                        let over = Double(above[place * bands + c]) * Double(mask[place]) / 255
                        #expect(abs(Double(result[at + c]) - over - Double(below[at + c]) * (1 - alpha)) <= 0.5001)
                    }
                }
            }
        }
    }

    @Test func `a fill through a coverage is the same as a layer of that colour`() throws {
        let paper = try canvas(23, 6)
        let coverage = try Image.random(width: 23, height: 6, bands: 1, seed: 9)
        let flat = try Canvas(width: 23, height: 6, colour: Colour(red: 200, green: 10, blue: 90)).finished()
        for blend in [BlendMode.normal, .multiply] {
            var canvas = try Canvas(copying: paper)
            let colour = Colour(red: 200, green: 10, blue: 90, alpha: 102)
            try canvas.fill(colour, through: coverage, x: 2, y: -1, opacity: 0.5, blend: blend)
            let expected = try drawn(flat, on: paper, x: 2, y: -1, coverage: coverage, opacity: 0.2, blend: blend)
            #expect(try canvas.finished().samples == expected)
        }
    }

    @Test func `layers and coverages of the wrong kind are refused`() throws {
        let (grey, rgb) = (try Image.random(width: 4, height: 4, bands: 1, seed: 1), try canvas(4, 4))
        let small = try Image.random(width: 3, height: 4, bands: 1, seed: 1)
        #expect(throws: ImagingError.self) { try drawn(grey, on: rgb) }
        #expect(throws: ImagingError.self) { try drawn(rgb, on: rgb, coverage: small) }
        #expect(throws: ImagingError.self) { try drawn(rgb, on: rgb, coverage: rgb) }
    }

    @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 31, 65, 131], BlendMode.allCases)
    func `every level of vectors gives the same bytes`(width: Int, blend: BlendMode) throws {
        let paper = try canvas(width, 5, seed: UInt64(width))
        for bands in [3, 4] {
            let layer = try Image.random(width: width, height: 5, bands: bands, seed: 3)
            let coverage = try Image.random(width: width, height: 5, bands: 1, seed: 4)
            for (coverage, opacity) in [(nil, 1.0), (nil, 0.4), (coverage, 1), (coverage, 0.9)] {
                let results = try KernelLevel.each {
                    try drawn(layer, on: paper, coverage: coverage, opacity: opacity, blend: blend)
                }
                #expect(results.allSatisfy { $0 == results[0] })
            }
        }
    }

    @Test func `colour above its alpha is capped alike at every level`() throws {
        let paper = try canvas(64, 2)
        var dice = Dice(seed: 8)
        let layer = try Image.of(width: 64, height: 2, bands: 4, (0..<512).map { _ in dice.sample() })
        for opacity in [1, 0.6] {
            let results = try KernelLevel.each { try drawn(layer, on: paper, opacity: opacity) }
            #expect(results.allSatisfy { $0 == results[0] })
        }
    }
}
