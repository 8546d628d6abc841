import Effects
import Imaging
import Testing

@testable import Compositor

@Suite struct LayoutDecodingTests {
    private let scratch = try! Scratch()

    private func layout(_ members: String = "") throws -> Layout {
        try scratch.layout(#"{ "paper": "4x6"\#(members.isEmpty ? "" : ", " + members) }"#)
    }

    private static let box = #""x": 1, "y": "2mm", "w": "3%", "h": "0.5in""#

    @Test func `a layout that only names its paper has every default`() throws {
        let layout = try layout()
        #expect(layout.name == "test" && !layout.landscape && layout.background == .colour(.white))
        #expect(layout.slots.isEmpty && layout.overlays.isEmpty && layout.texts.isEmpty && layout.codes.isEmpty)
        #expect(layout.pieces.count == 1 && layout.animation == nil && layout.capturesNeeded == 0)
        #expect(layout.output == Layout.Output(quality: 95, chroma: .full, profile: nil, light: .gamma))
        #expect(layout.locale == "en" && layout.timeZone == nil && layout.files == [])
    }

    @Test func `keys of the layout itself`() throws {
        let layout = try layout(
            ##"""
            "$schema": "../layout.schema.json", "name": "Emma & Noah", "orientation": "landscape",
            "background": { "gradient": { "from": "#102030", "to": "#405060ff", "angle": 45 } },
            "output": { "quality": 80, "chroma": "4:2:0", "profile": "p.icc", "light": "linear" },
            "locale": "de-AT", "timeZone": "Europe/Vienna"
            """##)
        #expect(layout.name == "Emma & Noah" && layout.landscape && layout.paper.trimWidth == 1800)
        #expect(
            layout.background
                == .gradient(
                    from: Colour(red: 16, green: 32, blue: 48), to: Colour(red: 64, green: 80, blue: 96), angle: 45))
        #expect(layout.output == Layout.Output(quality: 80, chroma: .half, profile: "p.icc", light: .linear))
        #expect(layout.locale == "de-AT" && layout.timeZone == "Europe/Vienna" && layout.files == ["p.icc"])
        #expect(try self.layout(#""output": { "profile": "srgb" }"#).output.profile == nil)
        #expect(try self.layout(#""background": { "picture": "a.png" }"#).background == .picture("a.png"))
        #expect(
            try self.layout(##""background": { "colour": "#fff8" }"##.replacing("8", with: "")).background
                == .colour(.white))
    }

    @Test func `a slot with defaults`() throws {
        let slot = try layout(#""slots": [{ \#(Self.box) }]"#).slots[0]
        #expect(
            slot.subject == .capture(1)
                && slot.box
                    == Layout.Box(x: .pixels(1), y: .millimetres(2), width: .share(0.03), height: .millimetres(12.7))
        )
        #expect(slot.z == 0 && slot.rotation == 0 && slot.opacity == 1 && slot.fit == .cover)
        #expect(slot.focus == .point(x: 0.5, y: 0.5) && slot.shape == .rectangle)
        #expect(slot.border == nil && slot.shadow == nil && slot.effects.isEmpty)
    }

    @Test func `a slot with every key`() throws {
        let slot = try layout(
            ##"""
            "slots": [{ \##(Self.box), "capture": 7, "z": -3, "rotation": -12.5, "opacity": 0.25, "fit": "contain",
                        "focus": { "x": 0.1, "y": 0.9 }, "shape": "rounded", "radius": "5%",
                        "border": { "width": "1mm", "colour": "#00f" },
                        "shadow": { "x": 1, "y": -2, "blur": "2%", "colour": "#ff0000", "opacity": 0.7 },
                        "effects": [{ "name": "sepia", "strength": 0.5 }, { "name": "mirror" }] }]
            """##
        ).slots[0]
        #expect(slot.subject == .capture(7) && slot.z == -3 && slot.rotation == -12.5 && slot.opacity == 0.25)
        #expect(slot.fit == .contain && slot.focus == .point(x: 0.1, y: 0.9))
        #expect(slot.shape == .rounded(radius: .share(0.05)))
        #expect(slot.border == Layout.Line(width: .millimetres(1), colour: Colour(red: 0, green: 0, blue: 255)))
        #expect(
            slot.shadow
                == Layout.DropShadow(
                    x: .pixels(1), y: .pixels(-2), blur: .share(0.02), colour: Colour(red: 255, green: 0, blue: 0),
                    opacity: 0.7))
        #expect(slot.effects.map(\.canonical) == ["sepia:strength=0.5", "mirror"])
    }

    @Test(arguments: [
        (#""fit": "stretch""#, Layout.Fit.stretch, Layout.Focus.point(x: 0.5, y: 0.5), Layout.Shape.rectangle),
        (#""focus": "attention""#, .cover, .attention, .rectangle),
        (#""focus": "centre", "shape": "ellipse""#, .cover, .point(x: 0.5, y: 0.5), .ellipse),
        (#""shape": { "mask": "heart.png" }"#, .cover, .point(x: 0.5, y: 0.5), .mask("heart.png")),
        (#""radius": 9"#, .cover, .point(x: 0.5, y: 0.5), .rounded(radius: .pixels(9))),
    ])
    func `fits, focuses and shapes`(keys: String, fit: Layout.Fit, focus: Layout.Focus, shape: Layout.Shape) throws {
        let slot = try layout(#""slots": [{ \#(Self.box), \#(keys) }]"#).slots[0]
        #expect(slot.fit == fit && slot.focus == focus && slot.shape == shape)
    }

    @Test func `slots take captures by their place among those that show captures`() throws {
        let layout = try layout(
            #""slots": [{ \#(Self.box) }, { "picture": "a.png", \#(Self.box) }, { "capture": 9, \#(Self.box) }, { \#(Self.box) }]"#
        )
        #expect(layout.slots.map(\.subject) == [.capture(1), .picture("a.png"), .capture(9), .capture(3)])
        #expect(layout.capturesNeeded == 9)
    }

    @Test func `an overlay with defaults and with every key`() throws {
        let overlays = try layout(
            #"""
            "overlays": [{ "picture": "a.png" }, { "picture": "b.png", "area": "canvas" },
                         { "picture": "c.png", \#(Self.box), "z": 3, "rotation": 5, "opacity": 0.5, "blend": "soft-light" }]
            """#
        ).overlays
        #expect(
            overlays.map(\.picture) == ["a.png", "b.png", "c.png"] && overlays.map(\.area) == [.trim, .canvas, .trim])
        #expect(overlays.map { $0.box == nil } == [true, true, false])
        #expect(overlays.map(\.z) == [10, 10, 3] && overlays.map(\.rotation) == [0, 0, 5])
        #expect(overlays.map(\.opacity) == [1, 1, 0.5] && overlays.map(\.blend) == [.normal, .normal, .softLight])
    }

    @Test func `a text with defaults`() throws {
        let text = try layout(#""texts": [{ "text": "a", \#(Self.box) }]"#).texts[0]
        #expect(text.font == Layout.FontChoice(family: "Lato") && text.size == nil && !text.wrap)
        #expect(text.align == .centre && text.valign == .middle && text.colour == .black && text.z == 20)
        #expect(text.letterSpacing == .pixels(0) && text.lineHeight == 1 && text.outline == nil && text.shadow == nil)
        #expect(text.rotation == 0 && text.opacity == 1)
        #expect(try layout(#""texts": [{ "text": "a", \#(Self.box), "size": "fit" }]"#).texts[0].size == nil)
        #expect(try layout(#""texts": [{ "text": "a", \#(Self.box), "size": 12 }]"#).texts[0].wrap)
    }

    @Test func `a text with every key`() throws {
        let text = try layout(
            ##"""
            "texts": [{ "text": "a\nb {event.name}", \##(Self.box), "font": { "file": "f.ttf", "weight": 700, "style": "italic" },
                        "size": "4mm", "align": "right", "valign": "bottom", "wrap": false,
                        "spacing": { "letter": 2, "line": 1.5 }, "colour": "#123456",
                        "outline": { "width": 3 }, "shadow": {}, "rotation": 90, "opacity": 0.5, "z": 7 }]
            """##
        ).texts[0]
        #expect(text.font == Layout.FontChoice(family: nil, file: "f.ttf", weight: 700, italic: true))
        #expect(text.size == .millimetres(4) && text.align == .right && text.valign == .bottom && !text.wrap)
        #expect(text.letterSpacing == .pixels(2) && text.lineHeight == 1.5)
        #expect(text.colour == Colour(red: 0x12, green: 0x34, blue: 0x56))
        #expect(text.outline == Layout.Line(width: .pixels(3), colour: .white) && text.shadow != nil)
        #expect(text.rotation == 90 && text.opacity == 0.5 && text.z == 7)
    }

    @Test func `a code with defaults and with every key`() throws {
        let codes = try layout(
            ##"""
            "codes": [{ "content": "a", "x": 1, "y": 2, "size": "20mm" },
                      { "content": "b", "x": 1, "y": 2, "module": 5, "quiet": 2, "correction": "H", "colour": "#000080",
                        "background": "#ffffe0", "z": 1 }]
            """##
        ).codes
        #expect(codes[0].extent == .size(.millimetres(20)) && codes[0].quiet == 4 && codes[0].correction == .medium)
        #expect(codes[0].colour == .black && codes[0].background == .white && codes[0].z == 30)
        #expect(codes[1].extent == .module(5) && codes[1].quiet == 2 && codes[1].correction == .high && codes[1].z == 1)
        #expect(codes[1].colour.blue == 128 && codes[1].background.blue == 0xe0)
    }

    @Test func `an animation with defaults`() throws {
        let plan = try #require(try layout(#""animation": { "width": 400, "height": 300 }"#).animation)
        #expect(plan.width == 400 && plan.height == 300 && plan.frames == nil && plan.order == .forward)
        #expect(plan.repeats == 1 && plan.delay == 500 && plan.loops == 0 && plan.budget == nil)
        #expect(plan.places[0].slot.box == .whole && plan.background == .colour(.white))
        #expect(plan.overlays.isEmpty && plan.texts.isEmpty && plan.effects.isEmpty)
    }

    @Test func `an animation with every key`() throws {
        let layout = try layout(
            ##"""
            "animation": {
              "width": 400, "height": 300, "order": "boomerang", "repeat": 2, "delay": 120, "loops": 3, "budget": 500,
              "slot": { \##(Self.box), "rotation": 3, "shape": { "mask": "m.png" } }, "background": { "picture": "b.png" },
              "overlays": [{ "picture": "o.png" }], "texts": [{ "text": "t", \##(Self.box) }],
              "effects": [{ "name": "sepia" }],
              "frames": [{ "capture": 2, "delay": 900, "overlays": [{ "picture": "f.png" }],
                           "texts": [{ "text": "u", \##(Self.box), "font": { "file": "u.ttf" } }],
                           "effects": [{ "name": "mirror" }] }, { "capture": 5 }]
            }
            """##)
        let plan = try #require(layout.animation)
        #expect(plan.order == .boomerang && plan.repeats == 2 && plan.delay == 120 && plan.loops == 3)
        #expect(plan.budget == 500 && plan.places[0].slot.rotation == 3 && plan.capturesNeeded == 5)
        let frames = try #require(plan.frames)
        #expect(frames.map(\.capture) == [2, 5] && frames.map(\.delay) == [900, nil])
        #expect(frames[0].effects.map(\.name) == ["mirror"] && plan.effects.map(\.name) == ["sepia"])
        #expect(layout.files == ["b.png", "f.png", "m.png", "o.png", "u.ttf"])
    }
}
