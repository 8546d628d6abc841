import Compositor
import Imaging
import Testing

/// What lies beyond the paper, what is skipped, and what hides what.
@Suite struct LintPlacementTests {
    /// Findings of a layout of 600 x 400 pixels with a bleed of 24, on which nothing else is wrong.
    private func findings(_ members: String, values: Values = Values()) throws -> [String] {
        let scratch = try Scratch()
        try scratch.art("small.png", .flat(.grey(80), 60, 40))
        try scratch.art("trim.png", .flat(.grey(80), 600, 400))
        let layout = try scratch.layout(600, 400, bleed: 24, members)
        return try Lint(Template(layout), values: values).findings.map { "\($0.place): \($0.flaw)" }
    }

    /// On a paper of 600 x 400 with a safe area of 20 and a bleed of 24.
    @Test(
        arguments: [
            (
                #""slots": [{ "x": 700, "y": 100, "w": 120, "h": 80 }]"#,
                "slots[0]: lies beyond the edge of the paper, so nobody sees it; move it inward"
            ),
            (
                #""slots": [{ "x": -500, "y": 100, "w": 120, "h": 80, "rotation": 30 }]"#,
                "slots[0]: lies beyond the edge of the paper, so nobody sees it; move it inward"
            ),
            (
                #""slots": [{ "x": 100, "y": 100, "w": "25cm", "h": 80 }]"#,
                "slots[0]: reaches 2453 pixels (207.7 mm) beyond the right edge of the paper, where nothing of it is seen; "
                    + "move it inward or make it smaller"
            ),
            (
                #""slots": [{ "x": 100, "y": -100, "w": 100, "h": 200 }]"#,
                "slots[0]: reaches 100 pixels (8.5 mm) beyond the upper edge of the paper, where nothing of it is seen; move "
                    + "it inward or make it smaller"
            ),
            (
                #""slots": [{ "x": 100, "y": 390, "w": 100, "h": 30 }]"#,
                "slots[0]: has 33 % of its area on the paper; move it inward"
            ),
            (
                #""overlays": [{ "picture": "trim.png", "x": 300, "y": 0, "w": 600, "h": 400 }]"#,
                "overlays[0]: reaches 300 pixels (25.4 mm) beyond the right edge of the paper, where nothing of it is seen; "
                    + "move it inward or make it smaller"
            ),
            (
                #""overlays": [{ "picture": "small.png", "x": 0, "y": 500, "w": 60, "h": 40 }]"#,
                "overlays[0]: lies beyond the edge of the paper, so nobody sees it; move it inward"
            ),
            (
                #""texts": [{ "text": "{event.name|hi}", "x": 400, "y": 100, "w": 400, "h": 60, "align": "left" }]"#,
                "texts[0]: reaches 200 pixels (16.9 mm) beyond the right edge of the paper, where its text is cut off; "
                    + "move it inward or make it smaller"
            ),
            (
                #""texts": [{ "text": "hi", "x": 100, "y": 180, "w": 400, "h": 40, "rotation": 90 }]"#, nil
            ),
            (
                #""texts": [{ "text": "hi", "x": 50, "y": 180, "w": 500, "h": 40, "rotation": 90 }]"#,
                "texts[0]: reaches 50 pixels (4.2 mm) beyond the upper edge of the paper, where its text is cut off; "
                    + "move it inward or make it smaller"
            ),
            (
                #""codes": [{ "content": "hello", "x": 500, "y": 100, "module": 6 }]"#,
                "codes[0]: reaches 50 pixels (4.2 mm) beyond the right edge of the paper, where phones cannot scan it; move it "
                    + "inward or make it smaller"
            ),
            (
                #""codes": [{ "content": "hello", "x": 440, "y": 100, "module": 6 }]"#,
                "codes[0]: leaves the safe area, 20 pixels inside the edge of the paper; move it inward"
            ),
            (
                #""animation": { "width": 200, "height": 100, "slot": { "x": 100, "y": 0, "w": 200, "h": 100 } }"#,
                "animation.slot: reaches 100 pixels beyond the right edge of the picture, where nothing of it is seen; move it "
                    + "inward or make it smaller"
            ),
            (
                ##""slots": [{ "x": 20, "y": 100, "w": 100, "h": 80, "border": { "width": 30 } }]"##,
                "slots[0]: its border is cut off at the edge of the paper; move it inward or make it smaller"
            ),
            (#""slots": [{ "x": 30, "y": 100, "w": 100, "h": 80, "border": { "width": 20 } }]"#, nil),
            // A picture may run through the bleed.
            (#""slots": [{ "x": -24, "y": -24, "w": 648, "h": 448 }]"#, nil),
            (#""slots": [{ "x": 100, "y": 300, "w": 100, "h": 124 }]"#, nil),
            (#""slots": [{ "x": "-5%", "y": "-5%", "w": "110%", "h": "110%" }]"#, nil),
            (#""slots": [{ "x": -30, "y": 100, "w": 300, "h": 200 }]"#, nil),
            (
                #""slots": [{ "x": "-50%", "y": 100, "w": "200%", "h": 100 }]"#,
                "slots[0]: has 50 % of its area on the paper; move it inward"
            ),
        ] as [(String, String?)])
    func `what lies beyond the paper is found`(members: String, finding: String?) throws {
        let scratch = try Scratch()
        try scratch.art("small.png", .flat(.grey(80), 60, 40))
        try scratch.art("trim.png", .flat(.grey(80), 600, 400))
        let paper = #""paper": { "width": 600, "height": 400, "bleed": 24, "safe": 20 }"#
        let layout = try scratch.layout("{ \(paper), \(members) }")
        let found = try Lint(Template(layout)).findings.map { "\($0.place): \($0.flaw)" }
        #expect(found == (finding.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            (
                [1, 2, 5],
                "slots: captures 3 and 4 are taken and never shown; number what is shown from 1 without a gap"
            ),
            ([2], "slots: capture 1 is taken and never shown; number what is shown from 1 without a gap"),
            ([3, 1, 2, 1], nil),
        ] as [([Int], String?)])
    func `captures that are skipped are found`(captures: [Int], finding: String?) throws {
        let slots = captures.enumerated().map { index, capture in
            #"{ "capture": \#(capture), "x": \#(20 + index * 100), "y": 100, "w": 80, "h": 80 }"#
        }
        let found = try findings("\"slots\": [\(slots.joined(separator: ", "))]")
        #expect(found == (finding.map { [$0] } ?? []))
    }

    @Test func `pieces may share the captures out`() throws {
        let scratch = try Scratch()
        let layout = try scratch.layout(
            #"{ "paper": "2x6", "slots": [{ "x": 60, "y": 60, "w": 480, "h": 480 }], "pieces": [{}, { "captures": [2] }] }"#
        )
        #expect(try Lint(Template(layout)).findings == [])
    }

    @Test(
        arguments: [
            (
                #""slots": [{ "x": 100, "y": 50, "w": 200, "h": 200, "z": 40 }], "#
                    + #""codes": [{ "content": "hello", "x": 50, "y": 50, "module": 6 }]"#,
                "codes[0]: slots[0] lies over 80 % of it, so that phones cannot scan it; give it a higher \"z\" or move one of "
                    + "the two"
            ),
            (
                #""overlays": [{ "picture": "trim.png", "x": 30, "y": 20, "w": 300, "h": 200, "z": 50 }], "#
                    + #""codes": [{ "content": "hello", "x": 60, "y": 30, "module": 5 }]"#,
                "codes[0]: overlays[0] lies over all of it, so that phones cannot scan it"
            ),
            (
                #""slots": [{ "x": 50, "y": 50, "w": 300, "h": 200, "z": 40 }], "#
                    + #""texts": [{ "text": "hidden", "x": 100, "y": 100, "w": 200, "h": 60 }]"#,
                "texts[0]: slots[0] lies over all of it, so that it cannot be read"
            ),
            (
                #""slots": [{ "x": 50, "y": 50, "w": 300, "h": 200 }, { "x": 60, "y": 60, "w": 300, "h": 200 }]"#,
                "slots[0]: slots[1] lies over 9"
            ),
            // In front, beside, translucent, or of another blend, nothing is hidden.
            (
                #""slots": [{ "x": 100, "y": 50, "w": 200, "h": 200 }], "#
                    + #""codes": [{ "content": "hello", "x": 50, "y": 50, "module": 6 }]"#, nil
            ),
            (
                #""slots": [{ "x": 300, "y": 50, "w": 200, "h": 200, "z": 40 }], "#
                    + #""codes": [{ "content": "hello", "x": 50, "y": 50, "module": 6 }]"#, nil
            ),
            (
                #""slots": [{ "x": 50, "y": 50, "w": 300, "h": 200, "shape": "ellipse", "z": 40 }], "#
                    + #""codes": [{ "content": "hello", "x": 30, "y": 30, "module": 2 }]"#, "codes[0]: modules of 2"
            ),
            (
                #""overlays": [{ "picture": "trim.png", "x": 30, "y": 20, "w": 300, "h": 200, "z": 50, "blend": "multiply" }], "#
                    + #""codes": [{ "content": "hello", "x": 30, "y": 30, "module": 5 }]"#, nil
            ),
        ] as [(String, String?)])
    func `what hides a code, a text or a picture is found`(members: String, finding: String?) throws {
        let found = try findings(members)
        #expect(found.count == (finding == nil ? 0 : 1) && found.first?.hasPrefix(finding ?? "") != false, "\(found)")
    }
}
