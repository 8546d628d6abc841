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
