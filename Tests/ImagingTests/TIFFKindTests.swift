import Foundation
import Testing

@testable import Imaging

@Suite struct TIFFKindTests {
    let scratch = Scratch()

    private static func flat(_ pixel: [UInt8]) -> [UInt8] { Array(repeatElement(pixel, count: 256).joined()) }
    private static func float(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    private static let shown: [(name: String, file: SampleTIFF, pixel: [UInt8])] = [
        // By the definitions of Lab and sRGB, with D50.
        ("Lab", SampleTIFF(photometric: 8, pixels: flat([160, 20, 226])), [167, 141, 206]),
        (
            "Lab with alpha",
            SampleTIFF(bits: [8, 8, 8, 8], photometric: 8, extras: [2], pixels: flat([160, 20, 226, 128])),
            [84, 71, 103, 128]
        ),
        (
            "Lab of 16 bits",
            SampleTIFF(bits: [16, 16, 16], photometric: 8, pixels: flat([0, 160, 0, 20, 0, 226])), [167, 141, 206]
        ),
        (
            "floating RGB",
            SampleTIFF(bits: [32, 32, 32], format: 3, pixels: flat(float([1, 0.21586, 0]))), [255, 128, 0]
        ),
        (
            "floating RGB with alpha",
            SampleTIFF(bits: [32, 32, 32, 32], format: 3, extras: [2], pixels: flat(float([1, 0.21586, 0, 0.5]))),
            [128, 64, 0, 128]
        ),
        (
            "associated alpha", SampleTIFF(bits: [8, 8, 8, 8], extras: [1], pixels: flat([100, 50, 0, 128])),
            [100, 50, 0, 128]
        ),
        (
            "a fourth sample that is no alpha",
            SampleTIFF(bits: [8, 8, 8, 8], extras: [0], pixels: flat([9, 8, 7, 0])),
            [9, 8, 7]
        ),
        ("big endian", SampleTIFF(isBigEndian: true, pixels: flat([9, 8, 7])), [9, 8, 7]),
        ("undefined samples", SampleTIFF(format: 4, pixels: flat([9, 8, 7])), [9, 8, 7]),
        (
            "a palette",
            SampleTIFF(
                bits: [8], photometric: 3,
                colourMap: (0..<768).map { $0 < 256 ? 9 * 257 : $0 < 512 ? 8 * 257 : 7 * 257 },
                pixels: flat([3])), [9, 8, 7]
        ),
    ]

    @Test(arguments: shown.indices) func `what is taken has its colours and its alpha`(index: Int) throws {
        let (name, sample, pixel) = Self.shown[index]
        let file = try PictureFile(path: scratch.write(sample.file))
        let picture = try file.allPixels()
        #expect(picture.bands == pixel.count && distance(picture[7, 9], pixel) <= 2, "\(name): \(picture[7, 9])")
        let small = try Pattern(file.sampled(Region(x: 0, y: 0, width: 16, height: 16), width: 5, height: 5))
        #expect(distance(small[2, 2], pixel) <= 2, "\(name)")
    }

    private static let refused: [(file: SampleTIFF, reason: String)] = [
        (SampleTIFF(format: 2), "a TIFF of signed samples"),
        (SampleTIFF(bits: [16], photometric: 1, format: 2), "a TIFF of signed samples"),
        (SampleTIFF(bits: [32, 32, 32]), "a TIFF of 32 bits a sample"),
        (SampleTIFF(bits: [32], photometric: 1), "a TIFF of 32 bits a sample"),
        (SampleTIFF(bits: [12, 12, 12]), "a TIFF of 12 bits a sample"),
        (SampleTIFF(bits: [8, 8, 4]), "a TIFF whose samples differ in depth"),
        (
            SampleTIFF(bits: [32], photometric: 1, format: 3),
            "a TIFF of floating-point samples that are not RGB of 32 bits"
        ),
        (SampleTIFF(bits: [16, 16, 16], format: 3), "a TIFF of floating-point samples that are not RGB of 32 bits"),
        (SampleTIFF(bits: [64, 64, 64], format: 6), "a TIFF of complex numbers"),
        (SampleTIFF(isPlanar: true, isTiled: true), "a TIFF with separate planes in tiles"),
        (SampleTIFF(photometric: 6), "a TIFF of YCbCr without JPEG compression"),
        (SampleTIFF(photometric: 6, compression: 5), "a TIFF of YCbCr without JPEG compression"),
        (SampleTIFF(photometric: 6, compression: 6), "a TIFF with JPEG compression of the old style"),
        (SampleTIFF(compression: 34712), "a TIFF with compression 34712"),
        (SampleTIFF(photometric: 9), "a TIFF of Lab as the ICC or the ITU codes it"),
        (SampleTIFF(photometric: 32844), "a TIFF of LogLuv"),
        (SampleTIFF(bits: [8, 8, 8, 8, 8], photometric: 5, extras: [2]), "a TIFF of CMYK with alpha"),
        (SampleTIFF(bits: [8, 8, 8, 8], photometric: 5, inkSet: 2), "a TIFF of other inks than CMYK"),
        (SampleTIFF(bits: [8, 8, 8], photometric: 5), "a TIFF of 3 inks"),
        (SampleTIFF(bits: [8, 8]), "a TIFF of RGB with 2 samples"),
        (SampleTIFF(bits: [8, 8, 8, 8, 8], extras: [0, 2]), "a TIFF whose alpha is not its first extra sample"),
        (SampleTIFF(bits: [8], photometric: 4), "a TIFF that is a mask of another picture"),
    ]

    @Test(arguments: refused.indices) func `what would be drawn wrong is refused by its name`(index: Int) throws {
        var (sample, reason) = Self.refused[index]
        sample.pixels = [UInt8](repeating: 9, count: 256 * 40)
        let path = try scratch.write(sample.file)
        let error = #expect(throws: ImagingError.unsupported(path: path, reason: reason)) {
            try PictureFile(path: path)
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text == "\(path): not a kind that is taken (\(reason)); convert it to JPEG or PNG")
    }

