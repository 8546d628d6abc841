import Imaging
import Testing

@Suite struct CutOutTests {
    private static let (width, height) = (240, 180)

    /// How much of a pixel a disc with an edge as sharp as a lens draws it covers.
    private func cover(_ x: Int, _ y: Int) -> Double {
        let (dx, dy) = (Double(x) - 120.3, Double(y) - 90.7)
        return min(max(60 - (dx * dx + dy * dy).squareRoot() + 0.5, 0), 1)
    }

    /// A warm disc before blue, and the coarse matte of it, a sixth of its size.
    private func scene() throws -> (picture: Image, matte: [UInt16], across: Int) {
        let picture = try Image(width: Self.width, height: Self.height, bands: 3) { pixels in
            for place in 0..<Self.width * Self.height {
                let share = Float(cover(place % Self.width, place / Self.width))
                let grain = Float(place &* 7_919 % 7) - 3
                for (band, (front, back)) in zip([Float(190), 120, 70], [Float(50), 90, 170]).enumerated() {
                    let light = SRGBCurve.decoded(front / 255) * share + SRGBCurve.decoded(back / 255) * (1 - share)
                    pixels[place * 3 + band] = UInt8(min(max(SRGBCurve.encoded(light) * 255 + grain, 0), 255))
                }
            }
        }
        let matte = (0..<40 * 30).map { place -> UInt16 in
            var sum = 0.0
            for y in 0..<6 { for x in 0..<6 { sum += cover(place % 40 * 6 + x, place / 40 * 6 + y) } }
            return UInt16(sum / 36 * 65_535)
        }
        return (picture, matte, 40)
    }

    private func error(of matte: [UInt16]) -> Double {
        var sum = 0.0
        for (place, value) in matte.enumerated() {
            sum += abs(Double(value) / 65_535 - cover(place % Self.width, place / Self.width))
        }
        return sum
    }

    @Test func `the outline is the picture's, and not the matte's`() throws {
        let (picture, matte, across) = try scene()
        let cut = try CutOut(picture, matte: matte, across: across)
        let fine = cut.fineMatte()
        let stretched = (0..<Self.width * Self.height).map { matte[$0 / Self.width / 6 * 40 + $0 % Self.width / 6] }
        #expect(error(of: fine) < 0.3 * error(of: stretched), "\(error(of: fine)) \(error(of: stretched))")
        #expect(fine[90 * Self.width + 120] == 65_535 && fine[0] == 0)
    }

    @Test func `before grey nothing of the room's colour is left on the outline`() throws {
        let (picture, matte, across) = try scene()
        let grey = try Image(width: Self.width, height: Self.height, bands: 3) { $0.update(repeating: 120) }
        let laid = try CutOut(picture, matte: matte, across: across).cutOut().laid(over: grey)
        try laid.withPixels { pixels in
            for place in 0..<Self.width * Self.height {
                // The room is far more blue than red; guest and grey are not.
                #expect(Int(pixels[place * 3 + 2]) - Int(pixels[place * 3]) < 24, "at \(place)")
            }
        }
    }

    @Test func `what the matte is sure of stays as it is, to the byte`() throws {
        let (picture, matte, across) = try scene()
        let cut = try CutOut(picture, matte: matte, across: across).cutOut()
        try picture.withPixels { (seen) throws(ImagingError) in
            try cut.withPixels { pixels in
                let place = 90 * Self.width + 120
                #expect((0..<3).allSatisfy { pixels[place * 4 + $0] == seen[place * 3 + $0] })
                #expect(pixels[place * 4 + 3] == 255 && pixels[3] == 0)
            }
        }
    }

    @Test func `threads and vectors change no byte`() throws {
        let (picture, matte, across) = try scene()
        func bytes(_ threads: Int) throws -> [UInt8] {
            let cut = try CutOut(picture, matte: matte, across: across, threads: threads)
            return try cut.cutOut().withPixels { Array($0) } + cut.mattePNG()
        }
        let one = try bytes(1)
        for threads in [2, 3, 8] { #expect(try bytes(threads) == one) }
        #expect(try KernelLevel.each { try bytes(2) }.allSatisfy { $0 == one })
    }

    @Test(arguments: [(1, 1), (1, 50), (50, 1), (7, 9), (17, 8)])
    func `pictures of any size are cut`(width: Int, height: Int) throws {
        let picture = try Image(width: width, height: height, bands: 3) { $0.update(repeating: 90) }
        for matte in [[0, 0, 0, 0], [65_535, 65_535, 65_535, 65_535], [0, 65_535, 30_000, 1_000]] as [[UInt16]] {
            let cut = try CutOut(picture, matte: matte, across: 2).cutOut()
            #expect((cut.width, cut.height, cut.bands) == (width, height, 4))
        }
        #expect(try CutOut.whole(picture).fineMatte().allSatisfy { $0 == 65_535 })
    }
}
