import Compositor
import Faults
import Imaging
import Testing

@Suite struct LayoutErrorTests {
    private let scratch = try! Scratch()

    func problem(_ json: String) -> String {
        do {
            _ = try scratch.layout(json)
            return "accepted"
        } catch { return "\(error)".replacing(scratch.layoutFolder + "/layout.json: ", with: "") }
    }

    func problem(of members: String) -> String { problem(#"{ "paper": "4x6", \#(members) }"#) }

    @Test(arguments: [
        ("", "line 1, column 1"), ("[]", "expected an object, found a list"), ("{}", "paper: missing"),
        ("{ \"paper\": \"4x6\", }", "line 1, column 17"),
        (#"{ "papre": "4x6" }"#, #"paper: missing; is it what "papre" stands for?"#),
        (#"{ "paper": "4x6", "slot": [] }"#, #"slot: unknown key; did you mean "slots"?"#),
        (#"{ "paper": "4x6", "paper": "5x7" }"#, "line 1, column 19"),
    ])
    func `what is no layout`(json: String, wanted: String) {
        #expect(problem(json).contains(wanted), "\(problem(json))")
    }

    @Test(arguments: [
        (#""name": 5"#, "name: expected a text, found 5"),
        (
            #""orientation": "landscpae""#,
            #"orientation: expected "portrait" or "landscape", found "landscpae"; did you mean "landscape"?"#
        ),
        (##""background": "#fff""##, ##"background: expected an object, found "#fff""##),
        (#""background": {}"#, #"background: expected one of "colour", "gradient", "picture", found an object"#),
        (##""background": { "colour": "#fff", "picture": "a.png" }"##, #"background: expected one of"#),
        (#""background": { "colour": "red" }"#, ##"background.colour: expected a colour such as #fff"##),
        (#""background": { "color": "red" }"#, #"background.color: unknown key; did you mean "colour"?"#),
        (##""background": { "gradient": { "from": "#fff" } }"##, "background.gradient.to: missing"),
        (#""background": { "picture": "" }"#, "background.picture: expected the name of a file"),
        (#""slots": {}"#, "slots: expected a list, found an object"),
        (#""output": { "quality": 0 }"#, "output.quality: expected a whole number from 1 to 100, found 0"),
        (#""output": { "quality": 90.5 }"#, "output.quality: expected a whole number from 1 to 100, found 90.5"),
        (#""output": { "chroma": "4:2:2" }"#, #"output.chroma: expected "4:4:4" or "4:2:0", found "4:2:2""#),
        (#""output": { "light": true }"#, #"output.light: expected "gamma" or "linear", found true"#),
        (#""timeZone": "Europe/Wien""#, #"timeZone: expected a time zone such as Europe/Vienna, found "Europe/Wien""#),
        (#""locale": "german""#, #"locale: expected a language such as en or de-AT, found "german""#),
        (#""locale": "''""#, "locale: expected a language such as en or de-AT"),
        (#""pieces": [{}]"#, #"pieces: expected no pieces, because paper "4x6" is not imposed, found a list"#),
    ])
    func `the layout's own keys`(members: String, wanted: String) {
        let problem = problem(of: members)
        #expect(problem.hasPrefix(wanted), "\(problem)")
    }

    @Test(arguments: [
        (#""y": 0, "w": 1, "h": 1"#, "x: missing"),
        (#""x": 0, "y": 0, "w": 1, "height": 1"#, #"h: missing; is it what "height" stands for?"#),
        (#""x": null, "y": 0, "w": 1, "h": 1"#, "x: expected a length such as 813"),
        (
            #""x": "12 mm", "y": 0, "w": 1, "h": 1"#,
            #"x: expected a length such as 813, "12.5mm", "0.5in" or "25%", found "12 mm""#
        ),
        (
            #""x": "813", "y": 0, "w": 1, "h": 1"#,
            #"x: expected a length such as 813, "12.5mm", "0.5in" or "25%", found "813" in quotes, which is a text; take the"#
        ),
        (#""x": 0, "y": 0, "w": 0, "h": 1"#, "w: expected a length above 0, found 0"),
        (#""x": 0, "y": 0, "w": 1, "h": "-1mm""#, #"h: expected a length above 0, found "-1mm""#),
        (#""x": 20001, "y": 0, "w": 1, "h": 1"#, "x: expected a length of at most 20,000 px, found 20001"),
        (#""x": 0, "y": 0, "w": 1000000000, "h": 1"#, "w: expected a length of at most 20,000 px"),
        (#""x": "-20001%", "y": 0, "w": 1, "h": 1"#, #"x: expected a length of at most 20,000 px, found "-20001%""#),
        (#""x": 0, "y": "20001mm", "w": 1, "h": 1"#, "y: expected a length of at most 20,000 px"),
        (#""x": 0, "y": 0, "w": "2000%", "h": 1"#, "w: 24000 pixels; the limit is 20000"),
        (#""x": 0, "y": "-3000mm", "w": 1, "h": 1"#, "y: -35433 pixels; the limit is 20000"),
        (#""x": 0, "y": 0, "w": "0.01mm", "h": 1"#, "w: less than a pixel"),
    ])
    func `boxes of slots, overlays and texts`(keys: String, wanted: String) {
        for (list, rest) in [("slots", ""), ("overlays", #", "picture": "a.png""#), ("texts", #", "text": "a""#)] {
            let problem = problem(of: #""\#(list)": [{ \#(keys)\#(rest) }]"#)
            #expect(problem.hasPrefix("\(list)[0].\(wanted)"), "\(problem)")
        }
    }

    @Test(arguments: [
        (#""capture": 0"#, "capture: expected a whole number from 1 to 999, found 0"),
        (#""capture": 1.5"#, "capture: expected a whole number"),
        (#""capture": 1, "picture": "a.png""#, "capture: expected either a capture or a picture"),
        (#""rotaton": 5"#, #"rotaton: unknown key; did you mean "rotation"?"#),
        (#""rotation": 361"#, "rotation: expected a number from -360 to 360, found 361"),
        (#""rotation": "5""#, #"rotation: expected a number from -360 to 360, found "5" in quotes, which is a text"#),
        (#""opacity": 1.1"#, "opacity: expected a number from 0 to 1, found 1.1"),
        (#""z": 1e9"#, "z: expected a whole number from -999 to 999"),
        (#""fit": "covr""#, #"fit: expected "cover", "contain" or "stretch", found "covr"; did you mean "cover"?"#),
        (#""focus": "center""#, #"focus: expected "centre" or "attention", found "center"; did you mean "centre"?"#),
        (#""focus": { "x": 2, "y": 0 }"#, "focus.x: expected a number from 0 to 1, found 2"),
        (#""focus": { "x": 1 }"#, "focus.y: missing"),
        (
            #""shape": "circle""#,
            #"shape: expected "rectangle", "rounded" or "ellipse", found "circle"; did you mean "ellipse"?"#
        ),
        (#""shape": "Oval""#, #"found "Oval"; did you mean "ellipse"?"#),
        (#""shape": "square""#, #"found "square"; did you mean "rectangle"?"#),
        (#""fit": "fill""#, #"found "fill"; did you mean "cover"?"#),
        (#""focus": "faces""#, #"found "faces"; did you mean "attention"?"#),
        (#""shape": "rounded""#, #"shape: expected a "radius" beside "rounded""#),
        (#""shape": "ellipse", "radius": 4"#, #"radius: only a "rounded" shape has one"#),
        (#""shape": "rounded", "radius": -4"#, "radius: expected a length of 0 or more, found -4"),
        (#""shape": { "mask": 4 }"#, "shape.mask: expected a text, found 4"),
        (#""shape": { "mask": "a", "x": 1 }"#, "shape.x: unknown key; known are mask"),
        (#""shape": { "mask": "a" }, "border": { "width": 1 }"#, "border: a mask has no border"),
        (##""border": { "colour": "#fff" }"##, "border.width: missing"),
        (#""border": { "width": 6000 }"#, "border.width: 6000 pixels; the limit is 2000"),
        (#""shadow": { "blur": -1 }"#, "shadow.blur: expected a length of 0 or more, found -1"),
        (#""shadow": { "blur": "300%" }"#, "shadow.blur: 3600 pixels; the limit is 2000"),
        (#""shadow": { "x": "3000%" }"#, "shadow.x: 36000 pixels; the limit is 20000"),
        (#""effects": ["sepia"]"#, #"effects[0]: expected an object, found "sepia""#),
        (#""effects": [{}]"#, "effects[0].name: missing"),
        (#""effects": [{ "name": "none" }]"#, #"effects[0]: effect "none" is unknown; render --list-effects"#),
        (#""effects": [{ "name": "sepia", "strenth": 1 }]"#, #"effects[0]: effect sepia has no parameter "strenth""#),
        (#""effects": [{ "name": "sepia", "strength": 2 }]"#, "effects[0]: effect sepia: strength=2 is not a number"),
        (
            #""effects": [{ "name": "sepia", "strength": [] }]"#,
            "effects[0].strength: expected a text, a number, true or false"
        ),
    ])
    func slots(keys: String, wanted: String) {
        let problem = problem(of: #""slots": [{ "x": 0, "y": 0, "w": 100, "h": 100, \#(keys) }]"#)
        #expect(problem.contains(wanted), "\(problem)")
        #expect(problem.hasPrefix("slots[0]"))
    }

    @Test(arguments: [
        (#""x": 1"#, "picture: missing"), (#""picture": "a.png", "x": 1"#, "y: missing"),
        (#""picture": "a.png", "area": "bleed""#, #"area: expected "trim" or "canvas", found "bleed""#),
        (
            #""picture": "a.png", "area": "trim", "x": 0, "y": 0, "w": 1, "h": 1"#,
            "area: expected either an area or x, y, w, h"
        ),
        (#""picture": "a.png", "blend": "softlight""#, #"blend: expected "normal","#),
        (
            #""picture": "a.png", "fit": "cover""#,
            "fit: unknown key; known are area, blend, h, opacity, picture, rotation, w, x, y, z"
        ),
    ])
    func overlays(keys: String, wanted: String) {
        let problem = problem(of: #""overlays": [{ \#(keys) }]"#)
        #expect(problem.hasPrefix("overlays[0].\(wanted)"), "\(problem)")
    }

    @Test(arguments: [
        (#""text": 5"#, "text: expected a text, found 5"),
        (#""text": "{event.nam}""#, "text: unknown token {event.nam}; there are {event.name},"),
        (#""text": "{event.name""#, #"text: "{" without "}"; write {{ for a brace"#),
        (#""text": "a}""#, #"text: "}" without "{"; write }} for a brace"#),
        (
            #""text": "a", "font": { "family": "Lato", "file": "a.ttf" }"#,
            #"font: expected either a "family" or a "file""#
        ),
        (#""text": "a", "font": {}"#, #"font: expected either a "family" or a "file""#),
        (
            #""text": "a", "font": { "family": "Lato", "weight": "bolder" }"#,
            "font.weight: expected a whole number from 100 to 900"
        ),
        (
            #""text": "a", "font": { "family": "Lato", "style": "oblique" }"#,
            #"font.style: expected "normal" or "italic""#
        ),
        (#""text": "a", "size": "fitted""#, "size: expected a length such as"),
        (#""text": "a", "size": 0"#, "size: expected a length above 0, found 0"),
        (#""text": "a", "size": "500%""#, "size: 6000 pixels; the limit is 4000"),
        (
            #""text": "a", "align": "center""#,
            #"align: expected "left", "centre" or "right", found "center"; did you mean "centre"?"#
        ),
        (
            #""text": "a", "valign": "centre""#,
            #"valign: expected "top", "middle" or "bottom", found "centre"; did you mean "middle"?"#
        ),
        (#""text": "a", "font": "Lato""#, #"font: expected an object such as { "family": "Lato" }, found "Lato""#),
        (#""text": "a", "font": { "family": "Lato", "weight": "bold" }"#, #"font.weight: "bold" is 700 as a number"#),
        (
            #""text": "a", "font": { "family": "Lato", "fallback": {} }"#,
            #"font.fallback: expected either a "family" or"#
        ),
        (#""text": "a", "wrap": 1"#, "wrap: expected true or false, found 1"),
        (#""text": "a", "spacing": { "line": 9 }"#, "spacing.line: expected a number from 0.5 to 4, found 9"),
        (#""text": "a", "spacing": { "word": 9 }"#, "spacing.word: unknown key; known are letter, line"),
        (#""text": "a", "outline": {}"#, "outline.width: missing"),
        (#""text": "a", "outline": { "width": "200%" }"#, "outline.width: 2400 pixels; the limit is 2000"),
    ])
    func texts(keys: String, wanted: String) {
        let problem = problem(of: #""texts": [{ "x": 0, "y": 0, "w": 100, "h": 100, \#(keys) }]"#)
        #expect(problem.hasPrefix("texts[0].\(wanted)"), "\(problem)")
    }

    @Test(arguments: [
        (#""size": 100"#, ".content: missing"), (#""content": "a""#, #": expected either "size" or "module""#),
        (#""content": "a", "size": 10, "module": 1"#, #": expected either "size" or "module""#),
        (#""content": "a", "module": 0"#, ".module: expected a whole number from 1 to 200, found 0"),
        (#""content": "a", "module": 1, "quiet": -1"#, ".quiet: expected a whole number from 0 to 20, found -1"),
        (#""content": "a", "module": 1, "correction": "m""#, #".correction: expected "L", "M", "Q" or "H", found "m""#),
        (
            ##""content": "a", "module": 1, "colour": "#aaa""##,
            #": a "colour" and a "background" with a contrast of 2.3 : 1; scanners want a dark colour on"#
        ),
        (
            ##""content": "a", "module": 1, "colour": "#fff", "background": "#000""##,
            #": a "colour" and a "background" with a contrast of 21.0 : 1; scanners want a dark colour on a light background"#
        ),
        (#""content": "{url}", "module": 1"#, ".content: unknown token {url}"),
        (#""content": "a", "size": "3000%""#, ".size: 36000 pixels; the limit is 20000"),
        (#""content": "a", "size": "30", "w": 5"#, ".size: expected a length"),
    ])
    func codes(keys: String, wanted: String) {
        let problem = problem(of: #""codes": [{ "x": 0, "y": 0, \#(keys) }]"#)
        #expect(problem.hasPrefix("codes[0]\(wanted)"), "\(problem)")
    }

    @Test(arguments: [
        (#""height": 100"#, "width: missing"),
        (#""width": 8, "height": 100"#, "width: expected a whole number from 16 to 4000, found 8"),
        (#""width": 99, "height": 99, "frames": []"#, "frames: expected at least one frame"),
        (#""width": 99, "height": 99, "frames": [{}]"#, "frames[0].capture: missing"),
        (
            #""width": 99, "height": 99, "frames": [{ "capture": 1, "slot": {} }]"#,
            "frames[0].slot: unknown key; known are "
        ),
        (#""width": 99, "height": 99, "delay": 10"#, "delay: expected a whole number from 20 to 60000, found 10"),
        (#""width": 99, "height": 99, "order": "backward""#, #"order: expected "forward", "reverse" or "boomerang""#),
        (#""width": 99, "height": 99, "repeat": 0"#, "repeat: expected a whole number from 1 to 20, found 0"),
        (#""width": 99, "height": 99, "loops": -1"#, "loops: expected a whole number from 0 to 65535, found -1"),
        (#""width": 99, "height": 99, "budget": 1"#, "budget: expected a whole number from 10 to 100000, found 1"),
        (#""width": 99, "height": 99, "slot": { "x": 1 }"#, "slot.y: missing"),
        (#""width": 99, "height": 99, "slot": { "capture": 1 }"#, "slot.capture: unknown key"),
        (
            #""width": 99, "height": 99, "slot": { "x": 0, "y": 0, "w": "20001px", "h": 1 }"#,
            "slot.w: expected a length"
        ),
        (
            #""width": 99, "height": 99, "texts": [{ "text": "a", "x": 0, "y": 0, "w": "0.1px", "h": 9 }]"#,
            "texts[0].w: less than a pixel"
        ),
        (
            #""width": 99, "height": 99, "frames": [{ "capture": 1, "overlays": [{ "picture": "a", "x": 0, "y": 0, "w": "0.1px", "h": 9 }] }]"#,
            "frames[0].overlays[0].w: less than a pixel"
        ),
    ])
    func animations(keys: String, wanted: String) {
        let problem = problem(of: #""animation": { \#(keys) }"#)
        #expect(problem.hasPrefix("animation.\(wanted)"), "\(problem)")
    }

    @Test(arguments: ["slots", "overlays", "texts", "codes"])
    func `lists have a limit`(list: String) {
        let many = Array(repeating: "{}", count: 65).joined(separator: ",")
        #expect(problem(of: #""\#(list)": [\#(many)]"#) == "\(list): 65 elements are more than the limit of 64")
    }

    @Test func `a layout that is not there says where it was sought`() {
        let error = #expect(throws: CompositorError.self) { try scratch.library.layout("nowhere") }
        #expect(
            error?.description
                == "layout nowhere: not found in nowhere, \(scratch.folder)/layouts/nowhere, \(Project.layouts)/nowhere; "
                + "name a folder that has a layout.json")
        #expect(throws: Never.self) { try scratch.library.layout("strip") }
    }

    @Test(arguments: ["../secret.png", "/etc/passwd", "a/../../secret.png"])
    func `art cannot lie outside of the layout's folder`(name: String) throws {
        try scratch.capture("layouts/secret.png", .flat(.white))
        for member in [
            #""background": { "picture": "\#(name)" }"#, #""overlays": [{ "picture": "\#(name)" }]"#,
            #""slots": [{ "picture": "\#(name)", "x": 0, "y": 0, "w": 9, "h": 9 }]"#,
            #""slots": [{ "shape": { "mask": "\#(name)" }, "x": 0, "y": 0, "w": 9, "h": 9 }]"#,
            #""texts": [{ "text": "a", "font": { "file": "\#(name)" }, "x": 0, "y": 0, "w": 9, "h": 9 }]"#,
        ] {
            let layout = try scratch.layout(50, 50, member)
            #expect(throws: CompositorError.self, "\(member)") { try Template(layout) }
        }
    }

    @Test func `a profile that is none names the file and the layout`() throws {
        try scratch.write("layouts/test/p.icc", "no profile".utf8)
        let layout = try scratch.layout(50, 50, #""output": { "profile": "p.icc" }"#)
        let error = #expect(throws: CompositorError.self) { try Template(layout) }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix(#"file "p.icc" of layout test: the ICC profile cannot be used"#), "\(text)")
        let none = try scratch.layout(50, 50, #""output": { "profile": "none.icc" }"#)
        let missing = #expect(throws: CompositorError.self) { try Template(none) }
        #expect(missing?.description.contains("none.icc: no such file; layout test needs that file") == true)
    }

    @Test func `art that is missing names the file`() throws {
        let layout = try scratch.layout(50, 50, #""overlays": [{ "picture": "frame.png" }]"#)
        let error = #expect(throws: CompositorError.self) { try Template(layout) }
        #expect(error?.description.contains("/test/frame.png: no such file") == true, "\(error)")
    }
}
