import Testing

@Suite struct PrivacyTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        // What a camera with GPS writes, twice: as EXIF and as XMP.
        let capture = try Samples.capture(seed: 1)
        let xmp =
            "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>SECRET-PLACE</exif:GPSLatitude></x:xmpmeta>"
        try studio.write(
            Array(capture[..<2]) + Self.segment(0xE1, Self.cameraBlock) + Self.segment(0xE1, Array(xmp.utf8))
                + Self.segment(0xFE, Array("SECRET-COMMENT".utf8)) + Self.withoutExif(capture), "gps.jpg")
    }

    @Test(arguments: ["out.jpg", "out.png", "out.webp"])
    func `place, serial number, owner and comments of a capture stay there, the time goes along`(output: String) throws
    {
        for what in [["--layout", "duo", "gps.jpg", "2.jpg"], ["--effect", "camera", "gps.jpg"]] {
            let run = try studio.render(what + ["-o", output])
            #expect(run.status == 0)
            let bytes = try studio.read(output)
            #expect(!bytes.contains("SECRET") && !bytes.contains("GPS"))
            // PNG is written without EXIF.
            guard !output.hasSuffix(".png") else { continue }
            let exif = try #require(Tags(in: bytes, of: output))
            #expect(exif.main.keys.sorted() == [0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x8769], "no GPS directory")
            #expect(exif.photo[0x9003] == "2026:06:14 20:15:30" && exif.photo[0xA431] == nil)
        }
    }

    @Test func `nothing of it reaches an animation or the results`() throws {
        let run = try studio.render("--layout", "duo", "gps.jpg", "2.jpg", "--animation", "a.gif", "--json")
        #expect(run.status == 0 && !run.out.contains("SECRET"))
        #expect(try !studio.read("a.gif").contains("SECRET"))
    }

    @Test func `the sample does hold what is looked for`() throws {
        let bytes = try studio.read("gps.jpg")
        let exif = try #require(Tags(in: bytes, of: "gps.jpg"))
        #expect(bytes.contains("SECRET-SERIAL") && bytes.contains("SECRET-PLACE") && exif.main[0x8825] != nil)
        #expect(exif.photo[0xA431] == "SECRET-SERIAL")
    }

    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content
    }

    /// The segments behind the start of the image, less those of EXIF.
    private static func withoutExif(_ jpeg: [UInt8]) -> [UInt8] {
        var (kept, at): ([UInt8], Int) = ([], 2)
        while jpeg[at + 1] != 0xDA {
            let length = 2 + Int(jpeg[at + 2]) << 8 + Int(jpeg[at + 3])
            if jpeg[at + 1] != 0xE1 { kept += jpeg[at..<at + length] }
            at += length
        }
        return kept + jpeg[at...]
    }

    /// Make, the directory of the photo with time, owner and serial number, and one of GPS.
    private static let cameraBlock: [UInt8] = {
        let texts = ["Boothcam\0", "2026:06:14 20:15:30\0", "SECRET-OWNER\0", "SECRET-SERIAL\0"].map { Array($0.utf8) }
        let (main, photo) = (8, 8 + 2 + 3 * 12 + 4)
        let gps = photo + 2 + 3 * 12 + 4
        var places = [gps + 2 + 12 + 4]
        for text in texts { places.append(places.last! + text.count) }
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
        func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
            little(tag, 2) + little(type, 2) + little(count, 4) + value + [UInt8](repeating: 0, count: 4 - value.count)
        }
        func text(_ tag: Int, _ index: Int) -> [UInt8] { entry(tag, 2, texts[index].count, little(places[index], 4)) }
        func directory(_ entries: [[UInt8]]) -> [UInt8] {
            little(entries.count, 2) + entries.flatMap { $0 } + [0, 0, 0, 0]
        }
        return Array("Exif\0\0II*\0".utf8) + little(main, 4)
            + directory([text(0x010F, 0), entry(0x8769, 4, 1, little(photo, 4)), entry(0x8825, 4, 1, little(gps, 4))])
            + directory([text(0x9003, 1), text(0xA430, 2), text(0xA431, 3)])
            + directory([entry(1, 2, 2, Array("N\0".utf8))]) + texts.flatMap { $0 }
    }()
}

/// The tags of a little-endian EXIF block, as the texts that they are; empty for those that are none.
struct Tags {
    private(set) var main: [Int: String] = [:]
    private(set) var photo: [Int: String] = [:]
    private let bytes: [UInt8]

    init?(in file: [UInt8], of name: String) {
        let mark = name.hasSuffix(".webp") ? "EXIF" : "Exif\0\0"
        guard let at = file.position(of: mark) else { return nil }
        let from = at + mark.utf8.count
        bytes = Array(file[(name.hasSuffix(".webp") ? from + 4 : from)...])
        guard bytes.starts(with: Array("II*\0".utf8)) else { return nil }
        main = directory(number(4, 4))
        if let place = entry(0x8769, number(4, 4)) { photo = directory(number(place + 8, 4)) }
    }

    private func number(_ at: Int, _ count: Int) -> Int {
        (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
    }

    private func entries(_ at: Int) -> [Int] { (0..<number(at, 2)).map { at + 2 + 12 * $0 } }

    private func entry(_ tag: Int, _ at: Int) -> Int? { entries(at).first { number($0, 2) == tag } }

    private func directory(_ at: Int) -> [Int: String] {
        Dictionary(
            uniqueKeysWithValues: entries(at).map { place in
                let count = number(place + 4, 4)
                let text = count > 4 ? number(place + 8, 4) : place + 8
                let isText = number(place + 2, 2) == 2
                return (number(place, 2), isText ? String(decoding: bytes[text..<text + count - 1], as: UTF8.self) : "")
            })
    }
}
