import Compositor
import Faults
import Imaging
import Testing

@Suite struct TextTests {
    private let scratch = try! Scratch()

    private func ink(_ keys: String, values: Values = Values()) throws -> PixelBox? {
        try scratch.canvas(
            scratch.layout(300, 200, bleed: 10, #""texts": [{ "x": 40, "y": 50, "w": 200, "h": 60, \#(keys) }]"#),
            values: values
        ).ink()
    }

    @Test(arguments: ["Hello", "two\\nlines", "{event.name}", "gjpqy ÄÖÜ", "Ωμέγα", "שלום", "مرحبا"])
    func `a text stands in its box, as large as fits`(text: String) throws {
        var values = Values()
        try values.set("event.name", to: "Emma & Noah")
        let ink = try #require(try ink(#""text": "\#(text)""#, values: values))
        let box = PixelBox(x: 50, y: 60, width: 200, height: 60)
        #expect(ink.intersection(box) == ink)
        #expect(ink.width > 180 || ink.height > 30)
        // In the middle, whatever room is left.
        #expect(abs(2 * ink.x + ink.width - 300) <= 6)
    }

    @Test(arguments: [("left", 50, 0.0), ("centre", 150, 0.5), ("right", 250, 1)])
    func `alignment`(align: String, at: Int, share: Double) throws {
        let ink = try #require(try ink(#""text": "HI", "size": 20, "align": "\#(align)""#))
        #expect(abs(Double(ink.x) + share * Double(ink.width) - Double(at)) <= 3)
    }

    @Test func `vertical alignment`() throws {
        let tops = try ["top", "middle", "bottom"].map {
            try #require(try ink(#""text": "HI", "size": 20, "valign": "\#($0)""#)).y
        }
        #expect(tops[0] < tops[1] && tops[1] < tops[2] && abs(tops[2] - tops[1] - (tops[1] - tops[0])) <= 1)
    }

    @Test func `a size is the height of the em, in any unit`() throws {
        let pixels = try #require(try ink(#""text": "H", "size": 50"#))
        // Capitals of Lato are 0.72 em; both ends may share a pixel with the paper.
        #expect((36...38).contains(pixels.height))
        #expect(try ink(#""text": "H", "size": "25%""#) == pixels)
        let third = try #require(try ink(#""text": "H", "size": "0.08333in""#))
        #expect((18...20).contains(third.height))
    }

    @Test func `lines wrap at the box when a size is given, and not when told so`() throws {
        let words = #""text": "several words that need a second line""#
        let wrapped = try #require(try ink(words + #", "size": 20"#))
        #expect(wrapped.width <= 200 && wrapped.height > 30)
        let straight = try #require(try ink(words + #", "size": 20, "wrap": false"#))
        #expect(straight.height < 25 && straight.width > 250)
        let large = try #require(try ink(words + #", "wrap": true"#))
        #expect(large.height > wrapped.height, "it fills the box with several lines")
    }

    @Test func `colour, outline, shadow and opacity are drawn`() throws {
        func canvas(_ keys: String) throws -> Raster {
            try scratch.canvas(
                scratch.layout(
                    120, 120, #""texts": [{ "text": "█", "x": 10, "y": 10, "w": 100, "h": 100, "size": 50, \#(keys) }]"#
                ))
        }
        #expect(try canvas(##""colour": "#ff0000""##)[60, 60] == .fullRed)
        #expect(try canvas(#""opacity": 0.5"#)[60, 60].distance(to: .grey(128)) <= 1)
        let bare = try #require(try canvas(#""opacity": 1"#).ink())
        let outlined = try canvas(##""outline": { "width": 4, "colour": "#00ff00" }"##)
        let grown = try #require(outlined.ink())
        #expect(abs(grown.width - bare.width - 8) <= 1 && outlined[grown.x + 1, 60] == .fullGreen)
        let shadowed = try canvas(##""shadow": { "x": 9, "y": 0, "blur": 0, "colour": "#0000ff", "opacity": 1 }"##)
        let cast = try #require(shadowed.ink())
        #expect(cast.x == bare.x && cast.width == bare.width + 9)
        #expect(shadowed[cast.x + cast.width - 3, 60] == .fullBlue)
    }

    @Test func `letters and lines may be spaced`() throws {
        let bare = try #require(try ink(#""text": "HHHH", "size": 20"#))
        let spaced = try #require(try ink(#""text": "HHHH", "size": 20, "spacing": { "letter": 5 }"#))
        #expect(abs(spaced.width - bare.width - 15) <= 1)
        let lines = try #require(try ink(#""text": "H\nH", "size": 20"#))
        let open = try #require(try ink(#""text": "H\nH", "size": 20, "spacing": { "line": 1.5 }"#))
        #expect(open.height - lines.height >= 10)
    }

    @Test func `nothing is drawn of an empty text`() throws {
        #expect(try ink(#""text": """#) == nil)
        #expect(try ink(#""text": "{event.name}""#) == nil)
    }

    @Test func `a render warns of a name that is too long and of glyphs that no font has`() throws {
        let scratch = try Scratch()
        let box = #""x": 5, "w": 80, "h": 36, "size": 26"#
        let layout = try scratch.layout(
            100, 80,
            #""texts": [{ "text": "{event.name|Gala}", "y": 5, \#(box) }, { "text": "{value.x|a}", "y": 40, \#(box) }]"#
        )
        func warnings(_ given: [(String, String)]) throws -> [String] {
            var values = Values()
            for (key, value) in given { try values.set(key, to: value) }
            let job = RenderJob(captures: [], output: scratch.folder + "/out.png", values: values)
            return try Renderer(template: Template(layout), options: Renderer.Options()).render(job).warnings
        }
        #expect(try warnings([]) == [])
        let long = "The Annual General Meeting"
        #expect(
            try warnings([("event.name", long), ("x", "\u{10fffd}")]) == [
                "layout test, texts[0]: \"\(long)\" does not fit into its box; make the box larger or the size smaller",
                "layout test, texts[1]: no installed font can show \"\u{10fffd}\"",
            ])
    }

    @Test func `a font that is not there is an error that names it`() {
        let family = #expect(throws: CompositorError.self) {
            try ink(#""text": "a", "font": { "family": "No Such Face" }"#)
        }
        #expect(family?.description.contains("layout test, texts[0]: font No Such Face: not installed") == true)
        let file = #expect(throws: CompositorError.self) { try ink(#""text": "a", "font": { "file": "none.ttf" }"#) }
        #expect(
            file?.description.hasSuffix("none.ttf: no such file; layout test, texts[0], needs that font, put it there")
                == true)
    }
}