    private static let flawed: [(file: SampleTIFF, flaw: String)] = [
        (SampleTIFF(bits: [8], photometric: 3), "the colour map is missing"),
        (
            SampleTIFF(
                bits: [8], photometric: 3, colourMap: [Int](repeating: 9, count: 768), displaced: [320: 1 << 20]),
            "the colour map is missing"
        ),
        (
            SampleTIFF(profile: [UInt8](repeating: 1, count: 200), displaced: [34675: 1 << 20]),
            "the colour profile is missing"
        ),
        (SampleTIFF(displaced: [273: 1 << 20]), "the file ends too early"),
        (SampleTIFF(isTiled: true, displaced: [273: 1 << 20]), "the file ends too early"),
        (SampleTIFF(displaced: [258: 1 << 20]), "the file ends too early"),
    ]

    @Test(arguments: flawed.indices) func `what a TIFF has lost is damage`(index: Int) throws {
        var (sample, flaw) = Self.flawed[index]
        sample.pixels = [UInt8](repeating: 9, count: 256 * sample.bits.count)
        let path = try scratch.write(sample.file)
        let error = #expect(throws: ImagingError.self) { try PictureFile(path: path).allPixels() }
        #expect(
            error == .damaged(path: path, detail: flaw) || error == .ruined(path: path, detail: flaw), "\(error as Any)"
        )
    }

    @Test func `a directory that is cut says so, and nothing else`() throws {
        let whole = SampleTIFF(pixels: [UInt8](repeating: 9, count: 768)).file
        for lost in [5, 20, 60, 100, 130] {
            let path = try scratch.write(Array(whole.dropLast(lost)))
            #expect(throws: ImagingError.ruined(path: path, detail: "the file ends too early"), "\(lost)") {
                try PictureFile(path: path)
            }
        }
    }

    @Test func `a strip that counts more bytes than it has pixels is whole`() throws {
        var sample = SampleTIFF(pixels: [UInt8](repeating: 9, count: 256 * 3 + 40))
        sample.height = 16
        #expect(try PictureFile(path: scratch.write(sample.file)).allPixels().pixels.allSatisfy { $0 == 9 })
    }
}
