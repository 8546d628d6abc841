import Testing

@testable import Imaging

@Suite struct MaskTests {
    @Test func `alpha and brightness become coverage`() throws {
        let image = try Image.of(width: 3, height: 1, bands: 4, [9, 8, 7, 200, 255, 255, 255, 255, 0, 0, 0, 0])
        #expect(try image.alphaCoverage().samples == [200, 255, 0])
        let colours: [UInt8] = [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0]
        let rgb = try Image.of(width: 5, height: 1, bands: 3, colours)
        #expect(try rgb.luminanceCoverage().samples == [255, 54, 182, 18, 0])
        #expect(try image.luminanceCoverage().samples == [8, 255, 0])
        #expect(throws: ImagingError.self) { try rgb.alphaCoverage() }
    }

    @Test(arguments: [1, 3, 4]) func `a product with coverage is rounded to the nearest`(bands: Int) throws {
        let image = try Image.random(width: 30, height: 9, bands: bands, seed: 3)
        let coverage = try Image.random(width: 30, height: 9, bands: 1, seed: 4)
        let product = try image.multiplied(by: coverage)
        let (a, m, p) = (try image.withAlpha().samples, try coverage.samples, try product.samples)
        let out = bands == 1 ? 1 : 4
        #expect(product.bands == out)
        #expect(p.indices.allSatisfy { abs(Double(a[$0]) * Double(m[$0 / out]) / 255 - Double(p[$0])) <= 0.5 })
    }

    @Test func `a coverage of another size or kind is refused`() throws {
        let image = try Image.random(width: 30, height: 9, bands: 3, seed: 3)
        for (width, bands) in [(29, 1), (30, 3)] {
            let coverage = try Image.random(width: width, height: 9, bands: bands, seed: 3)
            #expect(throws: ImagingError.self) { try image.multiplied(by: coverage) }
        }
    }
}
