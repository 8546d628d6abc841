import Testing

@testable import Compositor

@Suite struct PaperTests {
    private let scratch = try! Scratch()

    private func paper(_ json: String, _ rest: String = "") throws -> Paper {
        try scratch.layout(#"{ "paper": \#(json)\#(rest) }"#).paper
    }

    private func problem(_ json: String) -> String {
        do {
            _ = try paper(json)
            return "accepted"
        } catch { return "\(error)".replacing(scratch.folder, with: "") }
    }

    /// Width, height, bleed x, bleed y in pixels at 300 dpi.
    @Test(arguments: [
        ("2x6", [600, 1800, 24, 36]), ("2x6x4", [600, 1800, 24, 32]), ("4x6", [1200, 1800, 24, 36]),
        ("5x7", [1500, 2100, 34, 38]), ("6x8", [1800, 2400, 32, 24]), ("6x9", [1800, 2700, 32, 24]),
        ("square", [1080, 1080, 0, 0]),
    ])
    func `shipped papers are found by name, and lie on their side for landscape`(name: String, wanted: [Int]) throws {
        let portrait = try paper("\"\(name)\"")
        #expect([portrait.trimWidth, portrait.trimHeight, portrait.bleedX, portrait.bleedY] == wanted)
        #expect(portrait.name == name && portrait.dpi == 300 && portrait.safe == 47)
        let landscape = try paper("\"\(name)\"", #", "orientation": "landscape""#)
        #expect(
            [landscape.trimHeight, landscape.trimWidth, landscape.bleedY, landscape.bleedX] == wanted)
    }

    @Test(arguments: [
        (1200, 800, "landscape", [1200, 800, 3, 7]), (800, 1200, "landscape", [1200, 800, 7, 3]),
        (1200, 800, "portrait", [800, 1200, 7, 3]), (800, 1200, "portrait", [800, 1200, 3, 7]),
        (1200, 800, "", [1200, 800, 3, 7]), (800, 800, "portrait", [800, 800, 3, 7]),
    ])
    func `landscape has the longer side across, whichever way round a paper is described`(
        width: Int, height: Int, orientation: String, wanted: [Int]
    ) throws {
        let paper = try paper(
            #"{ "width": \#(width), "height": \#(height), "bleed": { "x": 3, "y": 7 } }"#,
            orientation.isEmpty ? "" : #", "orientation": "\#(orientation)""#)
        #expect([paper.trimWidth, paper.trimHeight, paper.bleedX, paper.bleedY] == wanted)
    }

    @Test func `a program that was built and not installed finds the papers of its checkout`() throws {
        try scratch.write("checkout/layouts/papers/house.json", #"{ "width": 77, "height": 66 }"#.utf8)
        try scratch.write("own/card/layout.json", #"{ "paper": "house" }"#.utf8)
        let library = LayoutLibrary.standard(program: scratch.folder + "/checkout/.build/x86_64/release/render")
        #expect(try library.layout(scratch.folder + "/own/card").paper.trimWidth == 77)
        #expect(try library.layout(scratch.folder + "/own/card/layout.json").name == "card")
        try scratch.write("usr/share/boothkit/layouts/papers/installed.json", #"{ "width": 88, "height": 66 }"#.utf8)
        try scratch.write("usr/bin/render", [])
        try scratch.write("own/flyer/layout.json", #"{ "paper": "installed" }"#.utf8)
        let installed = LayoutLibrary.standard(program: scratch.folder + "/usr/bin/render")
        #expect(try installed.layout(scratch.folder + "/own/flyer").paper.trimWidth == 88)
    }

    @Test func `a paper of one's own has physical sizes and defaults`() throws {
        let bare = try paper(#"{ "width": "4in", "height": "152.4mm" }"#)
        #expect(
            bare == Paper(name: "custom", dpi: 300, trimWidth: 1200, trimHeight: 1800, bleedX: 0, bleedY: 0, safe: 0))
        let full = try paper(
            #"{ "name": "card", "width": "10cm", "height": "100px", "dpi": 254, "bleed": { "x": "1mm", "y": 3 }, "safe": "2mm" }"#
        )
        #expect(
            full == Paper(name: "card", dpi: 254, trimWidth: 1000, trimHeight: 100, bleedX: 10, bleedY: 3, safe: 20))
        #expect(try paper(#"{ "width": 50, "height": 50, "bleed": 7 }"#).bleedY == 7)
    }

    @Test func `papers beside the layout win over those of the library`() throws {
        try scratch.write("layouts/papers/4x6.json", #"{ "width": 99, "height": 88 }"#.utf8)
        #expect(try paper("\"4x6\"").trimWidth == 99)
        try scratch.write("layouts/papers/house.json", #"{ "width": 77, "height": 66 }"#.utf8)
        #expect(try paper("\"house\"").name == "house")
    }

    @Test func `an unknown paper is an error that lists the known ones`() {
        #expect(
            problem("\"5x8\"")
                == "/layouts/test/layout.json: paper: expected the name of a paper "
                + "(2x6, 2x6x4, 4x6, 5x7, 6x8, 6x9, square; looked for in /layouts/test/papers, /layouts/papers, "
                + "\(Project.layouts)/papers) "
                + #"or its measures, found "5x8"; did you mean "5x7"?"#)
    }

    @Test(arguments: [
        ("7", "paper: expected the name of a paper"), (#""../4x6""#, "paper: expected the name of a paper"),
        (#""""#, "paper: expected the name of a paper"),
        (#"{ "width": 10, "height": 50 }"#, "paper.width: expected a side of 16 to 12,000 pixels, found 10"),
        (#"{ "width": 50, "height": "2m" }"#, "paper.height: expected a length such as"),
        (#"{ "width": 50, "height": "50%" }"#, "paper.height: expected a length such as"),
        (#"{ "width": 50 }"#, "paper.height: missing"),
        (#"{ "width": 50, "hieght": 50 }"#, #"paper.height: missing; is it what "hieght" stands for?"#),
        (#"{ "width": 50, "height": 50, "dpi": 20 }"#, "paper.dpi: expected a number from 36 to 1200, found 20"),
        (#"{ "width": 50, "height": 50, "bleed": -1 }"#, "paper.bleed: expected 0 to 600 pixels, found -1"),
        (#"{ "width": 50, "height": 50, "bleed": { "x": 1 } }"#, "paper.bleed.y: missing"),
        (#"{ "width": 50, "height": 50, "safe": "1e300mm" }"#, "paper.safe: expected a length such as"),
        (#"{ "width": 50, "height": 50, "saef": 1 }"#, #"paper.saef: unknown key; did you mean "safe"?"#),
    ])
    func `a paper that cannot be says where and what was expected`(json: String, wanted: String) {
        let problem = problem(json)
        #expect(problem.hasPrefix("/layouts/test/layout.json: " + wanted), "\(problem)")
    }

    @Test(arguments: [
        (#"{ "columns": 2 }"#, "paper.imposition.sheet: missing"),
        (#"{ "sheet": "5x5" }"#, "paper.imposition.sheet: expected the name of a paper"),
        (
            #"{ "sheet": { "width": 600, "height": 1800, "imposition": { "sheet": "4x6" } } }"#,
            "paper.imposition.sheet.imposition.sheet: a paper that others stand on cannot be imposed itself"
        ),
        (
            #"{ "sheet": "4x6", "columns": 0 }"#,
            "paper.imposition.columns: expected a whole number from 1 to 12, found 0"
        ),
        (
            #"{ "sheet": "4x6", "columns": 2, "gutter": 4 }"#,
            "paper.imposition: 2 x 1 pieces of 600x1800 pixels and their gutters take 1204x1800, the sheet has 1200x1800"
        ),
        (
            #"{ "sheet": "4x6", "columns": 1, "rows": 2 }"#,
            "paper.imposition: 1 x 2 pieces of 600x1800 pixels and their gutters take 600x3600, the sheet has 1200x1800"
        ),
        (
            #"{ "sheet": "4x6", "columns": 1, "turned": true }"#,
            "paper.imposition: 1 x 1 pieces of 1800x600 pixels and their gutters take 1800x600, the sheet has 1200x1800"
        ),
        (
            #"{ "sheet": { "width": 2400, "height": 3600, "dpi": 600 } }"#,
            "paper.imposition.sheet: expected a paper of 300 dpi, as its pieces have"
        ),
    ])
    func `an imposition that cannot be says so`(json: String, wanted: String) {
        let problem = problem(#"{ "width": 600, "height": 1800, "imposition": \#(json) }"#)
        #expect(problem.hasPrefix("/layouts/test/layout.json: " + wanted), "\(problem)")
    }

    @Test func `papers that stand on each other are an error`() throws {
        try scratch.write(
            "layouts/papers/a.json", #"{ "width": 50, "height": 50, "imposition": { "sheet": "a" } }"#.utf8)
        try scratch.write(
            "layouts/papers/b.json", #"{ "width": 50, "height": 50, "imposition": { "sheet": "a" } }"#.utf8)
        #expect(problem("\"a\"").contains("a paper that others stand on cannot be imposed itself"))
        #expect(problem("\"b\"").contains("a paper that others stand on cannot be imposed itself"))
    }

    @Test func `an error in a paper's own file names that file`() throws {
        try scratch.write("layouts/papers/bad.json", #"{ "width": 50, "heigth": 50 }"#.utf8)
        #expect(problem("\"bad\"").contains("/papers/bad.json: height: missing"))
        #expect(
            problem(#"{ "width": 600, "height": 1800, "imposition": { "sheet": "2x6" } }"#)
                .contains("/papers/2x6.json: imposition.sheet: a paper that others stand on cannot be imposed itself"))
    }
}
