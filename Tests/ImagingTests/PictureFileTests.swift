import Foundation
import Testing

@testable import Imaging

@Suite struct PictureFileTests {
    let scratch = Scratch()

    private func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

    @Test(arguments: ["png", "tif", "tif[compression=lzw,tile]", "tif[compression=deflate,bigtiff]", "webp[lossless]"])
    func `a lossless file gives its pixels`(kind: String) throws {
        let pattern = Pattern(150, 101)
        try #require(pattern.write(path("picture.\(kind)")))
        let name = kind.prefix { $0 != "[" }
        let file = try PictureFile(path: path("picture.\(name)"))
        #expect((file.width, file.height, file.hasAlpha) == (150, 101, false))
        #expect(try file.allPixels().pixels == pattern.pixels)
        let part = try Pattern(file.sampled(Region(x: 31, y: 57, width: 77, height: 40), width: 77, height: 40))
        #expect(part.pixels == pattern.slice(x: 31, y: 57, width: 77, height: 40))
        let region = Region(x: -4.3, y: 20.7, width: 120.9, height: 91.2)
        let small = try Pattern(file.sampled(region, width: 50, height: 37))
        let expected = Lanczos.sampled(pattern, region, width: 50, height: 37)
        #expect(zip(small.pixels, expected).allSatisfy { abs(Double($0) - $1) < 0.6 })
    }

    @Test func `a lossy file comes close`() throws {
        let pattern = Pattern(96, 64, grain: 0)
        for (name, kind) in [("a.webp", PictureFormat.webp), ("a.heic", .heic)] {
            try #require(pattern.write(path(name) + "[Q=95]"))
            let file = try PictureFile(path: path(name))
            #expect(file.format == kind && (file.width, file.height) == (96, 64))
            let pixels = try file.allPixels().pixels
            let error = zip(pixels, pattern.pixels).map { abs(Int($0) - Int($1)) }.reduce(0, +)
            #expect(Double(error) / Double(pixels.count) < 6, "\(name)")
        }
    }

    @Test(arguments: ["png", "tif", "webp[lossless]"]) func `alpha comes premultiplied`(kind: String) throws {
        var pattern = Pattern(40, 30, bands: 4)
        for i in stride(from: 3, to: pattern.pixels.count, by: 28) { pattern.pixels[i] = 0 }
        for i in stride(from: 7, to: pattern.pixels.count, by: 28) { pattern.pixels[i] = 255 }
        try #require(
            pattern.write(path("picture.\(kind == "webp[lossless]" ? "webp[lossless,exact]" : kind)"))
                || pattern.write(path("picture.\(kind)")))
        let file = try PictureFile(path: path("picture.\(kind.prefix { $0 != "[" })"))
        #expect(file.hasAlpha)
        let pixels = try file.allPixels()
        for y in 0..<30 {
            for x in 0..<40 {
                let straight = pattern[x, y]
                let alpha = Int(straight[3])
                let expected = (0..<3).map { UInt8((Int(straight[$0]) * alpha + 127) / 255) } + [straight[3]]
                #expect(pixels[x, y] == expected)
            }
        }
        let small = try Pattern(file.sampled(Region(x: 0, y: 0, width: 40, height: 30), width: 17, height: 13))
        for i in stride(from: 0, to: small.pixels.count, by: 4) {
            #expect(small.pixels[i..<i + 3].allSatisfy { $0 <= small.pixels[i + 3] })
        }
    }

