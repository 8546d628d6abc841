import Files
import Foundation
import Testing

@Suite struct CopyTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 3_500_000]) func `A copy has every byte`(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        try writeDurably(bytes, to: scratch.path("a"))
        try copyDurably(scratch.path("a"), to: scratch.path("b"))
        #expect(try readAll(scratch.path("b"), limit: 1 << 24) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == ["a", "b"])
    }

    @Test func `What cannot be copied leaves the former file`() throws {
        try writeDurably([1], to: scratch.path("b"))
        #expect(throws: FilesError.self) { try copyDurably(scratch.path("none"), to: scratch.path("b")) }
        #expect(throws: FilesError.self) { try copyDurably(scratch.folder, to: scratch.path("b")) }
        #expect(try readAll(scratch.path("b"), limit: 8) == [1])
        #expect(throws: FilesError.self) { try copyDurably(scratch.path("b"), to: scratch.path("none/c")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["b"])
    }
}
