import Foundation
import Imaging
import Testing

@Suite struct SingleTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    @Test(arguments: [("jpg", PictureFormat.jpeg), ("JPEG", .jpeg), ("png", .png), ("webp", .webp)])
    func `the ending of the output decides its format`(ending: String, format: PictureFormat) throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "out.\(ending)")
        #expect(run.status == 0 && run.err.isEmpty && run.out == "out.\(ending)\n")
        let picture = try PictureFile(path: studio.path("out.\(ending)"))
        #expect(picture.format == format && picture.width == 240 && picture.height == 160)
        #expect(try studio.leftovers() == ["out.\(ending)"])
    }

    @Test(arguments: [("gif", "GIF89a", 0), ("webp", "ANIM", 12)])
    func `the animation shows every capture`(ending: String, mark: String, skip: Int) throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--animation", "out.\(ending)")
        #expect(run.status == 0 && run.err.isEmpty && run.out == "out.\(ending)\n")
        let bytes = try studio.read("out.\(ending)")
        #expect(bytes.dropFirst(skip).contains(Array(mark.utf8)))
        // A graphic control extension with its delay of 20 hundredths, or a frame chunk.
        let frame: [UInt8] = ending == "gif" ? [0x21, 0xF9, 4] : Array("ANMF".utf8)
        #expect(bytes.indices.count { bytes[$0...].starts(with: frame) } == 2)
    }

    @Test func `FinalPhoto and animation come from one call, the first in the order in which they are named`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--animation", "a.gif", "-o", "a.jpg")
        #expect(run.status == 0 && run.lines == ["a.jpg", "a.gif"])
    }

    @Test func `a layout is found by its name, by its path, and with a slash behind it`() throws {
        try studio.copy("duo/layout.json", to: "layouts/named/layout.json")
        try studio.copy("duo/frame.png", to: "layouts/named/frame.png")
        for name in ["named", "layouts/named", "duo/", studio.path("duo")] {
            #expect(try studio.render("--layout", name, "1.jpg", "2.jpg", "-o", "out.jpg").status == 0)
        }
    }

    @Test func `values reach the texts, by a bare key or by a token's name`() throws {
        let plain = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "plain.png")
        for (index, value) in ["table=7", "value.table=8", "event.name=Anna = Ben", "date=2026-07-01"].enumerated() {
            let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--value", value, "-o", "\(index).png")
            #expect(run.status == 0 && run.err.isEmpty && plain.status == 0)
            #expect(try studio.read("\(index).png") != studio.read("plain.png"), "\(value)")
        }
        let both = try studio.render(
            "--layout", "duo", "1.jpg", "2.jpg", "--value", "table=7", "--value", "value.table=8", "-o", "last.png")
        #expect(both.status == 0)
        #expect(try studio.read("last.png") == studio.read("1.png"), "the last one of two counts")
    }

    @Test func `effects are applied in turn`() throws {
        let chains = [[], ["mirror"], ["sepia:strength=0.5"], ["mirror", "black-and-white"], ["mirror", "mirror"]]
        let pictures = try chains.enumerated().map { index, chain in
            let effects = chain.flatMap { ["--effect", $0] }
            let run = try studio.render(["--layout", "duo", "1.jpg", "2.jpg", "-o", "\(index).png"] + effects)
            #expect(run.status == 0 && run.err.isEmpty)
            return try studio.picture("\(index).png").withPixels { Array($0) }
        }
        #expect(Set(pictures).count == 4)
        #expect(pictures[0] == pictures[4], "mirrored twice is as before")
    }

    @Test func `without a layout an effect treats the whole capture`() throws {
        let run = try studio.render("--effect", "mirror", "--effect", "sepia", "1.jpg", "-o", "treated.png")
        #expect(run.status == 0 && run.err.isEmpty && run.out == "treated.png\n")
        let picture = try PictureFile(path: studio.path("treated.png"))
        #expect(picture.width == 300 && picture.height == 200)
    }

    @Test func `the bleed is written on demand`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--bleed", "-o", "out.png")
        #expect(run.status == 0)
        let canvas = try studio.picture("out.png")
        #expect(canvas.width == 256 && canvas.height == 176)
    }

    @Test func `results as JSON name path, state, captures, size and warnings`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "2.jpg", "-o", "out.jpg", "--json", "--quiet")
        #expect(run.status == 0 && run.err.isEmpty)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        let row = try #require(rows.first)
        #expect(rows.count == 1 && Set(row.keys) == ["path", "state", "captures", "bytes", "warnings"])
        #expect(row["path"] as? String == "out.jpg" && row["state"] as? String == "written")
        #expect(row["captures"] as? [String] == ["1.jpg", "2.jpg", "2.jpg"])
        #expect(row["bytes"] as? Int == (try studio.read("out.jpg").count))
        #expect((row["warnings"] as? [String])?.count == 1)
    }

    @Test func `a dry run says what would be written, and writes nothing`() throws {
        let layout = try studio.render(
            "--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg", "--animation", "out.gif", "--dry-run")
        #expect(layout.status == 0 && layout.lines == ["out.jpg (would be written)", "out.gif (would be written)"])
        let effect = try studio.render("--effect", "mirror", "1.jpg", "-o", "out.png", "--dry-run")
        #expect(effect.status == 0 && effect.lines == ["out.png (would be written)"])
        #expect(try studio.leftovers().isEmpty)
    }

    @Test func `a date that no capture has is a warning, unless something stands in for it`() throws {
        try studio.write(Samples.capture(seed: 1, takenAt: nil), "undated.jpg")
        let text = #""x": 0, "y": 10, "w": 240, "h": 60"#
        func layout(_ words: String) throws {
            try studio.write(Layouts.single(#""texts": [{ "text": "\#(words)", \#(text) }]"#), "dated/layout.json")
        }
        for words in ["{date}", "{date:d MMMM yyyy}", "at {time:HH:mm}", "{date?on |}{date}"] {
            try layout(words)
            let run = try studio.render("--layout", "dated", "undated.jpg", "-o", "out.jpg", "--force")
            #expect(
                run.status == 0
                    && run.err
                        == "render: layout dated, texts[0]: shows a date or time, but undated.jpg has none; give it: "
                        + "--value date=2026-06-14T20:15\n",
                "\(words): \(run.err)")
            let given = [
                "--layout", "dated", "undated.jpg", "-o", "out.jpg", "--value", "date=2026-06-14T20:15", "--force",
            ]
            #expect(try studio.render(given).err.isEmpty)
            #expect(try studio.render("--layout", "dated", "1.jpg", "-o", "out.jpg", "--force").err.isEmpty)
        }
        for words in ["{date|some day}", "{event.name|hello}"] {
            try layout(words)
            #expect(try studio.render("--layout", "dated", "undated.jpg", "-o", "out.jpg", "--force").err.isEmpty)
        }
    }

    @Test func `letters that a font lacks are a warning, and its fallback shows the whole text`() throws {
        let box = #""x": 0, "y": 10, "w": 240, "h": 60"#
        func render(_ font: String, _ name: String, to output: String) throws -> Program.Run {
            try studio.write(
                Layouts.single(#""texts": [{ "text": "{event.name}", \#(box), "font": \#(font) }]"#),
                "named/layout.json")
            return try studio.render(
                "--layout", "named", "1.jpg", "-o", output, "--value", "event.name=\(name)", "--force")
        }
        func samples(_ name: String) throws -> [UInt8] { try studio.picture(name).withPixels { Array($0) } }
        let script = #"{ "family": "Dancing Script" }"#
        let bare = try render(script, "Dvořák", to: "bare.png")
        #expect(
            bare.status == 0
                && bare.err.hasPrefix("render: layout named, texts[0]: font Dancing Script has no \"ř\", so "),
            "\(bare.err)")
        let named = #"{ "family": "Dancing Script", "fallback": { "family": "Lato", "weight": 700 } }"#
        #expect(try render(named, "Dvořák", to: "named.png").err.isEmpty)
        #expect(try render(#"{ "family": "Lato", "weight": 700 }"#, "Dvořák", to: "lato.png").err.isEmpty)
        #expect(try samples("named.png") == samples("lato.png"))
        // What the font has is set in it, fallback or not.
        _ = try render(script, "Anna", to: "script.png")
        _ = try render(named, "Anna", to: "both.png")
        #expect(try samples("script.png") == samples("both.png"))
        // One that is not installed does not end a render.
        let absent = try render(
            #"{ "family": "Dancing Script", "fallback": { "family": "Nonesuch" } }"#, "Dvořák", to: "absent.png")
        #expect(absent.status == 0 && absent.err.contains("has no \"ř\""))
        #expect(
            try studio.render("--validate", "named").out.contains(
                "texts[0]: fallback Nonesuch is not installed; install it, or put the font file into the layout's folder"
            ))
    }

    @Test func `a code that is too dense for phones is a warning`() throws {
        try studio.write(
            Layouts.single(#""codes": [{ "content": "{share.url}", "x": 10, "y": 10, "module": 5 }]"#),
            "dense/layout.json")
        let run = try studio.render(
            "--layout", "dense", "1.jpg", "-o", "out.jpg", "--value", "share.url=https://photos.example/s/47")
        #expect(run.status == 0 && run.err.isEmpty)
        try studio.write(
            Layouts.single(#""codes": [{ "content": "{share.url}", "x": 10, "y": 10, "module": 4 }]"#),
            "dense/layout.json")
        let dense = try studio.render(
            "--layout", "dense", "1.jpg", "-o", "out.jpg", "--value", "share.url=https://photos.example/s/47")
        #expect(dense.status == 0)
        #expect(
            dense.err
                == "render: layout dense, codes[0]: modules of 4 pixels are too small to scan, 0.34 mm where phones want "
                + "0.4; make the code larger or its content, 27 characters, shorter\n")
    }

    @Test func `captures that nothing shows are a warning, unless it is to be quiet`() throws {
        let many = ["--layout", "duo", "1.jpg", "2.jpg", "1.jpg", "-o", "out.jpg"]
        let run = try studio.render(many)
        #expect(run.status == 0)
        #expect(run.err == "render: layout duo shows 2 of 3 captures; not shown: 1.jpg\n")
        #expect(try studio.render(many + ["--quiet", "--force"]).err.isEmpty)
    }
}