    @Test func `grey, palette and sixteen bits become eight bits of colour`() throws {
        let grey = Pattern(33, 21, bands: 1)
        try #require(grey.write(path("grey.png"), interpretation: "b-w"))
        let expected = grey.pixels.flatMap { [$0, $0, $0] }
        #expect(try PictureFile(path: path("grey.png")).allPixels().pixels == expected)
        try #require(grey.writeDeep(path("deep.png"), interpretation: "grey16"))
        #expect(try PictureFile(path: path("deep.png")).allPixels().pixels == expected)
        try #require(grey.write(path("grey.jpg[Q=100]"), interpretation: "b-w"))
        #expect(distance(try PictureFile(path: path("grey.jpg")).allPixels().pixels, expected) < 4)

        let colour = Pattern(33, 21)
        for name in ["deep.tif", "deep.png"] {
            try #require(colour.writeDeep(path(name), interpretation: "rgb16"))
            #expect(try PictureFile(path: path(name)).allPixels().pixels == colour.pixels)
        }
        let flat = Pattern(24, 24, filled: [200, 40, 90])
        try #require(flat.write(path("palette.png[palette]")))
        #expect(distance(try PictureFile(path: path("palette.png")).allPixels().pixels, flat.pixels) < 3)
    }

    @Test func `orientation and time are read from every format that has them`() throws {
        let pattern = Pattern(30, 20)
        try #require(pattern.write(path("turned.tif"), orientation: 6))
        let file = try PictureFile(path: path("turned.tif"))
        #expect((file.width, file.height) == (20, 30))
        let upright = try file.allPixels()
        #expect(upright[0, 0] == pattern[0, 19] && upright[19, 29] == pattern[29, 0])
        let exif = Exif.block(exif: [(0x9003, .text("2026:05:31 18:04:59")), (0x9011, .text("+02:00"))])
        let time = try #require(CaptureTime(exif: "2026:05:31 18:04:59", offset: "+02:00"))
        #expect(try PictureFile(path: scratch.write(pattern.jpeg(exif: exif))).takenAt == time)
        for name in ["a.png", "a.webp", "a.heic"] {
            try #require(pattern.write(path(name), orientation: 1, exif: exif), "\(name)")
            #expect(try PictureFile(path: path(name)).takenAt == time, "\(name)")
        }
    }

    @Test func `two pages show the first`() throws {
        let pages = Pattern(20, 40)
        try #require(pages.write(path("pages.tif"), pageHeight: 20))
        let file = try PictureFile(path: path("pages.tif"))
        #expect(file.height == 20)
        #expect(try file.allPixels().pixels == pages.slice(x: 0, y: 0, width: 20, height: 20))
    }

