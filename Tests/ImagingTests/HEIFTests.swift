import Foundation
import Testing

@testable import Imaging

@Suite struct HEIFTests {
    let scratch = Scratch()
    static let pictures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures").path

    private func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(Self.pictures)/\(name)")))
    }

    @Test func `a gain map of two pictures does not hide the primary one`() throws {
        let file = try PictureFile(path: "\(Self.pictures)/gain-map-of-two.heic")
        #expect(file.format == .heic && !file.hasAlpha)
        let picture = try file.allPixels()
        #expect((picture.width, picture.height) == (1200, 800) && Set(picture.pixels).count > 8)
        let memory = try PictureFile(bytes: bytes("gain-map-of-two.heic"), name: "memory")
        #expect(try memory.allPixels().pixels == picture.pixels)
    }

    @Test func `colours that only an nclx box names are applied`() throws {
        let picture = try PictureFile(path: "\(Self.pictures)/display-p3-nclx.heic").allPixels()
        #expect(distance(picture[8, 8], [218, 0, 26]) <= 3, "\(picture[8, 8])")
    }

    @Test(arguments: 0...30, 0...20) func `every number of H.273 gives colours or a reason`(
        primaries: Int, transfer: Int
    ) {
        let colours = CodedColours(primaries: primaries, transfer: transfer)
        let isHDR = [9, 10, 16, 18].contains(transfer)
        let isKnown = primaries <= 12 || primaries == 22
        #expect((colours.refusal == nil) == (isKnown && !isHDR))
        let isSRGB = primaries <= 3 && ![4, 5, 8, 17].contains(transfer)
        #expect((colours.profile == nil) == (isSRGB || colours.refusal != nil))
    }

    @Test func `a file that is cut is damaged, and nothing in it can do harm`() throws {
        let whole = try bytes("gain-map-of-two.heic")
        let path = try scratch.write(Array(whole.prefix(whole.count * 6 / 10)), "cut.heic")
        let error = #expect(throws: ImagingError.self) { try PictureFile(path: path).allPixels() }
        #expect(error.map { "\($0)".contains("the file ends too early") } == true, "\(error as Any)")
        var state: UInt32 = 3
        for _ in 0..<400 {
            var broken = whole
            for _ in 0..<4 {
                state = state &* 1_664_525 &+ 1_013_904_223
                broken[Int(state >> 8) % 900] = UInt8(truncatingIfNeeded: state >> 24)
            }
            let file = try OpenFile(memory: broken, name: "broken")
            let view = try HEIFItems(of: file).view
            #expect(view.map { $0.offset + $0.bytes.count <= broken.count } ?? true)
        }
    }

    @Test func `a box that is said to be long is not waited for`() throws {
        let long = [8, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0] + Array("mif1".utf8)
        let file = try OpenFile(memory: long, name: "long")
        #expect(try HEIFItems(of: file).wholeSize == long.count && HEIFItems(of: file).isCut)
        #expect(throws: ImagingError.ruined(path: "long", detail: "the file ends too early")) {
            try PictureFile(bytes: long, name: "long")
        }
    }

    @Test func `moving pictures without a still one are told by their name`() throws {
        let box = [0, 0, 0, 24] + Array("ftypmsf1".utf8) + [0, 0, 0, 0] + Array("msf1hevc".utf8)
        let path = try scratch.write(box + [0, 0, 0, 16] + Array("moov".utf8) + [UInt8](repeating: 0, count: 8))
        #expect(throws: ImagingError.unsupported(path: path, reason: "a HEIF sequence of moving pictures")) {
            try PictureFile(path: path)
        }
    }
}

