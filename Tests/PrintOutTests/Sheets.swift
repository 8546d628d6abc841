import Foundation
import Imaging

/// Pixels, three samples each, row by row.
struct Pixels {
    var width: Int
    var height: Int
    var samples: [UInt8]

    init(width: Int, height: Int, samples: [UInt8]) {
        (self.width, self.height, self.samples) = (width, height, samples)
    }

    init(_ image: Image) throws {
        self.init(width: image.width, height: image.height, samples: try image.withPixels { Array($0) })
    }

    /// As decoded from a JPEG's bytes.
    init(jpeg bytes: [UInt8]) throws {
        let file = Scratch.file("\(UUID().uuidString).jpg")
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(bytes).write(to: URL(filePath: file))
        try self.init(PictureFile(path: file).whole())
    }

    func isSame(as other: Pixels) -> Bool {
        (width, height) == (other.width, other.height)
            && memcmp(samples, other.samples, samples.count) == 0 && samples.count == other.samples.count
    }
}

/// The raster of CUPS or PWG: the first page of a file.
struct Raster {
    var pixels: Pixels
    var copies: Int

    init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count > 1800 else { return nil }
        let bytes = [UInt8](data)
        let word = String(decoding: bytes[0..<4], as: UTF8.self)
        let isLittle = word.hasSuffix("SaR")
        func number(_ offset: Int) -> Int {
            let four = bytes[4 + offset..<8 + offset].map(Int.init)
            return (isLittle ? four.reversed() : four).reduce(0) { $0 << 8 | $1 }
        }
        let (width, height, bits, line) = (number(372), number(376), number(388), number(392))
        copies = number(340)
        guard bits == 24, line == width * 3 else { return nil }
        let rest = bytes[1800...]
        // Version 2, which PWG raster is, is packed.
        guard let samples = word.contains("2") ? Self.unpacked(rest, width, height) : Array(rest.prefix(line * height)),
            samples.count == line * height
        else { return nil }
        pixels = Pixels(width: width, height: height, samples: samples)
    }

    /// PWG 5102.4 §4.5: a line is repeated, and holds runs of pixels.
    private static func unpacked(_ bytes: ArraySlice<UInt8>, _ width: Int, _ height: Int) -> [UInt8]? {
        var (samples, at): ([UInt8], Int) = ([], bytes.startIndex)
        samples.reserveCapacity(width * height * 3)
        while samples.count < width * height * 3 {
            guard at < bytes.endIndex else { return nil }
            let times = Int(bytes[at]) + 1
            at += 1
            let start = samples.count
            while samples.count - start < width * 3 {
                guard at + 3 < bytes.endIndex else { return nil }
                let count = Int(bytes[at])
                at += 1
                if count < 128 {
                    for _ in 0...count { samples += bytes[at..<at + 3] }
                    at += 3
                } else {
                    let length = (257 - count) * 3
                    samples += bytes[at..<at + length]
                    at += length
                }
            }
            let row = samples[start...]
            for _ in 1..<max(1, times) { samples += row }
        }
        return samples
    }
}

/// What a DNP or Citizen printer is sent: commands `ESC P`, and one bitmap each for yellow, magenta and cyan, as wide as the
/// heads, with white outside of the sheet.
struct DyeStream {
    var width = 0
    var height = 0
    /// Blue, green and red by the names of their dyes.
    var planes: [String: ArraySlice<UInt8>] = [:]
    var commands: [String: String] = [:]

    init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        var at = 0
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self).trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
        func number(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
        while at + 32 <= bytes.count, bytes[at] == 0x1B, bytes[at + 1] == UInt8(ascii: "P") {
            let (kind, name) = (text(at + 2..<at + 8), text(at + 8..<at + 24))
            let (body, length) = (at + 32, Int(text(at + 24..<at + 32)) ?? 0)
            guard body + length <= bytes.count else { return nil }
            if kind == "IMAGE", name.hasSuffix("PLANE") {
                (width, height) = (number(body + 18), number(body + 22))
                let start = body + number(body + 10)
                guard start + width * height <= bytes.count else { return nil }
                planes[String(name.prefix(1))] = bytes[start..<start + width * height]
            } else {
                commands[name] = text(body..<body + min(length, 64))
            }
            at = body + length
        }
        guard at == bytes.count, planes.count == 3 else { return nil }
    }

    /// Whether the bitmaps hold exactly `sheet`, turned one way or the other and centred.
    func holds(_ sheet: Pixels) -> Bool {
        // For each way of lying: the step in `sheet` for a step along a line of the bitmap, and for the next line.
        let (w, h) = (sheet.width, sheet.height)
        typealias Way = (across: Int, down: Int, start: Int, step: Int, line: Int)
        let ways: [Way] = [
            (h, w, (h - 1) * w, -w, 1), (h, w, w - 1, w, -1), (w, h, 0, 1, w), (w, h, w * h - 1, -1, -w),
        ]
        return ways.contains { (way: Way) -> Bool in
            let (left, top) = ((width - way.across) / 2, (height - way.down) / 2)
            guard left >= 0, top >= 0 else { return false }
            return [("C", 0), ("M", 1), ("Y", 2)].allSatisfy { dye, band in
                planes[dye]!.withUnsafeBufferPointer { plane -> Bool in
                    sheet.samples.withUnsafeBufferPointer { samples -> Bool in
                        var y = 0
                        while y < way.down {
                            // A bitmap begins with its lowest line.
                            var (from, to) = (way.start + y * way.line, (height - 1 - top - y) * width + left)
                            let end = to + way.across
                            while to < end {
                                if plane[to] != samples[from * 3 + band] { return false }
                                from += way.step
                                to += 1
                            }
                            y += 1
                        }
                        return true
                    }
                }
            }
        }
    }
}
