import Foundation
import Testing

@testable import Imaging

@Suite struct JPEGFileTests {
    let scratch = Scratch()

    /// Every way of storing that cameras and programs use, at sizes that fill no block.
    static let kinds: [(name: String, jpeg: [UInt8], bands: Int)] = {
        let colour = Pattern(331, 217)
        let small = Pattern(163, 121)
        return [
            ("4:4:4", colour.jpeg(), 3), ("4:2:2", colour.jpeg(across: 2), 3),
            ("4:2:0", colour.jpeg(across: 2, down: 2), 3), ("4:4:0", colour.jpeg(down: 2), 3),
            ("4:1:1", colour.jpeg(across: 4), 3), ("grey", Pattern(331, 217, bands: 1).jpeg(), 3),
            ("progressive 4:2:0", small.jpeg(across: 2, down: 2, progressive: true), 3),
            ("progressive 4:4:4", small.jpeg(progressive: true), 3),
            ("progressive grey", Pattern(163, 121, bands: 1).jpeg(progressive: true), 3),
            ("restart markers 4:2:2", small.jpeg(across: 2, restartRows: 1), 3),
            ("restart markers 4:2:0", small.jpeg(across: 2, down: 2, restartRows: 2), 3),
        ]
    }()

    /// A crop and a skip must leave the pixels that a full decode has, whatever the offset is to blocks.
    @Test(arguments: kinds.indices) func `a region has the pixels of the whole picture`(kind: Int) throws {
        let (name, jpeg, _) = Self.kinds[kind]
        let file = try PictureFile(path: scratch.write(jpeg))
        let full = Pattern(decoding: jpeg)
        for offset in [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 40, 64, 90] {
            for (width, height) in [(1, 1), (5, 3), (16, 17), (full.width, full.height)] {
                let (x, y) = (offset, (offset * 7 + 3) % (full.height - 1))
                let (w, h) = (min(width, full.width - x), min(height, full.height - y))
                let region = Region(x: Double(x), y: Double(y), width: Double(w), height: Double(h))
                let sampled = try Pattern(file.sampled(region, width: w, height: h))
                #expect(sampled.pixels == full.slice(x: x, y: y, width: w, height: h), "\(name) \(region)")
            }
        }
    }

    /// What undoes the softness of a DCT scale of 1/m, so that it has full gain at a quarter cycle per scaled pixel.
    private static func emphasis(_ eighths: Int32) -> Double {
        let m = 8 / Double(eighths)
        return (m * sin(.pi / 4 / m) / sin(.pi / 4) - 1) / 2
    }

    @Test(arguments: kinds.indices, [4, 2, 1] as [Int32])
    func `a region has the pixels of the whole picture at a DCT scale`(kind: Int, eighths: Int32) throws {
        let (name, jpeg, _) = Self.kinds[kind]
        let file = try PictureFile(path: scratch.write(jpeg))
        let scaled = Pattern(decoding: jpeg, eighths: eighths)
        let times = 8 / Double(eighths)
        for offset in [0, 1.5, 3, 5.3, 7, 8, 9.9] {
            for (width, height) in [(1, 1), (6, 4)] {
                // Between 1.5 and 2 scaled pixels a pixel: the scale that has to be chosen.
                let inside = Region(
                    x: offset, y: offset * 0.7, width: Double(width) * 1.8, height: Double(height) * 1.6)
                let region = Region(
                    x: inside.x * times, y: inside.y * times, width: inside.width * times,
                    height: inside.height * times)
                let sampled = try Pattern(file.sampled(region, width: width, height: height))
                let expected = Lanczos.sampled(
                    scaled, inside, width: width, height: height, emphasis: Self.emphasis(eighths))
                let worst = zip(sampled.pixels, expected).map { abs(Double($0) - $1) }.max() ?? 256
                #expect(worst < 0.6, "\(name) \(region)")
            }
        }
    }

