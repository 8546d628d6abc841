import Testing

@testable import Imaging

@Suite struct VideoFrameTests {
    /// Colours of all kinds.
    private static func picture(_ width: Int, _ height: Int, seed: Int = 1) throws -> Image {
        try Image(width: width, height: height, bands: 3) { pixels in
            for at in pixels.indices {
                pixels[at] = UInt8((at * 7 * seed + at / 3 % 251 * 13 + at / (width * 3) * 29) & 255)
            }
        }
    }

    @Test(arguments: [
        (Colour(red: 255, green: 255, blue: 255), [235, 128, 128]),
        (Colour(red: 0, green: 0, blue: 0), [16, 128, 128]),
        (Colour(red: 255, green: 0, blue: 0), [63, 102, 240]), (Colour(red: 0, green: 255, blue: 0), [173, 42, 26]),
        (Colour(red: 0, green: 0, blue: 255), [32, 240, 118]),
    ])
    func `colours are those of BT.709 in limited range`(colour: Colour, samples: [Int]) throws {
        let frame = try VideoFrame(width: 70, height: 6)
        try frame.draw(Canvas(width: 70, height: 6, colour: colour).finished(), x: 0, y: 0)
        let area = 70 * 6
        for (start, wanted) in [(0, samples[0]), (area, samples[1]), (area * 5 / 4, samples[2])] {
            #expect(frame.bytes[start] == UInt8(wanted))
        }
    }

    @Test func `grey comes back as it was`() throws {
        let grey = try Image(width: 256, height: 4, bands: 3) { pixels in
            for at in pixels.indices { pixels[at] = UInt8(at / 3 % 256) }
        }
        let frame = try VideoFrame(width: 256, height: 4)
        try frame.draw(grey, x: 0, y: 0)
        let back = try frame.image().withPixels { Array($0) }
        let worst = try grey.withPixels { pixels in pixels.indices.map { abs(Int(pixels[$0]) - Int(back[$0])) }.max() }
        #expect(worst ?? 255 <= 1)
    }

    @Test(arguments: [(64, 48, 0, 0), (63, 47, 1, 1), (30, 20, 7, 5), (80, 60, -5, -3)])
    func `every path gives the same bytes, at any place`(width: Int, height: Int, x: Int, y: Int) throws {
        let picture = try Self.picture(width, height)
        let all = try KernelLevel.each { () throws -> [UInt8] in
            let frame = try VideoFrame(width: 64, height: 48)
            try frame.draw(picture, x: x, y: y)
            return try Array(frame.bytes) + frame.image().withPixels { Array($0) }
        }
        #expect(all.allSatisfy { $0 == all[0] })
    }

    @Test func `a part that is drawn is the part of what is drawn whole`() throws {
        let picture = try Self.picture(64, 48)
        let (whole, part) = (try VideoFrame(width: 64, height: 48), try VideoFrame(width: 64, height: 48))
        try whole.draw(picture, x: 0, y: 0)
        try part.draw(picture.cropped(to: PixelBox(x: 8, y: 6, width: 20, height: 10)), x: 8, y: 6)
        for row in 6..<16 {
            for column in 8..<28 { #expect(whole.bytes[row * 64 + column] == part.bytes[row * 64 + column]) }
        }
        let other = try VideoFrame(width: 64, height: 48)
        other.draw(whole, x: 0, y: 0)
        #expect(other.bytes.elementsEqual(whole.bytes))
    }

    @Test func `an overlay is laid as on a canvas, the same by every path`() throws {
        let (below, layer) = (
            try Self.picture(130, 40),
            try Image(width: 130, height: 40, bands: 4) { pixels in
                for at in 0..<130 * 40 {
                    let alpha = at % 130 < 40 ? 0 : at % 130 > 90 ? 255 : (at % 130 - 40) * 5
                    pixels[4 * at + 3] = UInt8(alpha)
                    for band in 0..<3 { pixels[4 * at + band] = UInt8(alpha * (at / 130 * 6 & 255) / 255) }
                }
            }
        )
        let overlay = try VideoOverlay(layer)
        let all = try KernelLevel.each { () throws -> [UInt8] in
            let frame = try VideoFrame(width: 130, height: 40)
            try frame.draw(below, x: 0, y: 0)
            frame.lay(overlay)
            return Array(frame.bytes)
        }
        #expect(all.allSatisfy { $0 == all[0] })
        var canvas = try Canvas(copying: below)
        try canvas.draw(layer, x: 0, y: 0)
        let meant = try VideoFrame(width: 130, height: 40)
        try meant.draw(canvas.finished(), x: 0, y: 0)
        let worst = (0..<130 * 40).map { abs(Int(meant.bytes[$0]) - Int(all[0][$0])) }.max() ?? 255
        #expect(worst <= 3)
    }

    @Test func `what lies over a slot follows from black and white in it`() throws {
        func scene(_ slot: Colour) throws -> Image {
            var canvas = try Canvas(width: 64, height: 48, colour: slot)
            try canvas.fill(Colour(red: 200, green: 30, blue: 90, alpha: 128), through: .flat(32, 48), x: 16, y: 0)
            try canvas.fill(Colour(red: 10, green: 220, blue: 60), through: .flat(8, 48), x: 56, y: 0)
            return try canvas.finished()
        }
        let overlay = try #require(try VideoOverlay(onBlack: scene(.black), onWhite: scene(.white)))
        let grey = Colour(red: 90, green: 90, blue: 90)
        let (shown, meant) = (try VideoFrame(width: 64, height: 48), try VideoFrame(width: 64, height: 48))
        try shown.draw(Canvas(width: 64, height: 48, colour: grey).finished(), x: 0, y: 0)
        shown.lay(overlay)
        try meant.draw(scene(grey), x: 0, y: 0)
        #expect(zip(shown.bytes, meant.bytes).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
        // Multiplied by a colour, each channel is covered by another share.
        func tinted(_ slot: Colour) throws -> Image {
            let rose = try Canvas(width: 64, height: 48, colour: Colour(red: 200, green: 90, blue: 120)).finished()
            var canvas = try Canvas(width: 64, height: 48, colour: slot)
            try canvas.draw(rose, x: 0, y: 0, blend: .multiply)
            return try canvas.finished()
        }
        #expect(try VideoOverlay(onBlack: tinted(.black), onWhite: tinted(.white)) == nil)
    }
}

extension Image {
    fileprivate static func flat(_ width: Int, _ height: Int) throws -> Image {
        try Image(width: width, height: height, bands: 1) { $0.update(repeating: 255) }
    }
}
