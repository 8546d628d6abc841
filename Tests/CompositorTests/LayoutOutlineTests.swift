import Imaging
import Testing

@testable import Compositor

/// Where captures stand in the FinalPhoto, as a screen needs it.
@Suite struct LayoutOutlineTests {
    private let scratch = try! Scratch()

    @Test func `Boxes are shares of the paper after the cut`() throws {
        let layout = try scratch.layout(
            600, 400, bleed: 24,
            #""slots": [{ "capture": 2, "x": -24, "y": 0, "w": 300, "h": 200 }, { "capture": 1, "x": 300, "y": 200, "w": 150, "h": 100, "fit": "contain" }], "drawings": [{ "x": 0, "y": 300, "w": 200, "h": 50 }]"#
        )
        let outline = try Template(layout).outline
        #expect(outline.aspect == 1.5 && outline.drawing == 4)
        #expect(outline.drawingBox == .init(x: 0, y: 0.75, width: 1.0 / 3, height: 0.125))
        #expect(
            outline.boxes == [
                .init(x: 0.5, y: 0.5, width: 0.25, height: 0.25), .init(x: -0.04, y: 0, width: 0.5, height: 0.5),
            ])
        // What is shown whole is framed by nothing.
        #expect(outline.slots == [nil, 1.5])
        #expect(outline.aspect(ofCapture: 1) == nil && outline.aspect(ofCapture: 2) == 1.5)
        #expect(outline.aspect(ofCapture: 4) == 1.5, "more pictures than slots begin anew")
    }

    @Test func `A fixed picture is no capture, and a layout may have none`() throws {
        try scratch.art("a.png", .flat(.fullBlue))
        let layout = try scratch.layout(
            60, 40, #""slots": [{ "picture": "a.png", "x": 0, "y": 0, "w": 60, "h": 40 }]"#)
        let outline = try Template(layout).outline
        #expect(outline.boxes.isEmpty && outline.aspect(ofCapture: 1) == nil && outline.drawing == nil)
    }

    /// Two strips on one sheet: the first is what guests see filled.
    @Test(arguments: [false, true]) func `On an imposed paper a capture stands where its first piece does`(
        turned: Bool
    ) throws {
        let sheet = turned ? #"{ "width": 300, "height": 200 }"# : #"{ "width": 200, "height": 300 }"#
        let rows = turned ? #""rows": 2, "turned": true"# : #""columns": 2"#
        let layout = try scratch.layout(
            #"""
            { "paper": { "width": 100, "height": 300, "imposition": { "sheet": \#(sheet), \#(rows) } },
              "slots": [{ "x": 0, "y": 0, "w": 100, "h": 100 }, { "x": 0, "y": 100, "w": 100, "h": 200 }] }
            """#)
        let template = try Template(layout)
        let outline = template.outline
        let canvas = try Raster(scratch.composition(layout, [.flat(.fullRed), .flat(.fullBlue)]).finalPhoto())
        #expect(outline.aspect == Double(canvas.width) / Double(canvas.height))
        for (box, colour) in zip(outline.boxes, [Colour.fullRed, .fullBlue]) {
            let x = Int((box.x + box.width / 2) * Double(canvas.width))
            let y = Int((box.y + box.height / 2) * Double(canvas.height))
            #expect(canvas[x, y] == colour, "\(box)")
        }
        #expect(outline.slots == [1, 0.5])
        #expect(outline.boxes[0].width == (turned ? 1.0 / 3 : 0.5))
    }
}
