import Foundation
import Glibc
import Testing

@testable import Files

@Suite struct WriteTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [0, 1, 4096, 3_000_000])
    func `what was written is read back, and nothing else is left`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try writeDurably(bytes, to: scratch.path("out.jpg"))
        #expect(try readAll(scratch.path("out.jpg"), limit: count) == bytes)
        #expect(try scratch.names() == ["out.jpg"])
    }

    @Test func `replaces the old file, also from borrowed memory`() throws {
        try scratch.put("a longer old text", at: "out")
        let bytes = Array("new".utf8)
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(FilesError) in try writeDurably(buffer, to: scratch.path("out")) }
        }
        try result.get()
        #expect(try readAll(scratch.path("out"), limit: 100) == bytes)
    }

    @Test func `the mode is 0644 less the umask`() throws {
        try writeDurably([1], to: scratch.path("out"))
        var status = stat()
        #expect(stat(scratch.path("out"), &status) == 0)
        let mask = try #require(
            try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                .split(separator: "\n").first { $0.hasPrefix("Umask:") }?.split(separator: "\t").last)
        #expect(status.st_mode & 0o777 == 0o644 & ~mode_t(mask, radix: 8)!)
    }

    @Test func `a failure half-way keeps the old file and leaves no temporary one`() throws {
        try scratch.put("old", at: "out")
        let full = FilesError.diskFull(path: "out", reason: "No space left on device")
        #expect(throws: full) {
            try replaceDurably(scratch.path("out")) { (file) throws(FilesError) in
                #expect((try? scratch.names().count) == 2)
                throw full
            }
        }
        #expect(try scratch.names() == ["out"])
        #expect(try readAll(scratch.path("out"), limit: 10) == Array("old".utf8))
    }

    @Test func `a folder that appears in the way keeps its place, and no temporary file stays`() throws {
        let path = scratch.path("out")
        #expect(throws: FilesError.isAFolder(path: path)) {
            try replaceDurably(path) { (_) throws(FilesError) in mkdir(path, 0o755) }
        }
        #expect(try scratch.names() == ["out"])
    }

    @Test func `refuses to replace folders, pipes and devices`() throws {
        #expect(throws: FilesError.isAFolder(path: scratch.folder)) { try writeDurably([1], to: scratch.folder) }
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: FilesError.notAFile(path: pipe, kind: "a pipe")) { try writeDurably([1], to: pipe) }
        try scratch.link("null", to: "/dev/null")
        let null = scratch.path("null")
        #expect(throws: FilesError.notAFile(path: null, kind: "a device")) { try writeDurably([1], to: null) }
    }

    @Test func `a symbolic link is replaced, what it pointed to stays`() throws {
        try scratch.put("original", at: "original")
        try scratch.link("link", to: "original")
        try writeDurably([7], to: scratch.path("link"))
        #expect(try readAll(scratch.path("original"), limit: 100) == Array("original".utf8))
        #expect(try readAll(scratch.path("link"), limit: 100) == [7])
    }

    @Test(arguments: ["", ".", "..", "dir/", "dir/."])
    func `refuses what cannot name a file`(name: String) {
        #expect(throws: FilesError.cannotCreate(path: name, reason: "not the name of a file")) {
            try writeDurably([1], to: name)
        }
    }

    @Test func `refuses a name that the system would cut short`() {
        #expect(throws: FilesError.cannotCreate(path: "a\0b", reason: "not the name of a file")) {
            try writeDurably([1], to: "a\0b")
        }
    }

    @Test func `says when the folder is missing or none`() throws {
        let path = scratch.path("no/such/out")
        #expect(throws: FilesError.cannotCreate(path: path, reason: "there is no folder \(scratch.path("no/such/"))")) {
            try writeDurably([1], to: path)
        }
        try scratch.put("", at: "file")
        #expect(
            throws: FilesError.cannotCreate(
                path: scratch.path("file/out"), reason: "\(scratch.path("file/")) is not a folder")
        ) {
            try writeDurably([1], to: scratch.path("file/out"))
        }
    }

    @Test func `takes names up to the system's limit, in any script`() throws {
        for name in [String(repeating: "x", count: 255), String(repeating: "é", count: 127), "🎉" + ".jpg"] {
            try writeDurably([1], to: scratch.path(name))
        }
        #expect(try scratch.names().count == 3)
        let long = scratch.path(String(repeating: "x", count: 256))
        #expect(throws: FilesError.cannotCreate(path: long, reason: "File name too long")) {
            try writeDurably([1], to: long)
        }
        #expect(try scratch.names().count == 3)
    }

    @Test func `many writers of one file leave one whole file`() async throws {
        let path = scratch.path("out")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { try writeDurably([UInt8](repeating: UInt8(number), count: 50_000), to: path) }
            }
            try await group.waitForAll()
        }
        let bytes = try readAll(path, limit: 50_000)
        #expect(bytes.count == 50_000 && Set(bytes).count == 1)
        #expect(try scratch.names() == ["out"])
    }
}
