import Foundation
import Testing

@testable import Imaging

@Suite struct PNGChunksTests {
    let scratch = Scratch()

    private func png(profile: [UInt8] = []) throws -> [UInt8] {
        let path = "\(scratch.path)/a.png"
        try #require(Pattern(30, 20).write(path, profile: profile))
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return [0, 0, UInt8(data.count >> 8), UInt8(data.count & 255)] + body + CRC.of(body)
    }

    @Test(arguments: [1, 4, 5, 11, 12, 13, 40]) func `a PNG that lost its last bytes is damaged`(lost: Int) throws {
        let whole = try png()
        let path = try scratch.write(Array(whole.dropLast(lost)), "cut.png")
        let file = try PictureFile(path: path)
        #expect(throws: ImagingError.damaged(path: path, detail: "the file ends too early")) { try file.allPixels() }
        if lost <= 12 {
            #expect(try file.allPixels(acceptDamaged: true).pixels == Pattern(30, 20).pixels)
        }
        let longer = try PictureFile(path: scratch.write(whole + [1, 2, 3], "longer.png"))
        #expect(try longer.allPixels().pixels == Pattern(30, 20).pixels)
    }

    @Test func `a header that is wrong says why, and gives no advice that cannot help`() throws {
        var bytes = try png()
        bytes[29] ^= 1
        let path = try scratch.write(bytes, "ihdr.png")
        let error = #expect(throws: ImagingError.ruined(path: path, detail: "IHDR: CRC error")) {
            try PictureFile(path: path)
        }
        #expect(error.map { "\($0)".contains("--accept-damaged") } == false)
    }

    @Test func `a profile that libpng drops is said`() throws {
        let profile = [UInt8](repeating: 7, count: 300)
        let bytes = try png()
        // Compressed data that are none.
        let broken = Array(bytes[..<33]) + chunk("iCCP", Array("x\0\0".utf8) + profile.prefix(60)) + bytes[33...]
        let file = try PictureFile(path: scratch.write(broken, "iccp.png"))
        #expect(try file.allPixels().pixels == Pattern(30, 20).pixels)
        #expect(file.warnings == ["\(file.path): its colour profile cannot be used; shown as if it had none"])
    }

    @Test func `the container's own time is the last that counts`() throws {
        let bytes = try png()
        let changed = chunk("tIME", [0x07, 0xEA, 6, 14, 20, 15, 3])
        let created = chunk("tEXt", Array("Creation Time\02026-06-13T19:00:00+02:00".utf8))
        let one = try PictureFile(path: scratch.write(Array(bytes[..<33]) + changed + bytes[33...], "a"))
        #expect(one.takenAt == CaptureTime(exif: "2026:06:14 20:15:03", offset: "Z"))
        let two = try PictureFile(path: scratch.write(Array(bytes[..<33]) + changed + created + bytes[33...], "b"))
        #expect(two.takenAt == CaptureTime(exif: "2026:06:13 19:00:00", offset: "+02:00"))
    }
}
