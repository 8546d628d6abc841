import Foundation
import Testing

@testable import Imaging

@Suite struct BlurTests {
    /// One bright pixel in the middle, blurred: the filter itself.
    private func spot(sigma: Double, size: Int) throws -> [UInt8] {
        var samples = [UInt8](repeating: 0, count: size * size)
        for y in -1...1 { for x in -1...1 { samples[(size / 2 + y) * size + size / 2 + x] = 255 } }
        return try Image.of(width: size, height: size, bands: 1, samples).blurred(sigma: sigma).samples
    }

    /// How much of a Gaussian lies left of `distance`.
    private func integral(_ distance: Double, _ sigma: Double) -> Double {
        0.5 * erfc(-distance / sigma / 2.0.squareRoot())
    }

    @Test(arguments: [1, 2.5, 7.9, 8.1, 20, 63.7])
    func `an edge becomes the Gaussian's integral`(sigma: Double) throws {
        let (width, edge) = (420, 210)
        let row = (0..<width).map { UInt8($0 < edge ? 10 : 240) }
        let image = try Image.of(width: width, height: 3, bands: 1, Array(repeatElement(row, count: 3).joined()))
        let blurred = try Array(image.blurred(sigma: sigma).samples[width..<2 * width])
        let worst = (0..<width).map { x in
            abs(Double(blurred[x]) - 10 - 230 * integral(Double(x) + 0.5 - Double(edge), sigma))
        }.max()
        // Three boxes differ from the Gaussian by up to a hundredth of the step.
        #expect(try #require(worst) <= 3)
        #expect(blurred.first == 10 && blurred.last == 240)
        #expect(zip(blurred, blurred.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test(arguments: [1.0, 4, 8, 8.5, 15]) func `a spot spreads alike in all directions`(sigma: Double) throws {
        let size = 101
        let samples = try spot(sigma: sigma, size: size)
        #expect(samples == samples.reversed())
        // Rows are rounded before columns are, to 1/256 of a step.
        let transposed = (0..<size * size).map { samples[$0 % size * size + $0 / size] }
        #expect(greatestDifference(samples, transposed) <= 1)
        let sum = samples.reduce(0) { $0 + Int($1) }
        #expect(sigma > 4 || abs(Double(sum) / (9 * 255) - 1) < 0.1)
    }

    @Test(arguments: [1, 3, 4], [0.5, 5, 12, 300])
    func `one colour stays that colour, up to the edges`(bands: Int, sigma: Double) throws {
        let flat = try Image.of(width: 21, height: 17, bands: bands, Array(repeating: 201, count: 357 * bands))
        #expect(try flat.blurred(sigma: sigma).samples.allSatisfy { $0 == 201 })
    }

    @Test(arguments: [3.0, 11]) func `coverage fades out where nothing surrounds it`(sigma: Double) throws {
        let full = try Image.of(width: 120, height: 120, bands: 1, Array(repeating: 255, count: 14400))
        let samples = try full.blurred(sigma: sigma, surroundings: .clear).samples
        let half = integral(0.5, sigma)
        #expect(abs(Double(samples[0]) - 255 * half * half) <= 2 && abs(Double(samples[60]) - 255 * half) <= 2)
        #expect(samples[60 * 120 + 60] == 255)
        // As if it had been embedded in a larger clear picture.
        let embedded = try full.embedded(x: 60, y: 60, width: 240, height: 240).blurred(sigma: sigma)
        #expect(try embedded.cropped(to: PixelBox(x: 60, y: 60, width: 120, height: 120)).samples == samples)
    }

    @Test(arguments: [1.3, 6, 9, 40]) func `every level of vectors gives the same bytes`(sigma: Double) throws {
        for bands in [1, 3, 4] {
            let image = try Image.random(width: 53, height: 37, bands: bands, seed: 31)
            let results = try KernelLevel.each { try image.blurred(sigma: sigma).samples }
            #expect(results.allSatisfy { $0 == results[0] })
        }
    }

    @Test(arguments: [2.0, 10]) func `no colour is lifted above its alpha`(sigma: Double) throws {
        let samples = try Image.random(width: 40, height: 40, bands: 4, seed: 6).blurred(sigma: sigma).samples
        #expect(samples.indices.allSatisfy { samples[$0] <= samples[$0 | 3] })
    }

    @Test func `blurs that cannot be are refused, those that cannot be seen do nothing`() throws {
        let image = try Image.random(width: 4, height: 4, bands: 3, seed: 1)
        #expect(try image.blurred(sigma: 0).samples == image.samples)
        for sigma in [-1, .nan, .infinity, 1e5] {
            #expect(throws: ImagingError.self) { try image.blurred(sigma: sigma) }
        }
    }
}
