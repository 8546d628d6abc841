import Testing

@testable import Imaging

@Suite struct GeometryTests {
    @Test(arguments: [1, 3, 4]) func `a crop is the part that was asked for`(bands: Int) throws {
        let image = try Image.random(width: 11, height: 9, bands: bands, seed: 2)
        let (whole, box) = (try image.samples, PixelBox(x: 3, y: 2, width: 5, height: 7))
        let part = try image.cropped(to: box)
        let expected = (2..<9).flatMap { y -> ArraySlice<UInt8> in
            let start = (y * 11 + 3) * bands
            return whole[start..<start + 5 * bands]
        }
        #expect(try part.samples == expected && part.width == 5 && part.height == 7)
        #expect(try image.cropped(to: image.bounds) === image)
    }

    @Test(arguments: [
        PixelBox(x: -1, y: 0, width: 2, height: 2), PixelBox(x: 10, y: 0, width: 2, height: 2),
        PixelBox(x: 0, y: 8, width: 1, height: 2), PixelBox(x: 0, y: 0, width: 0, height: 2),
        PixelBox(x: Int.max, y: 0, width: Int.max, height: 2),
    ]) func `crops outside of the picture are refused`(box: PixelBox) throws {
        let image = try Image.random(width: 11, height: 9, bands: 3, seed: 2)
        #expect(throws: ImagingError.self) { try image.cropped(to: box) }
    }

    @Test(arguments: [(2, 1, 20, 15), (-4, -3, 9, 9), (-40, 0, 9, 9), (0, 0, 11, 9), (5, -2, 8, 30)])
    func `an embedded picture stands where it was put, with nothing around it`(
        x: Int, y: Int, width: Int, height: Int
    ) throws {
        for bands in [1, 3, 4] {
            let image = try Image.random(width: 11, height: 9, bands: bands, seed: 2)
            let (before, after) = (try image.samples, try image.embedded(x: x, y: y, width: width, height: height))
            let (samples, out) = (try after.samples, after.bands)
            #expect(after.width == width && after.height == height && out == (bands == 1 ? 1 : 4))
            for row in 0..<height {
                for column in 0..<width {
                    let (u, v) = (column - x, row - y)
                    var expected = [UInt8](repeating: 0, count: out)
                    if 0..<11 ~= u, 0..<9 ~= v {
                        expected = Array(before[(v * 11 + u) * bands..<(v * 11 + u + 1) * bands])
                        if bands == 3 { expected.append(255) }
                    }
                    let at = (row * width + column) * out
                    #expect(Array(samples[at..<at + out]) == expected)
                }
            }
        }
        let image = try Image.random(width: 11, height: 9, bands: 1, seed: 2)
        #expect(throws: ImagingError.self) { try image.embedded(x: 0, y: 0, width: 0, height: 5) }
    }

    @Test func `the visible part is found`() throws {
        for bands in [1, 4] {
            var samples = [UInt8](repeating: 0, count: 12 * 10 * bands)
            let empty = try Image.of(width: 12, height: 10, bands: bands, samples)
            #expect(try empty.visibleBounds() == nil)
            for (x, y) in [(3, 7), (9, 2), (5, 4)] { samples[(y * 12 + x + 1) * bands - 1] = 1 }
            let image = try Image.of(width: 12, height: 10, bands: bands, samples)
            #expect(try image.visibleBounds() == PixelBox(x: 3, y: 2, width: 7, height: 6))
        }
        #expect(try Image.random(width: 5, height: 4, bands: 3, seed: 1).visibleBounds()?.height == 4)
    }

    @Test func `boxes far away do not overflow`() {
        let far = PixelBox(x: Int.max, y: Int.min, width: Int.max, height: Int.max)
        #expect(far.intersection(PixelBox(x: 0, y: 0, width: 9, height: 9)).isEmpty)
    }
}
