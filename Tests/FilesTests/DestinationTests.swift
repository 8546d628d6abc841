import Glibc
import Testing

@testable import Files

@Suite struct DestinationTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("folder")
        try scratch.put("old", at: "file")
        #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    }

    @Test(arguments: ["new", "file", "folder/new"])
    func `a file that can be written passes, and nothing is touched`(name: String) throws {
        try checkDestination(scratch.path(name))
        #expect(try scratch.names() == ["file", "folder", "pipe"])
        #expect(try readAll(scratch.path("file"), limit: 10) == Array("old".utf8))
    }

    @Test(arguments: ["folder", "pipe", "none/new", "file/new", "folder/", ".."])
    func `what would fail later fails now, in the same words`(name: String) {
        let path = scratch.path(name)
        let early = #expect(throws: FilesError.self) { try checkDestination(path) }
        let late = #expect(throws: FilesError.self) { try writeDurably([1], to: path) }
        #expect(early != nil && early == late)
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func `a folder closed to us is told beforehand`() throws {
        chmod(scratch.path("folder"), 0o500)
        defer { chmod(scratch.path("folder"), 0o700) }
        #expect(throws: FilesError.notPermitted(path: scratch.path("folder/new"), reason: "Permission denied")) {
            try checkDestination(scratch.path("folder/new"))
        }
    }

    @Test func `one file is the same by any path, and what is missing is the same as nothing`() throws {
        try scratch.link("link", to: "file")
        #expect(isSameFile(scratch.path("file"), scratch.path("folder/../link")))
        #expect(!isSameFile(scratch.path("file"), scratch.path("pipe")))
        #expect(!isSameFile(scratch.path("none"), scratch.path("none")))
    }

    @Test(arguments: [
        ("folder/new", "folder/./new", true), ("folder/new", "folder/../folder//new", true),
        ("folder/new", "link/new", true), ("none/deep/new", "none/./deep/new", true),
        ("folder/new", "new", false), ("none/new", "new", false), ("file", "alias", false), ("file", "File", false),
    ])
    func `a place is the same in any spelling, whether something is there or not`(
        one: String, other: String, same: Bool
    ) throws {
        try scratch.link("link", to: "folder")
        try scratch.link("alias", to: "file")
        #expect((FilePlace(scratch.path(one)) == FilePlace(scratch.path(other))) == same)
    }

    @Test func `a relative path and its absolute twin are one place, and a slash more at its start is another`() throws
    {
        let real = try #require(realpath(".", nil))
        defer { free(real) }
        #expect(FilePlace("some.jpg") == FilePlace(String(cString: real) + "/some.jpg"))
        #expect(FilePlace("tmp/some.jpg") != FilePlace("/tmp/some.jpg"))
    }
}
