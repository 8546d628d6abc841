import Foundation
import Imaging
import Testing

@Suite struct LookAfterTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    @Test func `a layout that is fine is told so, and one with flaws where they are`() throws {
        let text = #""texts": [{"text": "edge", "x": 0, "y": 0, "w": 240, "h": 30}]"#
        let paper = #"{"width": 240, "height": 160, "safe": 10}"#
        try studio.write(
            Layouts.single(text).replacing(#"{"width": 240, "height": 160}"#, with: paper), "flawed/layout.json")
        try studio.write(Layouts.single(), "fine/layout.json")
        let run = try studio.render("--validate", "fine", "flawed")
        #expect(run.status == 0 && run.err.isEmpty)
        #expect(
            run.lines == [
                "fine: custom paper, 1 capture, nothing to mend",
                "flawed: custom paper, 1 capture, 1 to look at",
                "  texts[0]: leaves the safe area, 10 pixels inside the edge of the paper; move it inward",
            ])
        let json = try studio.render("--validate", "flawed", "--json")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [[String: Any]])
        #expect(json.status == 0 && rows.count == 1 && rows[0]["captures"] as? Int == 1)
        #expect((rows[0]["findings"] as? [[String: String]])?.first?["place"] == "texts[0]")
    }

    @Test func `the captures that an animation lists are counted`() throws {
        let members = #""animation": { "width": 60, "height": 40, "frames": [{ "capture": 3 }, { "capture": 2 }] }"#
        try studio.write(Layouts.single(members), "moving/layout.json")
        let run = try studio.render("--validate", "moving")
        #expect(run.lines == ["moving: custom paper, 3 captures, nothing to mend"])
        let json = try studio.render("--validate", "moving", "--json")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [[String: Any]])
        #expect(rows.first?["captures"] as? Int == 3)
    }

    @Test func `a layout that cannot be rendered fails, and the others are still looked at`() throws {
        try studio.write("{}", "bad/layout.json")
        try studio.write(Layouts.single(), "fine/layout.json")
        let one = try studio.render("--validate", "bad")
        #expect(one.status == 65 && one.err == "render: bad/layout.json: paper: missing\n")
        #expect(try studio.render("--validate", "none").status == 66)
        let many = try studio.render("--validate", "bad", "fine", "--json")
        #expect(many.status == 1 && many.err == one.err)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(many.out.utf8)) as? [[String: Any]])
        #expect(rows.count == 2 && rows[0]["error"] as? String == "bad/layout.json: paper: missing")
    }

    @Test func `a layout may be named by its file`() throws {
        let run = try studio.render("--validate", "duo/layout.json")
        #expect(run.status == 0 && run.lines == ["duo/layout.json: custom paper, 2 captures, nothing to mend"])
        let inside = try Program.run(
            ["-C", studio.path("duo"), Program.path, "--validate", "layout.json"], in: studio, program: "/usr/bin/env")
        #expect(inside.status == 0 && inside.lines == ["layout.json: custom paper, 2 captures, nothing to mend"])
        let drawn = try studio.render("--layout", "duo/layout.json", "1.jpg", "2.jpg", "-o", "out.jpg")
        #expect(drawn.status == 0 && drawn.lines == ["out.jpg"])
        let missing = try studio.render("--validate", "none/layout.json")
        #expect(missing.status == 66 && missing.err.hasPrefix("render: layout none/layout.json: not found in none; "))
    }

    @Test func `a proof shows each piece with room for its marks, and what was found`() throws {
        let run = try studio.render("--proof", "proof.png", "duo")
        #expect(run.status == 0 && run.err.isEmpty && run.lines == ["proof.png"])
        let proof = try studio.picture("proof.png")
        // The canvas of 256 x 176 with a margin on every side, the title above and the legend below.
        #expect(proof.width >= 660 && proof.height >= 176 + 200)
        let again = try studio.render("--proof", "again.png", "--layout", "duo", "--json")
        #expect(again.status == 0 && again.out.contains(#""state": "written""#))
        #expect(try studio.read("again.png") == studio.read("proof.png"))
        // A finding makes the list longer.
        try studio.write(
            Layouts.duo.replacing(#""x": 10, "y": 10, "w": 100"#, with: #""x": 10, "y": 10, "w": 900"#),
            "wide/layout.json")
        try studio.copy("duo/frame.png", to: "wide/frame.png")
        #expect(try studio.render("--proof", "wide.png", "wide").status == 0)
        #expect(try studio.read("wide.png") != studio.read("proof.png"))
    }

    @Test(
        arguments: [
            (["--proof", "p.png"], 64, "--proof FILE needs one layout\nTry render --help."),
            (["--proof", "p.png", "duo", "duo"], 64, "--proof FILE needs one layout\nTry render --help."),
            (["--proof", "p.png", "duo", "--validate"], 64, "--proof does not go with --validate\nTry render --help."),
            (
                ["--proof", "p.gif", "duo"], 64,
                "p.gif: the name should end in .jpg, .png, .webp, which says what to write"
            ),
            (
                ["--proof", "duo/frame.png", "duo"], 64,
                "duo/frame.png: a file of the layout itself; write to another file"
            ),
            (
                ["--proof", "none/p.png", "duo"], 73,
                "none/p.png: cannot be created (there is no folder none/); check the folder and the name"
            ),
        ] as [([String], Int32, String)])
    func `a proof that cannot be is refused, and nothing is written`(
        arguments: [String], status: Int32, message: String
    ) throws {
        let before = try studio.read("duo/frame.png")
        let run = try studio.render(arguments)
        #expect(run.status == status && run.err == "render: \(message)\n" && run.out.isEmpty, "\(run)")
        #expect(try studio.leftovers().isEmpty && studio.read("duo/frame.png") == before)
    }

    @Test func `golden images are recorded on demand only, and compared`() throws {
        try studio.write(#"{"layout": "../duo", "captures": ["../1.jpg", "../2.jpg"]}"#, "golden/one.json")
        let missing = try studio.render("--check", "golden")
        #expect(
            missing.status == 1
                && missing.lines.last?.hasSuffix("golden missing: golden/one.png; record it with --record") == true)
        #expect(!studio.exists("golden/one.png"))

        let recorded = try studio.render("--check", "golden", "--record")
        #expect(recorded.status == 0 && studio.exists("golden/one.png"))
        let same = try studio.render("--check", "golden")
        #expect(same.status == 0 && same.err.isEmpty)
        #expect(
            same.lines == [
                "case  greatest    mean    SSIM  state", "one          0   0.000  1.0000  same",
            ])
        #expect(!studio.exists("check-results"))

        try studio.copy("2.jpg", to: "1.jpg")
        let differs = try studio.render("--check", "golden", "--results", "seen")
        #expect(differs.status == 1)
        #expect(differs.lines.last?.hasSuffix("differs: see seen/one.{actual,expected,difference}.png") == true)
        for name in ["actual", "expected", "difference"] {
            #expect(try studio.picture("seen/one.\(name).png").width == 256)
        }
        let json = try studio.render("--check", "golden", "--results", "seen", "--json")
        #expect(json.status == 1 && json.out.contains("\"state\": \"differs\""))
    }

    @Test func `a case that fails is named and the others are compared`() throws {
        try studio.write(#"{"layout": "../duo", "captures": ["../1.jpg"]}"#, "golden/few.json")
        try studio.write("{", "golden/broken.json")
        try studio.write(#"{"layout": "../duo", "captures": ["../1.jpg", "../2.jpg"]}"#, "golden/good.json")
        let run = try studio.render("--check", "golden", "--record")
        #expect(run.status == 1 && run.lines.count == 4)
        #expect(run.lines[1].contains("failed: golden/broken.json: line 1, column 2: "))
        #expect(run.lines[2].contains("failed: layout duo needs 2 captures, 1 given; add 1 more"))
        #expect(run.lines[3].contains("recorded: "))
    }

    @Test(
        arguments: [
            ("none", 66, "none: no such file or folder; check the name and that the card or drive is mounted"),
            ("duo/layout.json", 65, "duo/layout.json: a file, where a folder is needed; name a folder"),
            ("empty", 65, "empty: no cases; a case is NAME.json beside NAME.png"),
        ] as [(String, Int32, String)])
    func `a folder without cases is an error`(folder: String, status: Int32, message: String) throws {
        try FileManager.default.createDirectory(atPath: studio.path("empty"), withIntermediateDirectories: true)
        let run = try studio.render("--check", folder)
        #expect(run.status == status && run.err == "render: \(message)\n" && run.out.isEmpty)
    }
}