    @Test(arguments: ["a.png", "a.tif[compression=deflate]", "a.webp[lossless]", "a.heic"])
    func `a truncated file is damaged, even below what is shown`(target: String) throws {
        try #require(Pattern(200, 160).write(path(target)))
        let name = String(target.prefix { $0 != "[" })
        let whole = try Data(contentsOf: URL(filePath: path(name)))
        try whole.prefix(whole.count * 7 / 10).write(to: URL(filePath: path(name)))
        let error = #expect(throws: ImagingError.self) {
            try PictureFile(path: path(name)).sampled(
                Region(x: 0, y: 0, width: 200, height: 10), width: 200, height: 10)
        }
        switch error {
        case .damaged, .ruined: break
        default: throw error ?? .missing(path: name)
        }
    }

    @Test(arguments: ["a.png", "a.tif", "a.webp[lossless]"])
    func `what is there of a truncated file is shown when that is accepted`(target: String) throws {
        let pattern = Pattern(64, 200)
        try #require(pattern.write(path(target)))
        let name = String(target.prefix { $0 != "[" })
        let whole = try Data(contentsOf: URL(filePath: path(name)))
        // libvips writes a TIFF's directory behind the pixels; here it goes to the front, as other programs have it.
        let bytes = name == "a.tif" ? Self.directoryFirst([UInt8](whole)) : [UInt8](whole)
        let file = try PictureFile(bytes: Array(bytes.prefix(bytes.count * 7 / 10)), name: name)
        let shown = try file.allPixels(acceptDamaged: true)
        #expect(shown.slice(x: 0, y: 0, width: 64, height: 80) == pattern.slice(x: 0, y: 0, width: 64, height: 80))
    }

    /// An uncompressed picture of 64 x 200 in one strip for each row.
    private static func directoryFirst(_ tiff: [UInt8]) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) -> [UInt8] {
            number(tag, 2) + number(type, 2) + number(count, 4) + number(value, 4)
        }
        let (tables, pixels) = (8 + 2 + 10 * 12 + 4, 8 + 2 + 10 * 12 + 4 + 6 + 1600)
        var bytes: [UInt8] = [0x49, 0x49, 42, 0] + number(8, 4) + number(10, 2)
        bytes += entry(256, 3, 1, 64) + entry(257, 3, 1, 200) + entry(258, 3, 3, tables) + entry(259, 3, 1, 1)
        bytes += entry(262, 3, 1, 2) + entry(273, 4, 200, tables + 6) + entry(277, 3, 1, 3) + entry(278, 3, 1, 1)
        bytes += entry(279, 4, 200, tables + 806) + entry(284, 3, 1, 1) + number(0, 4) + [8, 0, 8, 0, 8, 0]
        for row in 0..<200 { bytes += number(pixels + row * 192, 4) }
        for _ in 0..<200 { bytes += number(192, 4) }
        return bytes + tiff[8..<8 + 200 * 192]
    }

    @Test(
        arguments: ["a.jpg", "a.png", "a.webp", "a.webp[lossless]", "a.tif[compression=lzw]", "a.heic"],
        [1, 2, 4, 30, 100, 400])
    func `whatever a file has lost of its end, it is damaged`(target: String, lost: Int) throws {
        try #require(Pattern(60, 50).write(path(target)))
        let name = String(target.prefix { $0 != "[" })
        let whole = [UInt8](try Data(contentsOf: URL(filePath: path(name))))
        let error = #expect(throws: ImagingError.self) {
            try PictureFile(bytes: Array(whole.dropLast(lost)), name: name).allPixels()
        }
        #expect(error.map { "\($0)".contains("damaged (") } == true, "\(error as Any)")
    }

    @Test func `who accepts damage is not told to accept it`() throws {
        let whole = Pattern(60, 50).jpeg(progressive: true)
        // Behind its first scan stands a table that no decoder gets over.
        let scans = whole.indices.filter { whole[$0...].starts(with: [0xFF, 0xDA]) }
        try #require(scans.count > 1)
        let table: [UInt8] = [0xFF, 0xC4, 0, 4, 0, 9]
        let file = try PictureFile(bytes: Array(whole.prefix(scans[1])) + table, name: "a.jpg")
        for acceptDamaged in [false, true] {
            let error = #expect(throws: ImagingError.self) { try file.allPixels(acceptDamaged: acceptDamaged) }
            #expect(error.map { "\($0)".contains("--accept-damaged") } == !acceptDamaged, "\(error as Any)")
        }
    }

    @Test func `a gigantic PNG is refused at once`() throws {
        try #require(Pattern(8, 8).write(path("a.png")))
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path("a.png"))))
        let size: [UInt8] = [0, 0, 0x9C, 0x40]
        bytes.replaceSubrange(16..<24, with: size + size)
        bytes.replaceSubrange(29..<33, with: CRC.of(bytes[12..<29]))
        let file = try scratch.write(bytes, "a.png")
        let start = ContinuousClock.now
        #expect(throws: ImagingError.tooLarge(path: file, width: 40000, height: 40000, limit: "30000 a side")) {
            try PictureFile(path: file)
        }
        #expect(ContinuousClock.now - start < .milliseconds(500))
    }

    @Test(arguments: [
        ("GIF89a", "GIF"), ("BM......", "BMP"), ("%PDF-1.7", "PDF"), ("<?xml version='1.0'?><svg>", "SVG"),
        ("<svg>", "SVG"),
        ("\0\0\0\u{1C}ftypavif\0\0\0\0mif1avifmiaf", "AVIF"), ("\0\0\0\u{1C}ftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
        ("\0\0\0\u{18}ftypmp42\0\0\0\0isommp42", "video"), ("\0\0\0\u{C}JXL ", "JPEG XL"), ("8BPS", "Photoshop"),
    ])
    func `other formats are refused by name, whatever the file is called`(start: String, name: String) throws {
        let file = try scratch.write(Array(start.utf8) + [UInt8](repeating: 7, count: 64), "picture.jpg")
        #expect(throws: ImagingError.notAPicture(path: file, format: name)) { try PictureFile(path: file) }
    }

    @Test(arguments: ["a\nb\u{1B}", "\u{7}\r\n\u{85}"]) func `what a file says of itself stays on one line`(
        brand: String
    ) throws {
        let bytes = [0, 0, 0, 16] + Array("ftyp".utf8) + Array(brand.utf8).prefix(4) + [0, 0, 0, 0]
        let error = #expect(throws: ImagingError.self) {
            try PictureFile(path: scratch.write(bytes + [UInt8](repeating: 7, count: 64)))
        }
        let text = try #require(error.map { "\($0)" })
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "\(text)")
    }

    @Test func `a name that is not UTF-8 is told so`() {
        let error = #expect(throws: ImagingError.self) { try PictureFile(path: path("M\u{FFFD}ller.jpg")) }
        #expect(error.map { "\($0)".contains("not to be UTF-8; rename it") } == true)
    }

    @Test(arguments: ["a.jpg", "a.png", "a.webp[lossless]", "a.tif", "a.heic"])
    func `bytes in memory are a picture file as well`(target: String) throws {
        let pattern = Pattern(70, 50)
        try #require(pattern.write(path(target)))
        let name = String(target.prefix { $0 != "[" })
        let file = try PictureFile(path: path(name))
        let memory = try PictureFile(bytes: [UInt8](Data(contentsOf: URL(filePath: path(name)))), name: "overlay")
        #expect(memory.format == file.format && memory.path == "overlay")
        #expect(try memory.allPixels().pixels == file.allPixels().pixels)
        #expect(try memory.seed() == file.seed())
        #expect(throws: ImagingError.empty(path: "nothing")) { try PictureFile(bytes: [], name: "nothing") }
    }

    @Test func `what is no picture is refused`() throws {
        for bytes in [Array("hello".utf8), [0], [UInt8](repeating: 0, count: 4096), [0xFF, 0xD8]] as [[UInt8]] {
            let file = try scratch.write(bytes, "picture.png")
            #expect(throws: ImagingError.notAPicture(path: file, format: nil)) { try PictureFile(path: file) }
        }
    }

    @Test func `files that cannot be read say why`() throws {
        #expect(throws: ImagingError.missing(path: path("no"))) { try PictureFile(path: path("no")) }
        #expect(throws: ImagingError.empty(path: path("empty"))) {
            try PictureFile(path: scratch.write([], "empty"))
        }
        let folder = ImagingError.notAFile(path: scratch.path, kind: "a folder")
        #expect(throws: folder) { try PictureFile(path: scratch.path) }
        #expect(mkfifo(path("pipe"), 0o600) == 0)
        #expect(throws: ImagingError.notAFile(path: path("pipe"), kind: "a pipe or a device")) {
            try PictureFile(path: path("pipe"))
        }
        #expect(throws: ImagingError.notAFile(path: "/dev/null", kind: "a pipe or a device")) {
            try PictureFile(path: "/dev/null")
        }
    }

    @Test func `names that libvips would take for options are names`() throws {
        let file = try scratch.write(Pattern(9, 9).jpeg(), "a.png[page=3]")
        #expect(try PictureFile(path: file).width == 9)
    }

    @Test(arguments: [(0.0, 10.0), (-1, 10), (.nan, 10), (.infinity, 10), (10, 2e6)])
    func `a region without area or sense is refused`(width: Double, height: Double) throws {
        let file = try PictureFile(path: scratch.write(Pattern(9, 9).jpeg()))
        #expect(throws: ImagingError.self) {
            try file.sampled(Region(x: 0, y: 0, width: width, height: height), width: 5, height: 5)
        }
        #expect(throws: ImagingError.self) {
            try file.sampled(Region(x: 0, y: 0, width: 9, height: 9), width: 0, height: 5)
        }
    }
}

/// The check sum of PNG chunks.
enum CRC {
    static func of(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> (24 - 8 * $0)) }
    }
}
