import Testing

@testable import Imaging

@Suite struct MetadataTests {
    private let taken = CaptureTime(exif: "2026:06:14 20:15:00", offset: "+02:00")

    @Test(.enabled(if: VipsTool.isInstalled), arguments: StillFormat.allCases)
    func `another program reads resolution and profile`(format: StillFormat) throws {
        let image = try scene(width: 40, height: 30)
        let file = try image.encoded(as: format, metadata: Metadata(dpi: 300, takenAt: taken))
        let header = try VipsTool.header(file, "x.\(format)")
        #expect(header["width"] == "40" && header["height"] == "30" && header["bands"] == "3")
        #expect(header["icc-profile-data"]?.hasPrefix("\(SRGBProfile.bytes.count) bytes") == true)
        // Pixels per millimetre.
        if format != .webp { #expect(header["xres"].flatMap(Double.init).map { abs($0 - 300 / 25.4) < 0.001 } == true) }
        if format != .png {
            #expect(header["exif-ifd0-Software"]?.hasPrefix("Boothkit") == true)
            #expect(header["exif-ifd0-Orientation"]?.hasPrefix("1") == true)
            #expect(header["exif-ifd0-XResolution"]?.hasPrefix("300/1") == true)
            #expect(header["exif-ifd2-DateTimeOriginal"]?.hasPrefix("2026:06:14 20:15:00") == true)
            #expect(header["exif-ifd2-ColorSpace"]?.hasPrefix("1") == true)
        }
    }

    /// Nothing about place, owner, device or the time of encoding can hide in a file of these parts.
    @Test func `files consist of the listed parts`() throws {
        let metadata = Metadata(takenAt: taken, comment: "note")
        let image = try scene(width: 40, height: 30)
        let jpeg = try image.encoded(as: .jpeg, metadata: metadata)
        #expect(markers(jpeg) == [0xE0, 0xE1, 0xE2, 0xFE, 0xDB, 0xDB, 0xC0, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA])
        let png = try image.encoded(as: .png, metadata: metadata)
        #expect(pngChunks(png) == ["IHDR", "iCCP", "eXIf", "pHYs", "tEXt", "IDAT", "IEND"])
        let webp = try image.encoded(as: .webp, metadata: metadata)
        #expect(webpChunks(webp) == ["VP8X", "ICCP", "VP8 ", "EXIF", "CMNT"])
    }

    @Test(arguments: [0.0, 0.5, 65536, -.infinity, .nan], StillFormat.allCases)
    func `a resolution that no format can hold is refused`(dpi: Double, format: StillFormat) throws {
        let image = try scene(width: 8, height: 8)
        #expect(
            throws: ImagingError.notEncodable(format: format.rawValue, reason: "\(dpi) dpi", remedy: "use 1 to 65535")
        ) {
            try image.encoded(as: format, metadata: Metadata(dpi: dpi))
        }
    }

    @Test(arguments: [String(repeating: "x", count: 65534), "a\0b"], StillFormat.allCases)
    func `a comment that no format can hold is refused`(comment: String, format: StillFormat) throws {
        let image = try scene(width: 8, height: 8)
        #expect(throws: ImagingError.self) { try image.encoded(as: format, metadata: Metadata(comment: comment)) }
    }

    @Test func `resolutions are exact in JFIF and in EXIF`() throws {
        let file = try scene(width: 8, height: 8).encoded(as: .jpeg, metadata: Metadata(dpi: 299.5))
        #expect(Array(file[13..<18]) == [1, 1, 44, 1, 44])
        let exif = ExifBlock(width: 8, height: 8, metadata: Metadata(dpi: 299.5)).bytes
        let rational = littleEndian(UInt32(299_500)) + littleEndian(UInt32(1000))
        #expect(exif.indices.contains { exif[$0...].starts(with: rational) })
    }

    @Test func `EXIF holds exactly the listed tags`() throws {
        #expect(tags(Metadata(takenAt: taken)).main == [0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x8769])
        #expect(tags(Metadata(takenAt: taken)).photo == [0x9000, 0x9003, 0x9011, 0xA001, 0xA002, 0xA003])
        let noOffset = CaptureTime(exif: "2026:06:14 20:15:00")
        #expect(tags(Metadata(takenAt: noOffset)).photo == [0x9000, 0x9003, 0xA001, 0xA002, 0xA003])
        #expect(tags(Metadata()).photo == [0x9000, 0xA001, 0xA002, 0xA003])
    }

    /// Tags of the main and of the photo directory, read from the block.
    private func tags(_ metadata: Metadata) -> (main: [Int], photo: [Int]) {
        let bytes = ExifBlock(width: 10, height: 20, metadata: metadata).bytes
        func short(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
        func directory(_ at: Int) -> [Int] { (0..<short(at)).map { short(at + 2 + 12 * $0) } }
        let pointer = 8 + 2 + 12 * (short(8) - 1) + 8
        return (directory(8), directory(short(pointer)))
    }

    private func markers(_ file: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        var at = 2
        while at + 4 <= file.count, file[at] == 0xFF, found.last != 0xDA {
            found.append(file[at + 1])
            at += 2 + Int(file[at + 2]) * 256 + Int(file[at + 3])
        }
        return found
    }

    private func pngChunks(_ file: [UInt8]) -> [String] {
        var found: [String] = []
        var at = 8
        while at + 8 <= file.count {
            let name = String(decoding: file[(at + 4)..<(at + 8)], as: UTF8.self)
            if found.last != name { found.append(name) }
            at += 12 + file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return found
    }

    private func webpChunks(_ file: [UInt8]) -> [String] {
        var found: [String] = []
        var at = 12
        while at + 8 <= file.count {
            found.append(String(decoding: file[at..<at + 4], as: UTF8.self))
            let length = file[(at + 4)..<(at + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
            at += 8 + length + length % 2
        }
        #expect(at == file.count)
        return found
    }
}