    @Test(arguments: 1...8) func `every orientation stands upright`(orientation: Int) throws {
        let stored = Pattern(64, 40)
        let jpeg = stored.jpeg(quality: 100, exif: Exif.block(orientation: orientation))
        let file = try PictureFile(path: scratch.write(jpeg))
        let turned = orientation > 4
        #expect((file.width, file.height) == (turned ? 40 : 64, turned ? 64 : 40))
        let decoded = Pattern(decoding: jpeg)
        let upright = try file.allPixels()
        for y in 0..<file.height {
            for x in 0..<file.width {
                // Where EXIF 2.32 puts row 0 and column 0 of each orientation.
                let (sx, sy) =
                    [
                        (x, y), (63 - x, y), (63 - x, 39 - y), (x, 39 - y), (y, x), (y, 39 - x), (63 - y, 39 - x),
                        (63 - y, x),
                    ][orientation - 1]
                #expect(upright[x, y] == decoded[sx, sy])
            }
        }
        let part = try Pattern(file.sampled(Region(x: 3, y: 7, width: 20, height: 11), width: 20, height: 11))
        #expect(part.pixels == upright.slice(x: 3, y: 7, width: 20, height: 11))
    }

    @Test(arguments: [(53, 2), (54, 4), (106, 4), (107, 8)] as [(Int, Int32)])
    func `no more is decoded than the slot needs`(width: Int, eighths: Int32) throws {
        let jpeg = Pattern(320, 240).jpeg(across: 2)
        let file = try PictureFile(path: scratch.write(jpeg))
        let all = Region(x: 0, y: 0, width: 320, height: 240)
        let shown = try Pattern(file.sampled(all, width: width, height: 40))
        let decoded = Pattern(decoding: jpeg, eighths: eighths)
        let part = Region(x: 0, y: 0, width: Double(decoded.width), height: Double(decoded.height))
        let emphasis = eighths == 8 ? 0 : Self.emphasis(eighths)
        let expected = Lanczos.sampled(decoded, part, width: width, height: 40, emphasis: emphasis)
        #expect(zip(shown.pixels, expected).allSatisfy { abs(Double($0) - $1) < 0.6 })
    }

    @Test func `a DCT scale is as sharp as a full decode`() throws {
        let jpeg = Pattern(640, 480, grain: 90).jpeg(quality: 98)
        let file = try PictureFile(path: scratch.write(jpeg))
        let all = Region(x: 0, y: 0, width: 640, height: 480)
        for width in [200, 96, 50] {
            let height = width * 3 / 4
            let shown = try Pattern(file.sampled(all, width: width, height: height)).pixels.map { Double($0) }
            let expected = Lanczos.sampled(Pattern(decoding: jpeg), all, width: width, height: height)
            func texture(_ pixels: [Double]) -> Double {
                zip(pixels, pixels.dropFirst(3)).map { abs($0 - $1) }.reduce(0, +)
            }
            #expect(abs(texture(shown) / texture(expected) - 1) < 0.03)
        }
    }

