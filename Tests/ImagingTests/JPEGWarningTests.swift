import Foundation
import Testing

@testable import Imaging

/// What libjpeg warns of is harmless, doubtful or damage: nothing is said, something is said, or nothing is shown.
@Suite struct JPEGWarningTests {
    let scratch = Scratch()

    private static func places(of marker: UInt8, in jpeg: [UInt8]) -> [Int] {
        jpeg.indices.dropLast().filter { jpeg[$0] == 0xFF && jpeg[$0 + 1] == marker }
    }

    /// The scan's spectral selection and approximation, which mean nothing in a baseline file.
    @Test(arguments: [[0, 0, 0], [0, 5, 0], [1, 63, 0], [0, 63, 0x10], [9, 3, 0xFF]] as [[UInt8]])
    func `odd spectral values of a baseline scan are harmless`(values: [UInt8]) throws {
        var jpeg = Pattern(64, 48).jpeg(across: 2)
        let whole = try PictureFile(path: scratch.write(jpeg)).allPixels()
        let scan = try #require(Self.places(of: 0xDA, in: jpeg).first)
        let end = scan + 2 + Int(jpeg[scan + 3])
        jpeg.replaceSubrange(end - 3..<end, with: values)
        let file = try PictureFile(path: scratch.write(jpeg, "odd"))
        #expect(try file.allPixels().pixels == whole.pixels)
        #expect(file.warnings.isEmpty)
    }

    @Test func `bytes between headers, and a newer JFIF, are harmless`() throws {
        let jpeg = Pattern(64, 48).jpeg()
        let whole = try PictureFile(path: scratch.write(jpeg)).allPixels()
        let table = try #require(Self.places(of: 0xDB, in: jpeg).first)
        var newer = jpeg
        newer[11] = 7
        for (index, odd) in [Array(jpeg[..<table]) + [1, 2, 3] + jpeg[table...], newer].enumerated() {
            let file = try PictureFile(path: scratch.write(odd, "odd\(index)"))
            #expect(try file.allPixels().pixels == whole.pixels)
            #expect(file.warnings.isEmpty)
        }
    }

    @Test func `colours of a transform that nobody knows are doubtful`() throws {
        let jpeg = Pattern(64, 48).jpeg()
        let adobe: [UInt8] = [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 9]
        // Where there is a JFIF header, Adobe's is not asked.
        let file = try PictureFile(path: scratch.write([0xFF, 0xD8] + adobe + jpeg.dropFirst(20)))
        #expect(try file.allPixels().pixels == Pattern(decoding: jpeg).pixels)
        let warning = try #require(file.warnings.first)
        #expect(warning.hasPrefix(file.path + ": odd data (") && warning.hasSuffix("other than it was meant"))
    }

    @Test func `bytes between blocks are doubtful`() throws {
        let jpeg = Pattern(64, 48).jpeg(restartRows: 1)
        let whole = try PictureFile(path: scratch.write(jpeg)).allPixels()
        let restart = try #require(Self.places(of: 0xD2, in: jpeg).first)
        let file = try PictureFile(
            path: scratch.write(Array(jpeg[..<restart]) + [7, 7, 7, 7, 7, 7, 7, 7, 7] + jpeg[restart...]))
        #expect(file.warnings.isEmpty)
        #expect(try file.allPixels().pixels == whole.pixels)
        #expect(file.warnings.count == 1, "it is noticed while it is decoded, and said once")
        _ = try file.allPixels()
        #expect(file.warnings.count == 1)
    }

    /// A progressive file without its second scan: what refines it has nothing to refine.
    @Test func `a scan that refines nothing is doubtful`() throws {
        let jpeg = Pattern(64, 48).jpeg(progressive: true)
        let scans = Self.places(of: 0xDA, in: jpeg)
        let tables = Self.places(of: 0xC4, in: jpeg)
        // A scan reaches to the tables, or the scan, that follow it.
        let end = try #require((scans + tables).filter { $0 > scans[1] }.min())
        let file = try PictureFile(path: scratch.write(Array(jpeg[..<scans[1]]) + jpeg[end...]))
        _ = try file.allPixels()
        #expect(file.warnings.contains { $0.contains("progression") }, "\(file.warnings)")
    }

    @Test func `a profile in parts that do not fit is doubtful`() throws {
        var jpeg = Pattern(64, 48).jpeg(profile: [UInt8](repeating: 1, count: 400))
        let part = try #require(Self.places(of: 0xE2, in: jpeg).first)
        jpeg[part + 2 + 2 + 12] = 9
        let file = try PictureFile(path: scratch.write(jpeg))
        #expect(try file.allPixels().pixels == Pattern(decoding: jpeg).pixels)
        #expect(file.warnings.count == 1)
    }

    @Test func `a restart marker out of order is damage`() throws {
        var jpeg = Pattern(64, 48).jpeg(restartRows: 1)
        let restart = try #require(Self.places(of: 0xD2, in: jpeg).first)
        jpeg[restart + 1] = 0xD5
        let file = try PictureFile(path: scratch.write(jpeg))
        let error = #expect(throws: ImagingError.self) { try file.allPixels() }
        guard case .damaged = error else { throw error ?? .missing(path: file.path) }
        _ = try file.allPixels(acceptDamaged: true)
    }
}
