import CSamples
import Foundation
import Testing

@testable import Imaging

@Suite struct SourceProfileTests {
    let scratch = Scratch()

    /// x, y of red, green and blue.
    private static let adobe = [0.64, 0.33, 0.21, 0.71, 0.15, 0.06]
    private static let displayP3 = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06]
    private static let srgb = [0.64, 0.33, 0.30, 0.60, 0.15, 0.06]

    private static func profile(_ primaries: [Double]?, gamma: Double = 563.0 / 256) -> [UInt8] {
        var size = 0
        let bytes = primaries.map { sample_profile($0, gamma, &size) } ?? sample_profile(nil, gamma, &size)
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }

    private static let srgbProfile: [UInt8] = {
        var size = 0
        let bytes = sample_srgb_profile(&size)
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }()

    /// By the definitions: decode, to XYZ (D65) by the primaries, to linear sRGB, encode.
    private static func converted(_ pixel: [UInt8], _ primaries: [Double], gamma: Double) -> [Double] {
        let light = pixel.map { pow(Double($0) / 255, gamma) }
        let xyz = matrix(primaries).map { row in zip(row, light).map { $0 * $1 }.reduce(0, +) }
        let linear = [
            [3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560],
            [0.0556434, -0.2040259, 1.0572252],
        ].map { row in zip(row, xyz).map { $0 * $1 }.reduce(0, +) }
        return linear.map {
            let c = min(1, max(0, $0))
            return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055)
        }
    }

    /// RGB to XYZ with the white of D65 (Lindbloom, "RGB/XYZ matrices").
    private static func matrix(_ p: [Double]) -> [[Double]] {
        func column(_ x: Double, _ y: Double) -> [Double] { [x / y, 1, (1 - x - y) / y] }
        let columns = [column(p[0], p[1]), column(p[2], p[3]), column(p[4], p[5])]
        let white = column(0.3127, 0.3290)
        func determinant(_ a: [Double], _ b: [Double], _ c: [Double]) -> Double {
            let first: Double = a[0] * (b[1] * c[2] - b[2] * c[1])
            let second: Double = b[0] * (a[1] * c[2] - a[2] * c[1])
            return first - second + c[0] * (a[1] * b[2] - a[2] * b[1])
        }
        let all = determinant(columns[0], columns[1], columns[2])
        let scale = [
            determinant(white, columns[1], columns[2]) / all, determinant(columns[0], white, columns[2]) / all,
            determinant(columns[0], columns[1], white) / all,
        ]
        return (0..<3).map { row in (0..<3).map { columns[$0][row] * scale[$0] } }
    }

    private static let pixels: [[UInt8]] = [
        [128, 128, 128], [200, 90, 60], [60, 140, 90], [30, 40, 120], [250, 250, 250],
    ]

    @Test(arguments: ["png", "tif", "webp[lossless]"], pixels)
    func `an attached profile is applied`(kind: String, pixel: [UInt8]) throws {
        for primaries in [Self.adobe, Self.displayP3] {
            let path = "\(scratch.path)/a.\(kind)"
            let gamma = 563.0 / 256
            try #require(Pattern(16, 12, filled: pixel).write(path, profile: Self.profile(primaries, gamma: gamma)))
            let shown = try PictureFile(path: String(path.prefix { $0 != "[" })).allPixels()[5, 5]
            let expected = Self.converted(pixel, primaries, gamma: gamma)
            #expect(zip(shown, expected).allSatisfy { abs(Double($0) - $1) < 2 }, "\(shown) \(expected)")
        }
    }

    @Test func `a JPEG's profile is applied, and alpha survives one`() throws {
        let flat = Pattern(16, 16, filled: [200, 90, 60])
        let jpeg = flat.jpeg(quality: 100, profile: Self.profile(Self.adobe))
        let shown = try PictureFile(path: scratch.write(jpeg)).allPixels()[5, 5]
        let expected = Self.converted([200, 90, 60], Self.adobe, gamma: 563.0 / 256)
        #expect(zip(shown, expected).allSatisfy { abs(Double($0) - $1) < 4 }, "\(shown) \(expected)")
        let path = "\(scratch.path)/a.png"
        try #require(Pattern(16, 16, filled: [200, 90, 60, 128]).write(path, profile: Self.profile(Self.adobe)))
        let clear = try PictureFile(path: path).allPixels()[5, 5]
        #expect(clear[3] == 128)
        #expect(zip(clear, expected).allSatisfy { abs(Double($0) - $1 * 128 / 255) < 2 })
    }

    @Test func `sRGB under any name changes nothing`() throws {
        let jpeg = Pattern(48, 40)
        let plain = try PictureFile(path: scratch.write(jpeg.jpeg())).allPixels()
        let file = try PictureFile(path: scratch.write(jpeg.jpeg(profile: Self.srgbProfile)))
        #expect(file.header.profile == nil)
        #expect(try file.allPixels().pixels == plain.pixels)
        // The same primaries with another curve are not sRGB.
        let other = try PictureFile(path: scratch.write(jpeg.jpeg(profile: Self.profile(Self.srgb, gamma: 1.8))))
        #expect(other.header.profile != nil)
    }

    @Test func `Adobe RGB that only EXIF names is applied`() throws {
        let exif = Exif.block(exif: [(0xA001, .short(0xFFFF))], interoperability: [(1, .text("R03"))])
        let flat = Pattern(16, 16, filled: [60, 140, 90])
        let file = try PictureFile(path: scratch.write(flat.jpeg(quality: 100, exif: exif)))
        let shown = try file.allPixels()[5, 5]
        let expected = Self.converted([60, 140, 90], Self.adobe, gamma: 563.0 / 256)
        #expect(zip(shown, expected).allSatisfy { abs(Double($0) - $1) < 4 }, "\(shown) \(expected)")
        for alone in [
            Exif.block(exif: [(0xA001, .short(2))]), Exif.block(interoperability: [(1, .text("R03"))]),
            Exif.block(exif: [(0xA001, .typed(4, 2))]),
        ] {
            let file = try PictureFile(path: scratch.write(flat.jpeg(quality: 100, exif: alone)))
            #expect(try file.allPixels()[5, 5] == shown)
        }
        // An attached profile counts before it, and plain sRGB needs both tags to be something else.
        let attached = flat.jpeg(exif: exif, profile: Self.srgbProfile)
        #expect(try PictureFile(path: scratch.write(attached)).header.profile == nil)
        let srgb = Exif.block(exif: [(0xA001, .short(1))], interoperability: [(1, .text("R98"))])
        #expect(try PictureFile(path: scratch.write(flat.jpeg(exif: srgb))).header.profile == nil)
    }

    @Test func `a grey profile is applied to grey, and passed over elsewhere`() throws {
        let profile = Self.profile(nil, gamma: 1)
        let path = "\(scratch.path)/a.png"
        try #require(Pattern(16, 16, filled: [64]).write(path, interpretation: "b-w", profile: profile))
        let shown = try PictureFile(path: path).allPixels()[5, 5]
        #expect(distance(shown, [137, 137, 137]) < 3)
        let colour = Pattern(16, 16, filled: [64, 64, 64]).jpeg(profile: profile)
        #expect(try PictureFile(path: scratch.write(colour)).header.profile == nil)
    }

    /// Bytes that are none, one of other colours, and one that lcms2 opens and cannot convert from.
    @Test(arguments: [0, 1, 2]) func `a profile that cannot be used is passed over with a warning`(kind: Int) throws {
        var profile = kind == 1 ? Self.profile(nil) : Self.profile(Self.adobe)
        if kind == 0 { profile = [UInt8](repeating: 7, count: 500) }
        if kind == 2 {
            let place = try #require(profile.indices.first { profile[$0...].starts(with: "gTRC".utf8) })
            profile.replaceSubrange(place..<place + 4, with: "none".utf8)
        }
        let pattern = Pattern(16, 16)
        let plain = try PictureFile(path: scratch.write(pattern.jpeg())).allPixels()
        let file = try PictureFile(path: scratch.write(pattern.jpeg(profile: profile)))
        #expect(try file.allPixels().pixels == plain.pixels)
        #expect(file.warnings == ["\(file.path): its colour profile cannot be used; shown as if it had none"])
        guard kind == 2 else { return }
        let path = "\(scratch.path)/a.png"
        try #require(pattern.write(path, profile: profile))
        let png = try PictureFile(path: path)
        #expect(try png.allPixels().pixels == pattern.pixels && png.warnings.count == 1)
    }

    @Test(arguments: [false, true]) func `CMYK is shown by its inks`(adobe: Bool) throws {
        let inks: [(ink: [UInt8], look: ([Int]) -> Bool)] = [
            ([0, 0, 0, 0], { $0.allSatisfy { $0 > 245 } }), ([0, 0, 0, 255], { $0.allSatisfy { $0 < 70 } }),
            ([0, 255, 255, 0], { $0[0] > 180 && $0[1] < 80 && $0[2] < 80 }),
            ([255, 0, 0, 0], { $0[0] < 100 && $0[2] > 180 }),
        ]
        for (ink, look) in inks {
            let jpeg = Pattern(32, 24, filled: ink).jpeg(quality: 100, adobe: adobe)
            let shown = try PictureFile(path: scratch.write(jpeg)).allPixels()
            #expect(shown.bands == 3 && look(shown[9, 9].map { Int($0) }), "\(ink) \(shown[9, 9])")
            let path = "\(scratch.path)/a.tif"
            try #require(Pattern(32, 24, filled: ink).write(path, interpretation: "cmyk"))
            #expect(distance(try PictureFile(path: path).allPixels()[9, 9], shown[9, 9]) < 4)
        }
    }
}
