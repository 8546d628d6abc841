import Testing

@testable import Imaging

@Suite struct PictureDifferenceTests {
    @Test(arguments: [(1, 1, 1), (7, 5, 3), (64, 48, 3), (65, 9, 4), (8, 300, 1)])
    func `a picture is equal to itself`(width: Int, height: Int, bands: Int) throws {
        let image = try scene(width: width, height: height, bands: bands)
        let difference = try PictureDifference(image, image)
        #expect(difference.sameSize && difference.greatest == 0 && difference.mean == 0 && difference.ssim == 1)
        #expect(try difference.image().withPixels { p throws(ImagingError) in p.allSatisfy { $0 == 0 } })
    }

    @Test(arguments: [1, 3, 4]) func `one sample that differs is found and shown`(bands: Int) throws {
        let image = try scene(width: 33, height: 21, bands: bands)
        let place = (20 * 33 + 32) * bands
        let other = try changed(image) { $0[place] = $0[place] ^ 10 }
        let difference = try PictureDifference(image, other)
        let samples = Double(33 * 21 * (bands == 1 ? 3 : bands))
        let step = abs(Double(try sample(image, place)) - Double(try sample(other, place)))
        #expect(difference.greatest == Int(step))
        #expect(abs(difference.mean - step * (bands == 1 ? 3 : 1) / samples) < 1e-9)
        #expect(difference.ssim < 1)
        let shown = try difference.image(amplifiedBy: 5)
        #expect(try sample(shown, (20 * 33 + 32) * 3) == UInt8(min(255, step * 5)))
        #expect(try sample(shown, 0) == 0)
    }

    @Test func `structure counts more than brightness`() throws {
        let image = try scene(width: 128, height: 96)
        let brighter = try PictureDifference(image, changed(image) { p in for i in p.indices { p[i] += 8 } })
        let noisy = try PictureDifference(
            image, changed(image) { p in for i in p.indices { p[i] = p[i] &+ (i / 3 % 2 == 0 ? 8 : 0) } })
        #expect(brighter.mean > noisy.mean)
        #expect(brighter.ssim > 0.95 && noisy.ssim < brighter.ssim - 0.05)
    }

    /// The formula on two flat pictures: (2ab + C1) / (a² + b² + C1).
    @Test func `flat pictures have the similarity of the formula`() throws {
        let dark = try Image(width: 16, height: 16, bands: 3) { p in for i in p.indices { p[i] = 50 } }
        let light = try Image(width: 16, height: 16, bands: 3) { p in for i in p.indices { p[i] = 100 } }
        let constant = 2.55 * 2.55
        let expected = (2.0 * 50 * 100 + constant) / (2500 + 10000 + constant)
        #expect(try abs(PictureDifference(dark, light).ssim - expected) < 1e-9)
    }

    @Test func `a change of alpha alone lowers the similarity`() throws {
        let image = try scene(width: 32, height: 32, bands: 4)
        let other = try changed(image) { p in for i in stride(from: 3, to: p.count, by: 4) { p[i] = p[i] / 2 } }
        #expect(try PictureDifference(image, other).ssim < 0.9)
    }

    @Test func `pictures of two sizes differ as much as can be`() throws {
        let difference = try PictureDifference(scene(width: 20, height: 10), scene(width: 10, height: 20))
        #expect(!difference.sameSize && difference.greatest == 255 && difference.mean == 255 && difference.ssim == 0)
        let shown = try difference.image()
        #expect(shown.width == 20 && shown.height == 20 && shown.bands == 3)
        #expect(try sample(shown, 15 * 3) == 255 && sample(shown, 15 * 3 + 1) == 0)
    }

    private func sample(_ image: Image, _ at: Int) throws -> UInt8 {
        try image.withPixels { pixels throws(ImagingError) in pixels[at] }
    }

    private func changed(_ image: Image, by change: (UnsafeMutableBufferPointer<UInt8>) -> Void) throws -> Image {
        try image.withPixels { pixels throws(ImagingError) in
            try Image(width: image.width, height: image.height, bands: image.bands) { copy in
                _ = copy.initialize(from: pixels)
                change(copy)
            }
        }
    }
}
