import Compositor
import Imaging
import Testing

@Suite struct LintTests {
    /// Findings of a layout of 600 x 400 pixels with a bleed of 24, on which nothing else is wrong.
    private func findings(_ members: String, values: Values = Values()) throws -> [String] {
        let scratch = try Scratch()
        try scratch.art("small.png", .flat(.grey(80), 60, 40))
        try scratch.art("trim.png", .flat(.grey(80), 600, 400))
        let layout = try scratch.layout(600, 400, bleed: 24, members)
        return try Lint(Template(layout), values: values).findings.map { "\($0.place): \($0.flaw)" }
    }

    @Test(arguments: [
        (
            #""slots": [{ "picture": "small.png", "x": 100, "y": 100, "w": 120, "h": 80 }]"#,
            "slots[0]: small.png has 60x40"
        ),
        (#""slots": [{ "x": 0, "y": 100, "w": 120, "h": 80 }]"#, "slots[0]: ends at the edge of the paper"),
        (#""overlays": [{ "picture": "small.png" }]"#, "overlays[0]: small.png has 60x40 pixels, which is 30 dpi"),
        (#""overlays": [{ "picture": "trim.png" }]"#, "overlays[0]: has no art in the bleed; draw it for 648x448"),
        (
            #""slots": [{ "x": 0, "y": 100, "w": 120, "h": 80, "rotation": 0.4 }]"#,
            "slots[0]: ends at the edge of the paper"
        ),
        (
            #""slots": [{ "x": 520, "y": 160, "w": 80, "h": 120, "rotation": 179.5 }]"#,
            "slots[0]: ends at the edge of the paper"
        ),
        (#""overlays": [{ "picture": "trim.png", "rotation": -0.5 }]"#, "overlays[0]: has no art in the bleed"),
        (#""overlays": [{ "picture": "trim.png", "blend": "multiply" }]"#, "overlays[0]: has no art in the bleed"),
        (#""background": { "picture": "small.png" }"#, "background: small.png has 60x40 pixels, which is 27 dpi"),
        (
            #""animation": { "width": 200, "height": 100, "background": { "picture": "small.png" } }"#,
            "animation.background: small.png has 60x40 pixels, shown at 200x100"
        ),
        (
            #""animation": { "width": 200, "height": 100, "overlays": [{ "picture": "small.png" }] }"#,
            "animation.overlays[0]: small.png has 60x40"
        ),
        (
            #""animation": { "width": 200, "height": 100, "frames": [{ "capture": 1, "overlays": [{ "picture": "small.png" }] }] }"#,
            "animation.frames[0].overlays[0]: small.png has 60x40"
        ),
        (
            #""animation": { "width": 200, "height": 100, "slot": { "x": 0, "y": 0, "w": 7000, "h": 100 } }"#,
            "animation.slot: wants 7000x100 pixels"
        ),
        (
            #""texts": [{ "text": "much too long for this", "x": 100, "y": 100, "w": 60, "h": 20, "size": 18 }]"#,
            "texts[0]: \"much too long for this\" does not fit"
        ),
        (
            #""texts": [{ "text": "\udbff\udffd", "x": 100, "y": 100, "w": 200, "h": 90 }]"#,
            "texts[0]: no installed font can show"
        ),
        (
            #""codes": [{ "content": "https://example.com/", "x": 100, "y": 100, "size": 90 }]"#,
            "codes[0]: modules of 2 pixels are too small"
        ),
        (
            #""codes": [{ "content": "https://example.com/", "x": 100, "y": 100, "size": 20 }]"#,
            "codes[0]: the symbol, 33 modules wide with its quiet zone, does not fit into its box"
        ),
        (#""codes": [{ "content": "a", "x": 100, "y": 100, "size": 200, "quiet": 1 }]"#, "a quiet zone of 1 modules"),
        (#""codes": [{ "content": "{value.link}", "x": 100, "y": 10, "size": 300 }]"#, "is not drawn without a value"),
        (
            #""animation": { "width": 200, "height": 100, "texts": [{ "text": "much too long", "x": 0, "y": 0, "w": 20, "h": 9, "size": 40 }] }"#,
            "animation.texts[0]: \"much too long\" does not fit"
        ),
    ])
    func `what a print would suffer from is found`(members: String, finding: String) throws {
        let found = try findings(members)
        #expect(found.contains { $0.contains(finding) }, "\(found)")
    }

    @Test func `a text is named by its place in the list, whatever its z`() throws {
        let texts = #"""
            "texts": [{ "text": "in front", "x": 100, "y": 100, "w": 300, "h": 90, "z": 90 },
                      { "text": "much too long for this", "x": 100, "y": 200, "w": 60, "h": 40, "size": 30 }]
            """#
        #expect(try findings(texts).map { $0.prefix(8) } == ["texts[1]"])
    }

    @Test func `text outside of the safe area is found`() throws {
        let scratch = try Scratch()
        let paper = #"{ "width": 600, "height": 400, "safe": 40 }"#
        let layout = try scratch.layout(
            #"{ "paper": \#(paper), "texts": [{ "text": "edge", "x": 5, "y": 150, "w": 200, "h": 90, "align": "left" }] }"#
        )
        #expect(try Lint(Template(layout)).findings.map(\.place) == ["texts[0]"])
    }

    @Test(arguments: [(0.0, 0), (90, 1), (-90, 1), (180, 0), (20, 1)])
    func `text that a turn takes out of the safe area is found`(rotation: Double, count: Int) throws {
        let scratch = try Scratch()
        let text = ##""text": "HHHHHHHHHHHH", "x": 100, "y": 50, "w": 400, "h": 60, "rotation": \##(rotation)"##
        let layout = try scratch.layout(
            #"{ "paper": { "width": 600, "height": 400, "safe": 10 }, "texts": [{ \#(text) }] }"#)
        #expect(try Lint(Template(layout)).findings.count == count)
    }

    @Test(arguments: [
        #""slots": [{ "x": 0, "y": 100, "w": 120, "h": 80, "rotation": 3 }]"#,
        #""slots": [{ "x": -24, "y": -24, "w": 648, "h": 448, "rotation": 0.2 }]"#,
        #""overlays": [{ "picture": "trim.png", "x": 20, "y": 20, "w": 560, "h": 360, "rotation": 0.5 }]"#,
    ])
    func `what is clearly turned, or ends elsewhere, is no finding`(members: String) throws {
        #expect(try findings(members) == [])
    }

    @Test func `the picture behind a piece is looked at`() throws {
        let scratch = try Scratch()
        try scratch.art("small.png", .flat(.grey(80), 60, 40))
        let layout = try scratch.layout(
            #"{ "paper": "2x6", "pieces": [{}, { "background": { "picture": "small.png" } }] }"#)
        #expect(try Lint(Template(layout)).findings.map(\.place) == ["pieces[1].background"])
    }

    @Test func `values stand for the tokens that are judged`() throws {
        let text = #""texts": [{ "text": "{event.name}", "x": 100, "y": 100, "w": 200, "h": 60, "size": 40 }]"#
        var values = Values()
        try values.set("event.name", to: "The Annual General Meeting")
        #expect(
            try findings(text) == [
                "texts[0]: with values of usual length, \"Katharina & Maximilian\" does not fit into its box; make the box "
                    + "larger or the size smaller"
            ])
        #expect(
            try findings(text, values: values) == [
                "texts[0]: \"The Annual General Meeting\" does not fit into its box; make the box larger or the size smaller"
            ])
        // Whoever gives nothing knows that there is nothing.
        try values.set("event.name", to: "")
        #expect(try findings(text, values: values) == [])
    }

    @Test func `a text that fits only when it is too small to read is found`() throws {
        let text = #""texts": [{ "text": "{event.name}", "x": 100, "y": 100, "w": 200, "h": 90 }]"#
        #expect(
            try findings(text) == [
                "texts[0]: with values of usual length, \"Katharina & Maximilian\" is set in 4.6 point type, hard to read below "
                    + "6; make the box larger or the text shorter"
            ])
        #expect(try findings(text.replacing("200", with: "400")) == [])
        // On a screen, nobody knows how large a pixel is.
        let screen =
            #""animation": { "width": 200, "height": 100, "texts": [{ "text": "hi", "x": 0, "y": 0, "w": 9, "h": 9 }] }"#
        #expect(try findings(screen) == [])
    }

    @Test func `a font that lacks letters of names is found, and one with a fallback for them is not`() throws {
        let box = #""x": 50, "y": 100, "w": 500, "h": 90"#
        let font = #""font": { "family": "Dancing Script""#
        let bare = #""texts": [{ "text": "{event.name}", \#(box), \#(font) } }]"#
        #expect(
            try findings(bare) == [
                "texts[0]: font Dancing Script has no \"ř\", \"č\", \"ě\", \"ů\", \"ť\" and no Greek letters and no Cyrillic "
                    + "letters; names with them are shown in another font, so name a \"fallback\" beside it that has them"
            ])
        let named = #""texts": [{ "text": "{event.name}", \#(box), \#(font), "fallback": { "family": "Lato" } } }]"#
        #expect(try findings(named) == [])
        // What is known needs no letters of others.
        var values = Values()
        try values.set("event.name", to: "Anna & Ben")
        #expect(try findings(bare, values: values) == [])
        #expect(try findings(bare.replacing("{event.name}", with: "Anna & Ben")) == [])
        #expect(
            try findings(bare.replacing("{event.name}", with: "Dvořák")) == [
                "texts[0]: font Dancing Script has no \"ř\", so \"Dvořák\" is shown in Noto Sans; name a \"fallback\" beside the font, "
                    + "or take a font that has these letters"
            ])
    }
}
