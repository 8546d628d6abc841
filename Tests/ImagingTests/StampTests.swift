import Testing

@testable import Imaging

@Suite struct StampTests {
    @Test(arguments: StillFormat.allCases, ["boothkit 1 9f8a77", "Grüße 写真", "\u{1}<&>"])
    func `a comment comes back from every format`(format: StillFormat, comment: String) throws {
        let bytes = try scene(width: 300, height: 200).encoded(as: format, metadata: Metadata(comment: comment))
        #expect(try stamp(bytes) == comment)
    }

    @Test(arguments: StillFormat.allCases)
    func `a file without a comment has none`(format: StillFormat) throws {
        #expect(try stamp(scene(width: 30, height: 20).encoded(as: format, metadata: Metadata())) == nil)
    }

    @Test func `a missing file is an error`() {
        #expect(throws: ImagingError.missing(path: "/no/such/file.jpg")) {
            try Stamp.comment(ofFile: "/no/such/file.jpg")
        }
        #expect(throws: ImagingError.self) { try Stamp.comment(ofFile: "/root/\(String(repeating: "x", count: 300))") }
    }

    @Test(arguments: StillFormat.allCases)
    func `cut and broken files are read without harm`(format: StillFormat) throws {
        let bytes = try scene(width: 30, height: 20).encoded(as: format, metadata: Metadata(comment: "note"))
        for length in [0, 1, 11, 12, 13, 20] + Array(stride(from: 25, to: bytes.count, by: bytes.count / 12)) {
            let comment = try stamp(Array(bytes.prefix(length)))
            #expect(comment == nil || comment == "note")
        }
        for at in stride(from: 1, to: 64, by: 5) {
            var broken = bytes
            broken[at] = 0xFF
            _ = try stamp(broken)
        }
    }

    @Test func `other files have no comment`() throws {
        #expect(try stamp(Array("just some text in a file".utf8)) == nil)
        #expect(try stamp([]) == nil)
    }

    @Test(arguments: StillFormat.allCases) func `the longest comment comes back`(format: StillFormat) throws {
        let comment = String(repeating: "x", count: 65533)
        let bytes = try scene(width: 30, height: 20).encoded(as: format, metadata: Metadata(comment: comment))
        #expect(try stamp(bytes) == comment)
    }

    private func stamp(_ bytes: [UInt8]) throws -> String? {
        try withFile(bytes, "x") { try Stamp.comment(ofFile: $0) }
    }
}