/// The list of items alone, written by hand.
@Suite struct HEIFItemListTests {
    private func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let size = content.count + 8
        return [0, 0, UInt8(size >> 8), UInt8(size & 255)] + Array(type.utf8) + content
    }

    private func meta(
        primary: Int, items: [(Int, String)], references: [(String, Int, [Int])], auxiliary: [Int: String] = [:]
    ) -> [UInt8] {
        func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
        let entries = items.flatMap { item -> [UInt8] in
            box("infe", [2, 0, 0, 0] + two(item.0) + [0, 0] + Array(item.1.utf8) + [0])
        }
        let links = references.flatMap { (reference) -> [UInt8] in
            let targets: [UInt8] = reference.2.flatMap(two)
            return box(reference.0, two(reference.1) + two(reference.2.count) + targets)
        }
        let types = auxiliary.sorted { $0.key < $1.key }
        let properties = box(
            "ipco", types.flatMap { type -> [UInt8] in box("auxC", [0, 0, 0, 0] + Array(type.value.utf8) + [0]) })
        let owners = types.enumerated().flatMap { (index, type) -> [UInt8] in two(type.key) + [1, UInt8(index + 1)] }
        let associations: [UInt8] = box("ipma", [0, 0, 0, 0, 0, 0] + two(types.count) + owners)
        var content: [UInt8] = [0, 0, 0, 0]
        content += box("pitm", [0, 0, 0, 0] + two(primary))
        content += box("iinf", [0, 0, 0, 0] + two(items.count) + entries)
        content += box("iref", [0, 0, 0, 0] + links)
        content += box("iprp", properties + associations)
        return box("meta", content)
    }

    /// The types of the items in their order, as they stand after hiding.
    private func types(_ meta: [UInt8]) -> (types: [String], primary: UInt8) {
        var list = HEIFItemList(meta, content: 8)
        list.hideOthers()
        let after = list.bytes
        #expect(after.count == meta.count)
        let names = after.indices.dropLast(24).filter { after[$0...].starts(with: "infe".utf8) }.map {
            String(decoding: after[$0 + 12..<$0 + 16], as: UTF8.self)
        }
        let primary = after.indices.first { after[$0...].starts(with: "pitm".utf8) }!
        return (names, after[primary + 9])
    }

    private let alpha = "urn:mpeg:hevc:2015:auxid:1"

    @Test func `what the primary picture needs stays, all else is hidden`() {
        let found = types(
            meta(
                primary: 1,
                items: [
                    (1, "grid"), (2, "hvc1"), (3, "hvc1"), (4, "hvc1"), (5, "hvc1"), (6, "hvc1"), (7, "tmap"),
                    (8, "Exif"),
                    (9, "mime"), (10, "grid"), (11, "hvc1"), (12, "hvc1"),
                ],
                references: [
                    ("dimg", 1, [2, 3]), ("auxl", 4, [1]), ("auxl", 5, [1, 7]), ("thmb", 6, [1]), ("dimg", 7, [1, 5]),
                    ("cdsc", 8, [1]), ("auxl", 10, [1]), ("dimg", 10, [11]), ("auxl", 12, [1]),
                ],
                auxiliary: [
                    4: alpha, 5: "urn:com:apple:photo:2020:aux:hdrgainmap", 10: alpha,
                    12: "urn:com:apple:photo:2018:aux:portraiteffectsmatte",
                ]))
        #expect(
            found.types == [
                "grid", "hvc1", "hvc1", "hvc1", "skip", "skip", "skip", "Exif", "mime", "grid", "hvc1", "skip",
            ])
    }

    @Test func `a primary item that is a recipe gives way to its picture`() {
        let found = types(
            meta(primary: 3, items: [(1, "hvc1"), (2, "hvc1"), (3, "tmap")], references: [("dimg", 3, [1, 2])]))
        #expect(found.primary == 1 && found.types == ["hvc1", "skip", "skip"])
    }

    @Test func `places that take no room are not counted for ever`() {
        // 65,535 items of 65,535 extents each, in numbers of no bytes.
        let entry: [UInt8] = [0, 1, 0, 0, 255, 255]
        let places = box("iloc", [0, 0, 0, 0, 0, 0, 255, 255] + Array(repeatElement(entry, count: 8_000).joined()))
        let meta = box("meta", [0, 0, 0, 0] + places)
        let start = ContinuousClock.now
        #expect(HEIFItemList(meta, content: 8).places.count == 1)
        #expect(ContinuousClock.now - start < .seconds(1))
    }

    @Test func `references in a ring end`() {
        let found = types(
            meta(primary: 1, items: [(1, "iden"), (2, "iden")], references: [("dimg", 1, [2]), ("dimg", 2, [1])]))
        #expect(found.types == ["iden", "iden"])
    }
}
