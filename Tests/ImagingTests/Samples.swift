import CSamples
import Foundation

@testable import Imaging

/// A folder of its own for a test, gone with its last user.
final class Scratch: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "imaging-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], _ name: String = "picture") throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }
}

/// Interleaved samples with edges, gradients and grain, so that any shift or swap shows.
struct Pattern {
    let width: Int
    let height: Int
    let bands: Int
    var pixels: [UInt8]

    init(_ width: Int, _ height: Int, bands: Int = 3, grain: Int = 24) {
        (self.width, self.height, self.bands) = (width, height, bands)
        var state: UInt32 = 12345
        pixels = [UInt8](repeating: 0, count: width * height * bands)
        for y in 0..<height {
            for x in 0..<width {
                for band in 0..<bands {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    let noise = grain == 0 ? 0 : Int(state >> 16) % grain
                    let wave = 110 + 90 * sin(Double(x * (band + 1)) / 9) * cos(Double(y * (3 - band)) / 13)
                    let square = (x / 16 + y / 12) % 5 == band ? 60 : 0
                    pixels[(y * width + x) * bands + band] = UInt8(
                        min(255, max(0, Int(wave) + square / 2 + noise - 12)))
                }
            }
        }
    }

    /// One colour all over.
    init(_ width: Int, _ height: Int, filled pixel: [UInt8]) {
        (self.width, self.height, bands) = (width, height, pixel.count)
        pixels = Array(repeatElement(pixel, count: width * height).joined())
    }

    func jpeg(
        across: Int32 = 1, down: Int32 = 1, quality: Int32 = 92, progressive: Bool = false, adobe: Bool = false,
        restartRows: Int32 = 0, exif: [UInt8] = [], profile: [UInt8] = []
    ) -> [UInt8] {
        exif.withUnsafeBufferPointer { exif in
            profile.withUnsafeBufferPointer { profile in
                var options = sample_jpeg()
                (options.width, options.height, options.components) = (Int32(width), Int32(height), Int32(bands))
                (options.across, options.down, options.quality) = (across, down, quality)
                (options.progressive, options.adobe, options.restart_rows) = (progressive, adobe, restartRows)
                (options.exif, options.exif_size) = (exif.isEmpty ? nil : exif.baseAddress, exif.count)
                (options.profile, options.profile_size) = (profile.isEmpty ? nil : profile.baseAddress, profile.count)
                var size = 0
                let bytes = sample_jpeg_write(options, pixels, &size)
                defer { free(bytes) }
                return Array(UnsafeBufferPointer(start: bytes, count: size))
            }
        }
    }

    /// Through libvips, to a path with its options.
    func write(
        _ target: String, interpretation: String = "srgb", orientation: Int32 = 0, profile: [UInt8] = [],
        exif: [UInt8] = [], pageHeight: Int32 = 0
    ) -> Bool {
        Self.write(
            pixels, bits: 8, width, height, bands, target, interpretation: interpretation, orientation: orientation,
            profile: profile, exif: exif, pageHeight: pageHeight)
    }

    /// The same with 16 bits a sample, each byte spread over its range.
    func writeDeep(_ target: String, interpretation: String) -> Bool {
        Self.write(
            pixels.map { UInt16($0) * 257 }, bits: 16, width, height, bands, target, interpretation: interpretation,
            orientation: 0, profile: [], exif: [], pageHeight: 0)
    }

    private static func write<Sample>(
        _ samples: [Sample], bits: Int32, _ width: Int, _ height: Int, _ bands: Int, _ target: String,
        interpretation: String, orientation: Int32, profile: [UInt8], exif: [UInt8], pageHeight: Int32
    ) -> Bool {
        precondition(Library.started)
        return interpretation.withCString { name in
            profile.withUnsafeBufferPointer { profile in
                exif.withUnsafeBufferPointer { exif in
                    let picture = sample_picture(
                        width: Int32(width), height: Int32(height), bands: Int32(bands), bits: bits,
                        interpretation: name, orientation: orientation, page_height: pageHeight,
                        profile: profile.isEmpty ? nil : profile.baseAddress, profile_size: profile.count,
                        exif: exif.isEmpty ? nil : exif.baseAddress, exif_size: exif.count)
                    return samples.withUnsafeBytes { sample_write(picture, $0.baseAddress!, target) } == 0
                }
            }
        }
    }

    subscript(x: Int, y: Int) -> [UInt8] {
        let at = (y * width + x) * bands
        return Array(pixels[at..<at + bands])
    }

    func slice(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
        var result: [UInt8] = []
        for row in y..<y + height {
            let start = (row * self.width + x) * bands
            result += pixels[start..<start + width * bands]
        }
        return result
    }
}

extension Pattern {
    init(pixels: [UInt8], width: Int, height: Int, bands: Int) {
        (self.width, self.height, self.bands, self.pixels) = (width, height, bands, pixels)
    }

    init(_ image: Image) throws {
        self.init(
            pixels: try image.withPixels { Array($0) }, width: image.width, height: image.height, bands: image.bands)
    }

    /// What libjpeg makes of a whole file at `eighths`/8 of its size.
    init(decoding jpeg: [UInt8], eighths: Int32 = 8, bands: Int = 3) {
        var (width, height): (Int32, Int32) = (0, 0)
        let bytes = sample_jpeg_decode(jpeg, jpeg.count, eighths, &width, &height)
        defer { free(bytes) }
        let count = Int(width) * Int(height) * bands
        self.init(
            pixels: Array(UnsafeBufferPointer(start: bytes, count: count)), width: Int(width), height: Int(height),
            bands: bands)
    }
}

/// Greatest difference between samples.
func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    a.count == b.count ? zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0 : 256
}

extension PictureFile {
    /// All of it, at its own size.
    func allPixels(light: Light = .gamma, acceptDamaged: Bool = false) throws -> Pattern {
        try Pattern(whole(light: light, acceptDamaged: acceptDamaged))
    }
}
