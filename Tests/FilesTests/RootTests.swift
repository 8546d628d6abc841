import Testing

@testable import Files

@Suite struct RootTests {
    let scratch: Scratch
    let root: Root

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("root/fonts")
        try scratch.makeFolder("root-beside")
        try scratch.put("frame", at: "root/frame.png")
        try scratch.put("font", at: "root/fonts/a.ttf")
        try scratch.put("secret", at: "secret")
        try scratch.put("secret", at: "root-beside/secret")
        root = try Root(scratch.path("root"))
    }

    @Test(arguments: [
        ("frame.png", "/frame.png"), ("./frame.png", "/frame.png"), ("fonts/a.ttf", "/fonts/a.ttf"),
        ("fonts/../frame.png", "/frame.png"), ("fonts//a.ttf", "/fonts/a.ttf"), ("fonts", "/fonts"), (".", ""),
    ])
    func `finds what is inside`(relative: String, real: String) throws {
        #expect(try root.resolve(relative) == root.folder + real)
    }

    @Test(arguments: [
        "/etc/passwd", "..", "../secret", "fonts/../../secret", "../root/frame.png", "../root-beside/secret",
        "no/such/../../../secret",
    ])
    func `refuses what leads out, whether it exists or not`(relative: String) {
        #expect(throws: FilesError.leavesRoot(path: relative, root: scratch.path("root"))) {
            try root.resolve(relative)
        }
    }

    @Test(arguments: ["../secret", "/etc/passwd", "..", "../root-beside/secret"])
    func `refuses links that lead out`(destination: String) throws {
        try scratch.link("root/link", to: destination)
        for path in destination == ".." ? ["link", "link/secret"] : ["link"] {
            #expect(throws: FilesError.leavesRoot(path: path, root: scratch.path("root"))) { try root.resolve(path) }
        }
    }

    @Test func `follows links that stay inside`() throws {
        try scratch.link("root/link", to: "fonts/a.ttf")
        #expect(try root.resolve("link") == root.folder + "/fonts/a.ttf")
    }

    @Test func `a root reached by a link is the folder behind it`() throws {
        try scratch.link("alias", to: "root")
        #expect(try Root(scratch.path("alias")).resolve("frame.png") == root.folder + "/frame.png")
    }

    @Test func `the root of the disk holds everything below it`() throws {
        #expect(try Root("/").resolve("etc/passwd") == "/etc/passwd")
    }

    @Test func `says what is missing or impossible`() throws {
        #expect(throws: FilesError.missing(path: scratch.path("root/nothing.png"))) {
            try root.resolve("nothing.png")
        }
        #expect(throws: FilesError.missing(path: scratch.path("root/"))) { try root.resolve("") }
        #expect(throws: FilesError.missing(path: "/no/such")) { try Root("/no/such") }
        #expect(throws: FilesError.unreadable(path: scratch.path("root/a\0b"), reason: "NUL in the name")) {
            try root.resolve("a\0b")
        }
    }
}