    @Test func `a picture cut short at any place is damaged, and shows what is there when that is accepted`() throws {
        let jpeg = Pattern(96, 96).jpeg(across: 2, down: 2)
        let whole = try PictureFile(path: scratch.write(jpeg)).allPixels()
        var headers = 0
        for length in stride(from: 2, to: jpeg.count, by: 97) {
            let path = try scratch.write(Array(jpeg[..<max(3, length)]), "cut")
            guard let file = try? PictureFile(path: path) else {
                headers += 1
                continue
            }
            let error = #expect(throws: ImagingError.self) { try file.allPixels() }
            guard case .damaged = error else { throw error ?? .missing(path: path) }
            #expect(try file.allPixels(acceptDamaged: true).pixels.count == whole.pixels.count)
        }
        #expect(headers > 2 && headers < 12)
        let path = try scratch.write(Array(jpeg.dropLast(2)), "cut")
        #expect(throws: ImagingError.damaged(path: path, detail: "the file ends too early")) {
            try PictureFile(path: path).sampled(Region(x: 0, y: 0, width: 96, height: 8), width: 96, height: 8)
        }
        let rest = try PictureFile(path: path).allPixels(acceptDamaged: true)
        #expect(rest.pixels == whole.pixels)
    }

    @Test(arguments: [false, true]) func `wrong data are noticed or harmless, never a crash`(progressive: Bool) throws {
        let jpeg = Pattern(80, 64).jpeg(across: 2, progressive: progressive, restartRows: 1)
        var damaged = 0
        for at in stride(from: 2, to: jpeg.count, by: 23) {
            var broken = jpeg
            broken[at] ^= 0x5A
            guard let path = try? scratch.write(broken, "broken"), let file = try? PictureFile(path: path) else {
                continue
            }
            do { _ = try file.allPixels() } catch { damaged += 1 }
            _ = try? file.allPixels(acceptDamaged: true)
        }
        #expect(damaged > 5)
    }

    @Test func `zeros in place of the last clusters are damage, bytes after the end are none`() throws {
        let jpeg = Pattern(96, 96).jpeg()
        let lost = jpeg.prefix(jpeg.count / 2) + [UInt8](repeating: 0, count: jpeg.count / 2)
        let file = try PictureFile(path: scratch.write(Array(lost), "lost"))
        #expect(throws: ImagingError.self) { try file.allPixels() }
        #expect(throws: ImagingError.self) {
            try file.sampled(Region(x: 0, y: 0, width: 96, height: 16), width: 96, height: 16)
        }
        let longer = try PictureFile(path: scratch.write(jpeg + [1, 2, 3, 0xFF, 0xD8], "longer"))
        #expect(try longer.allPixels().pixels == PictureFile(path: scratch.write(jpeg)).allPixels().pixels)
    }

    @Test func `a hostile number of scans is refused`() throws {
        var jpeg = Pattern(48, 48, bands: 1).jpeg(progressive: true)
        let start = try #require(Self.lastScan(of: jpeg))
        let scan = Array(jpeg[start..<(jpeg.count - 2)])
        jpeg = Array(jpeg.dropLast(2)) + Array(repeatElement(scan, count: 200).joined()) + [0xFF, 0xD9]
        let path = try scratch.write(jpeg)
        let file = try PictureFile(path: path)
        #expect(throws: ImagingError.unsupported(path: path, reason: "a JPEG of more than 100 scans")) {
            try file.allPixels(acceptDamaged: true)
        }
    }

    private static func lastScan(of jpeg: [UInt8]) -> Int? {
        jpeg.indices.dropLast().last { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA }
    }

    @Test func `sizes beyond the limits are refused from the header`() throws {
        var jpeg = Pattern(16, 16).jpeg()
        let frame = try #require(jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x9C, 0x40, 0x00, 0x10])
        let tall = try scratch.write(jpeg)
        #expect(throws: ImagingError.tooLarge(path: tall, width: 16, height: 40000, limit: "30000 a side")) {
            try PictureFile(path: tall)
        }
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x4E, 0x20, 0x4E, 0x20])
        let large = try scratch.write(jpeg)
        #expect(throws: ImagingError.tooLarge(path: large, width: 20000, height: 20000, limit: "250 million")) {
            try PictureFile(path: large)
        }
    }

    @Test func `a file that changes between opening and use is noticed`() throws {
        let path = try scratch.write(Pattern(32, 32).jpeg())
        let file = try PictureFile(path: path)
        _ = try scratch.write(Pattern(48, 32).jpeg())
        let changed = ImagingError.unreadable(path: path, reason: "the file changed while it was in use")
        #expect(throws: changed) { try file.allPixels() }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: ImagingError.missing(path: path)) { try file.allPixels() }
    }
}
