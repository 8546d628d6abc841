import Testing

@testable import Imaging

@Suite struct EncodingTests {
    @Test(arguments: [
        ("a.jpg", StillFormat.jpeg), ("A/B.JPEG", .jpeg), ("x.y.png", .png), ("photo.WebP", .webp),
    ])
    func `a format is known by the file's extension`(path: String, format: StillFormat) {
        #expect(StillFormat(path: path) == format)
    }

    @Test(arguments: ["a.gif", "jpg", "a.jpg/b", "a.", ""])
    func `other extensions are no still format`(path: String) {
        #expect(StillFormat(path: path) == nil)
    }

    @Test(.enabled(if: VipsTool.isInstalled), arguments: [(1, 1), (3, 3), (4, 4)])
    func `PNG keeps every sample, with straight alpha`(bands: Int, written: Int) throws {
        let image = try scene(width: 61, height: 47, bands: bands)
        let shown = try VipsTool.pixels(image.encoded(as: .png, metadata: Metadata()), "x.png")
        var expected = try image.withPixels { pixels throws(ImagingError) in Array(pixels) }
        if bands == 4 {
            for at in stride(from: 0, to: expected.count, by: 4) {
                let alpha = Int(expected[at + 3])
                for band in at..<at + 3 {
                    expected[band] = alpha == 0 ? 0 : UInt8((Int(expected[band]) * 255 + alpha / 2) / alpha)
                }
            }
        }
        #expect(shown == expected)
    }

    @Test(.enabled(if: VipsTool.isInstalled), arguments: [(StillFormat.jpeg, 2.0), (.webp, 5.0)])
    func `lossy formats stay close`(format: StillFormat, mean: Double) throws {
        let image = try scene(width: 160, height: 96)
        let shown = try VipsTool.pixels(image.encoded(as: format, quality: 98, metadata: Metadata()), "x.\(format)")
        let expected = try image.withPixels { pixels throws(ImagingError) in Array(pixels) }
        #expect(shown.difference(from: expected).mean < mean)
    }

    @Test(.enabled(if: VipsTool.isInstalled)) func `JPEG shows white where the picture is clear`() throws {
        let image = try scene(width: 64, height: 64, bands: 4)
        let shown = try VipsTool.pixels(image.encoded(as: .jpeg, metadata: Metadata()), "x.jpg")
        #expect(shown.count == 64 * 64 * 3)
        #expect(shown.suffix(64 * 3 * 8).allSatisfy { $0 >= 254 })
        // Translucent: the colour at 96/255 over white.
        let middle = Int(shown[(40 * 64 + 60) * 3])
        #expect(abs(middle - (60 * 200 / 64 * 96 / 255 + 159)) < 6)
    }

    @Test(.enabled(if: VipsTool.isInstalled)) func `WebP keeps alpha`() throws {
        let image = try scene(width: 64, height: 64, bands: 4)
        let shown = try VipsTool.pixels(image.encoded(as: .webp, metadata: Metadata()), "x.webp")
        let alpha = stride(from: 3, to: shown.count, by: 4).map { shown[$0] }
        let expected = try image.withPixels { pixels throws(ImagingError) in
            stride(from: 3, to: pixels.count, by: 4).map { pixels[$0] }
        }
        #expect(alpha == expected)
    }

    @Test(arguments: [(Chroma.full, UInt8(0x11)), (.half, 0x22)])
    func `chroma decides over JPEG's sampling`(chroma: Chroma, sampling: UInt8) throws {
        let file = try scene(width: 33, height: 17).encoded(as: .jpeg, chroma: chroma, metadata: Metadata())
        // SOF0: marker, length, precision, height, width, components, then id and sampling of the first.
        let frame = try #require(file.indices.first { file[$0...].starts(with: [0xFF, 0xC0, 0, 17]) })
        #expect(Array(file[(frame + 5)..<(frame + 9)]) == [0, 17, 0, 33])
        #expect(file[frame + 11] == sampling)
    }

    @Test func `one band becomes a grey JPEG without a profile`() throws {
        let file = try scene(width: 33, height: 17, bands: 1).encoded(as: .jpeg, metadata: Metadata())
        let frame = try #require(file.indices.first { file[$0...].starts(with: [0xFF, 0xC0, 0, 11]) })
        #expect(file[frame + 9] == 1)
        #expect(!file.contains("ICC_PROFILE"))
    }

    @Test(arguments: StillFormat.allCases)
    func `the same picture gives the same bytes`(format: StillFormat) throws {
        let first = try scene(width: 70, height: 50, bands: 4).encoded(as: format, metadata: Metadata(comment: "x"))
        let second = try scene(width: 70, height: 50, bands: 4).encoded(as: format, metadata: Metadata(comment: "x"))
        #expect(first == second)
    }

    @Test(arguments: [0, 101, -5]) func `a quality out of range is refused`(quality: Int) throws {
        let image = try scene(width: 8, height: 8)
        #expect(throws: ImagingError.notEncodable(format: "jpeg", reason: "quality \(quality)", remedy: "use 1 to 100"))
        {
            try image.encoded(as: .jpeg, quality: quality, metadata: Metadata())
        }
    }

    @Test(arguments: [(StillFormat.jpeg, 65501), (.webp, 16384)])
    func `a picture longer than the format is refused`(format: StillFormat, width: Int) throws {
        let image = try scene(width: width, height: 1, bands: 1)
        #expect(throws: ImagingError.self) { try image.encoded(as: format, metadata: Metadata()) }
        let fits = try scene(width: width - 1, height: 1, bands: 1)
        #expect(try !fits.encoded(as: format, metadata: Metadata()).isEmpty)
    }
}
