import Files
import Testing

@Suite struct SearchPathTests {
    private let scratch: Scratch
    private let path: SearchPath

    init() throws {
        scratch = try Scratch()
        for folder in ["own", "shipped"] { try scratch.makeFolder(folder) }
        path = SearchPath([scratch.path("own"), scratch.path("none"), scratch.path("shipped")])
    }

    @Test func `the first folder that has the file wins, and one that is missing is passed over`() throws {
        try scratch.put("shipped", at: "shipped/4x6.json")
        #expect(try path.read("4x6.json", limit: 100).map { String(decoding: $0.bytes, as: UTF8.self) } == "shipped")
        try scratch.put("own", at: "own/4x6.json")
        let found = try path.read("4x6.json", limit: 100)
        #expect(found?.path == scratch.path("own/4x6.json") && found?.bytes == Array("own".utf8))
        #expect(try path.read("5x7.json", limit: 100) == nil)
    }

    @Test func `a file that cannot be taken is not passed over`() throws {
        try scratch.put("too long", at: "own/4x6.json")
        try scratch.put("fits", at: "shipped/4x6.json")
        #expect(throws: FilesError.tooLarge(path: scratch.path("own/4x6.json"), size: 8, limit: 4)) {
            try path.read("4x6.json", limit: 4)
        }
    }

    @Test func `each document is named once`() throws {
        for file in ["own/a.json", "shipped/a.json", "shipped/b.json", "own/.c.json", "own/d.schema.json", "own/e.txt"]
        {
            try scratch.put("", at: file)
        }
        #expect(path.documents == ["a", "b"])
    }

    @Test func `data are looked for here, then beside the installed program`() {
        #expect(
            SearchPath.standard("layouts", program: "/usr/local/bin/booth").folders
                == ["layouts", "/usr/local/bin/../share/boothkit/layouts"])
    }
}
