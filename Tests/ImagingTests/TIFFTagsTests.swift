import Foundation
import Testing

@testable import Imaging

@Suite struct TIFFTagsTests {
    /// BYTE, SBYTE, SHORT, SSHORT, LONG, SLONG and IFD.
    @Test(arguments: [1, 6, 3, 8, 4, 9, 13], [false, true])
    func `an orientation of any type of whole numbers turns`(type: Int, bigEndian: Bool) {
        let tags = TIFFTags(exif: Exif.block(main: [(0x0112, .typed(type, 6))], bigEndian: bigEndian))
        #expect(tags.orientation == .quarterTurnRight)
    }

    @Test(arguments: [6, 8, 9]) func `a negative number is no orientation`(type: Int) {
        #expect(TIFFTags(exif: Exif.block(main: [(0x0112, .typed(type, -6))])).orientation == .upright)
    }

    @Test func `a BigTIFF's tags are read`() {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        for type in [3, 4, 16, 17] {
            let head = Array("II".utf8) + number(43, 2) + number(8, 2) + number(0, 2) + number(16, 8)
            let directory =
                number(1, 8) + number(0x0112, 2) + number(type, 2) + number(1, 8) + number(8, 8) + number(0, 8)
            #expect(TIFFTags(exif: head + directory).orientation == .quarterTurnLeft)
        }
    }

    /// Found by libFuzzer: a count of 64 bits below zero, times the size of a value, overflows.
    @Test(arguments: [Int.min, Int.min + 1, -1, Int.max]) func `a count beyond all bounds is no value`(count: Int) {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let head = Array("II".utf8) + number(43, 2) + number(8, 2) + number(0, 2) + number(16, 8)
        for tag in [0x0112, 273] {
            let entry = number(tag, 2) + number(4, 2) + number(count, 8) + number(8, 8)
            let structure = TIFFStructure(exif: head + number(1, 8) + entry + number(0, 8))
            #expect(structure.map { $0.integers($0.directory(at: 16)[tag]) } == .some(nil))
        }
    }

    @Test(arguments: [
        ([0x9003, 0x9004, 0x0132], "2026:01:01 01:00:00"), ([0x9004, 0x0132], "2026:02:02 02:00:00"),
        ([0x0132], "2026:03:03 03:00:00"),
    ])
    func `the first time that is there counts`(tags: [Int], time: String) {
        let all: [Int: String] = [
            0x9003: "2026:01:01 01:00:00", 0x9004: "2026:02:02 02:00:00", 0x0132: "2026:03:03 03:00:00",
        ]
        for missing in [nil, "0000:00:00 00:00:00", "    :  :     :  :  "] {
            let value = { (tag: Int) -> (Int, Exif.Value)? in
                tags.contains(tag) ? (tag, .text(all[tag]!)) : missing.map { (tag, .text($0)) }
            }
            let block = Exif.block(
                main: [0x0132].compactMap(value), exif: [0x9003, 0x9004].compactMap(value))
            #expect(TIFFTags(exif: block).takenAt?.exif == time)
        }
    }

    @Test func `each time has its own offset and fraction, and lends them to the same second`() throws {
        let second = "2026:06:14 20:15:00"
        let own = Exif.block(exif: [
            (0x9003, .text(second)), (0x9004, .text("2026:06:15 08:00:00")), (0x9012, .text("+09:00")),
            (0x9291, .text("73")), (0x9292, .text("11")),
        ])
        let time = try #require(TIFFTags(exif: own).takenAt)
        #expect(time.fraction == "73" && time.offset == nil)
        let lent = Exif.block(
            main: [(0x0132, .text(second))],
            exif: [(0x9003, .text(second)), (0x9010, .text("+02:00")), (0x9290, .text("5"))])
        #expect(TIFFTags(exif: lent).takenAt == CaptureTime(exif: second, offset: "+02:00", fraction: "5"))
    }

    @Test(arguments: [
        (
            "<x exif:DateTimeOriginal=\"2026-06-14T20:15:00.5+02:00\" xmp:ModifyDate='2027-01-01'/>",
            "2026:06:14 20:15:00"
        ),
        ("<xmp:CreateDate>2026-06-14T20:15:00</xmp:CreateDate>", "2026:06:14 20:15:00"),
        ("<photoshop:DateCreated>\n2026-06-14\n</photoshop:DateCreated>", "2026:06:14 00:00:00"),
        ("<x xap:CreateDate = \"2026-06-14\"/>", "2026:06:14 00:00:00"),
        ("<x a:MetadataDate='2025-01-01' xmp:ModifyDate='2026-06-14'/>", "2026:06:14 00:00:00"),
    ])
    func `XMP's times are read`(packet: String, time: String) throws {
        #expect(XMPPacket.time(Array(packet.utf8))?.exif == time)
        for end in packet.utf8.indices { _ = XMPPacket.time(Array(packet.utf8[..<end])) }
        let scratch = Scratch()
        let marker = Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(packet.utf8)
        let segment: [UInt8] = [0xFF, 0xE1, UInt8((marker.count + 2) >> 8), UInt8((marker.count + 2) & 255)] + marker
        let jpeg = [0xFF, 0xD8] + segment + Pattern(9, 9).jpeg().dropFirst(2)
        #expect(try PictureFile(path: scratch.write(jpeg)).takenAt?.exif == time)
    }

    @Test func `a fraction of a second is written again`() throws {
        let exif = Exif.block(exif: [(0x9003, .text("2026:06:14 20:15:00")), (0x9291, .text("073"))])
        let scratch = Scratch()
        let file = try PictureFile(path: scratch.write(Pattern(9, 9).jpeg(exif: exif)))
        let written = try file.whole().encoded(as: .jpeg, metadata: Metadata(takenAt: file.takenAt))
        #expect(try PictureFile(bytes: written, name: "again").takenAt == file.takenAt)
        #expect(file.takenAt?.fraction == "073")
    }

    @Test func `broken blocks are read without harm`() {
        let whole = Exif.block(
            main: [(0x0112, .short(6)), (0x0132, .text("2026:06:14 20:15:00"))],
            exif: [(0x9003, .text("2026:06:14 20:15:00"))], interoperability: [(1, .text("R03"))])
        var state: UInt32 = 7
        for _ in 0..<2_000 {
            var broken = whole
            for _ in 0..<3 {
                state = state &* 1_664_525 &+ 1_013_904_223
                broken[Int(state >> 8) % broken.count] = UInt8(truncatingIfNeeded: state >> 24)
            }
            _ = TIFFTags(exif: broken)
        }
        #expect(TIFFTags(exif: whole).isAdobeRGB)
    }
}
