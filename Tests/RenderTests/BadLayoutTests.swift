import Foundation
import Testing

@Suite struct BadLayoutTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { message }
        /// The whole layout, or what is added to one that is fine.
        var layout: String
        var status: Int32 = 65
        /// `@` stands for the folder of the layout.
        var message: String

        init(_ layout: String, status: Int32 = 65, _ message: String) {
            (self.layout, self.status, self.message) = (layout, status, message)
        }

        static func with(_ more: String, status: Int32 = 65, _ message: String) -> Case {
            Case(Layouts.single(more), status: status, message)
        }

        static func font(_ font: String, status: Int32 = 65, _ message: String) -> Case {
            .with(
                #""texts": [{"text": "hi", "x": 0, "y": 0, "w": 99, "h": 20, "font": \#(font)}]"#, status: status,
                message)
        }
    }

    private static let document = "bad/layout.json: "
    private static let cases = [
        Case("{", document + "line 1, column 2: expected a key in quotes, found the end"),
        Case("[]", "bad/layout.json: expected an object, found a list"),
        Case("{}", document + "paper: missing"),
        Case(
            #"{"paper": "4x6", "slotz": []}"#, document + #"slotz: unknown key; did you mean "slots"?"#),
        .with(#""overlay": []"#, document + #"overlay: unknown key; did you mean "overlays"?"#),
        .with(
            #""overlays": [{"picturs": "a.png"}]"#,
            document + #"overlays[0].picture: missing; is it what "picturs" stands for?"#),
        .with(
            #""texts": [{"text": "{evnt.name}", "x": 0, "y": 0, "w": 9, "h": 9}]"#,
            document
                + "texts[0].text: unknown token {evnt.name}; there are {event.name}, {event.date}, {session.number}, "
                + "{session.id}, {date:PATTERN}, {time:PATTERN}, {share.url}, {layout.name}, {survey.KEY} and {value.KEY}"
        ),
        .with(
            #""animation": {"width": 64, "height": 64, "effects": [{"name": "sepya"}]}"#,
            document
                + #"animation.effects[0]: effect "sepya" is unknown; render --list-effects shows what there is"#),
        .with(
            #""output": {"quality": 101}"#,
            document + "output.quality: expected a whole number from 1 to 100, found 101"),
        .with(
            #""overlays": [{"picture": "none.png"}]"#, status: 66,
            "@/none.png: no such file; layout bad needs that file, put it there"),
        .with(
            #""overlays": [{"picture": "../1.jpg"}]"#,
            "../1.jpg: leads out of @; put the file into that folder and name it relative to it"),
        .with(
            #""overlays": [{"picture": "link.jpg"}]"#,
            "link.jpg: leads out of @; put the file into that folder and name it relative to it"),
        .with(
            #""background": {"picture": "/etc/passwd"}"#,
            "/etc/passwd: leads out of @; put the file into that folder and name it relative to it"),
        .with(
            #""overlays": [{"picture": "art.svg"}]"#,
            "file \"art.svg\" of layout bad: @/art.svg: SVG is not a format that Boothkit takes; convert it to JPEG, PNG, WebP, TIFF or HEIC"
        ),
        .font(
            #"{"family": "Nonesuch"}"#,
            "layout bad, texts[0]: font Nonesuch: not installed; install it, or put the font file into the layout's folder"
        ),
        .font(
            #"{"file": "none.ttf"}"#, status: 66,
            "@/none.ttf: no such file; layout bad, texts[0], needs that font, put it there"),
        .font(
            #"{"file": "art.svg"}"#,
            "layout bad, texts[0]: font art.svg: @/art.svg cannot be used; check the file in the layout's folder"),
        .font(
            #"{"file": "../font.ttf"}"#,
            "../font.ttf: leads out of @; put the file into that folder and name it relative to it"),
        .with(
            #""output": {"profile": "art.svg"}"#,
            "file \"art.svg\" of layout bad: the ICC profile cannot be used: it is not an ICC profile; give the profile of an RGB printer or screen"
        ),
        .with(
            #""codes": [{"content": "https://example.com/a-long-link", "x": 0, "y": 0, "size": 20}]"#,
            "QR code \"https://example.com/a-long-link\": 29 modules do not fit into its box; make it larger or the link "
                + "shorter"),
    ]

    @Test(arguments: cases)
    func `a layout that cannot be rendered is an error in one line`(bad: Case) throws {
        try studio.write(bad.layout, "bad/layout.json")
        try studio.write("<svg xmlns='http://www.w3.org/2000/svg'/>", "bad/art.svg")
        try FileManager.default.createSymbolicLink(
            atPath: studio.path("bad/link.jpg"), withDestinationPath: "../1.jpg")
        let before = try studio.leftovers()
        let run = try studio.render("--layout", "bad", "1.jpg", "-o", "out.jpg", "--quiet")
        // The system's own temporary folder may be a link.
        let folder = URL(filePath: studio.path("bad")).resolvingSymlinksInPath().path
        #expect(run.status == bad.status && run.out.isEmpty)
        #expect(run.err == "render: \(bad.message.replacing("@", with: folder))\n")
        #expect(try studio.leftovers() == before)
    }

    @Test func `a missing layout is named with the places that were searched`() throws {
        let run = try studio.render("--layout", "none", "1.jpg", "-o", "out.jpg")
        #expect(run.status == 66 && run.err.hasPrefix("render: layout none: not found in none, layouts/none, "))
        #expect(run.err.hasSuffix("; name a folder that has a layout.json\n"))
    }

    @Test func `an animation that the layout lacks is an error, and so is one that cannot be small enough`() throws {
        try studio.write(Layouts.single(), "still/layout.json")
        let lacking = try studio.render("--layout", "still", "1.jpg", "-o", "a.jpg", "--animation", "a.gif")
        #expect(lacking.status == 65)
        #expect(
            lacking.err == "render: layout still has no \"animation\", so there is nothing to write to --animation; "
                + "add one to its layout.json\n")
        let plan = #""animation": {"width": 1200, "height": 1200, "order": "boomerang", "repeat": 8, "budget": 10}"#
        try studio.write(Layouts.single(plan), "large/layout.json")
        let names = Array(repeating: ["1.jpg", "2.jpg"], count: 3).flatMap { $0 }
        let large = try studio.render(
            ["--layout", "large", "-o", "a.jpg", "--animation", "a.gif", "--quiet"] + names)
        #expect(large.status == 65)
        #expect(large.err.hasPrefix("render: the animation does not fit into 10000 bytes; allow at least "))
        #expect(try studio.leftovers().filter { $0.hasPrefix("a.") }.isEmpty, "not even the FinalPhoto is written")
    }

    /// No camera has it: what is damaged in a layout's folder is mended there, however much of it is left.
    @Test(arguments: [24, 400]) func `a damaged overlay is drawn or copied again`(length: Int) throws {
        let overlay = try Array(studio.read("duo/frame.png").prefix(length))
        try studio.write(overlay, "duo/frame.png")
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg")
        #expect(run.status == 65 && run.out.isEmpty)
        #expect(run.err.hasPrefix("render: file \"frame.png\" of layout duo: damaged ("))
        #expect(run.err.hasSuffix("); draw or copy it again\n"), "\(run.err)")
    }
}
