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
        return try Lint(Template(layout), values: values).findings.map { "\($0.place): \($0.text)" }
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
        (#""codes": [{ "content": "a", "x": 100, "y": 100, "size": 200, "quiet": 1 }]"#, "a quiet zone of 1 modules"),
        (#""codes": [{ "content": "{share.url}", "x": 100, "y": 10, "size": 300 }]"#, "is not drawn without a value"),
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
                      { "text": "much too long for this", "x": 100, "y": 200, "w": 60, "h": 20, "size": 18 }]
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

    @Test func `values stand for the tokens that are judged`() throws {
        let text = #""texts": [{ "text": "{event.name}", "x": 100, "y": 100, "w": 90, "h": 30, "size": 24 }]"#
        var values = Values()
        try values.set("event.name", to: "The Annual General Meeting")
        #expect(try findings(text) == [])
        #expect(try findings(text, values: values).count == 1)
    }
}
