import Compositor
import Imaging
import Testing

@Suite struct StackingTests {
    private let scratch = try! Scratch()

    init() throws {
        try scratch.art("green.png", .flat(.fullGreen))
        try scratch.art("blue.png", .flat(.fullBlue))
        try scratch.art("grey.png", .flat(.grey(128)))
        try scratch.art(
            "frame.png",
            .drawn(60, 40, alpha: true) { x, y in
                let inside = (6..<54).contains(x) && (4..<36).contains(y)
                return Colour(red: 0, green: 255, blue: 0, alpha: inside ? 0 : 255)
            })
    }

    @Test func `equal z is drawn in the order slots, overlays, texts, codes, each as listed`() throws {
        let box = #""x": 0, "y": 0, "w": 60, "h": 40"#
        let slots = try scratch.layout(
            60, 40,
            ##""slots": [{ \##(box) }, { "picture": "green.png", \##(box) }, { "picture": "blue.png", \##(box) }]"##)
        #expect(try scratch.canvas(slots, [.flat(.fullRed)])[30, 20] == .fullBlue)
        let mixed = try scratch.layout(
            60, 40,
            ##""texts": [{ "text": "█", "z": 0, \##(box), "colour": "#0000ff" }], "overlays": [{ "picture": "green.png", "z": 0, \##(box) }], "slots": [{ \##(box) }]"##
        )
        let canvas = try scratch.canvas(mixed, [.flat(.fullRed)])
        #expect(canvas[30, 20] == .fullBlue && canvas[1, 1] == .fullGreen)
    }

    @Test func `a greater z is drawn later, whatever kind it is of`() throws {
        let box = #""x": 0, "y": 0, "w": 60, "h": 40"#
        let layout = try scratch.layout(
            60, 40,
            #""slots": [{ \#(box), "z": 11 }, { "picture": "blue.png", \#(box), "z": -1 }], "overlays": [{ "picture": "green.png", \#(box) }]"#
        )
        #expect(try scratch.canvas(layout, [.flat(.fullRed)])[30, 20] == .fullRed)
    }

    @Test func `an overlay covers the trim, the canvas or a box of its own`() throws {
        func inked(_ keys: String) throws -> PixelBox? {
            try scratch.canvas(
                scratch.layout(60, 40, bleed: 5, #""overlays": [{ "picture": "green.png"\#(keys) }]"#)
            ).ink()
        }
        #expect(try inked("") == PixelBox(x: 5, y: 5, width: 60, height: 40))
        #expect(try inked(#", "area": "trim""#) == PixelBox(x: 5, y: 5, width: 60, height: 40))
        #expect(try inked(#", "area": "canvas""#) == PixelBox(x: 0, y: 0, width: 70, height: 50))
        #expect(try inked(#", "x": 7, "y": 8, "w": 20, "h": 10"#) == PixelBox(x: 12, y: 13, width: 20, height: 10))
    }

    @Test func `an overlay is stretched to its box and clear where its picture is`() throws {
        let layout = try scratch.layout(
            120, 40, ##""background": { "colour": "#ff0000" }, "overlays": [{ "picture": "frame.png" }]"##)
        let canvas = try scratch.canvas(layout)
        #expect(canvas[4, 20] == .fullGreen && canvas[60, 1] == .fullGreen && canvas[116, 38] == .fullGreen)
        #expect(canvas[20, 20] == .fullRed && canvas[60, 8] == .fullRed && canvas[100, 30] == .fullRed)
    }

    /// Grey 128 on a colour of three levels, by the formulas of W3C Compositing and Blending Level 1.
    @Test(arguments: BlendMode.allCases)
    func `every blend mode reaches the canvas`(mode: BlendMode) throws {
        let layout = try scratch.layout(
            60, 40,
            ##""background": { "colour": "#40c080" }, "overlays": [{ "picture": "grey.png", "blend": "\##(mode.rawValue)" }]"##
        )
        let pixel = try scratch.canvas(layout)[30, 20]
        func blended(_ backdrop: Double, _ source: Double) -> Double {
            func hardLight(_ b: Double, _ s: Double) -> Double { s <= 0.5 ? 2 * b * s : 1 - (1 - b) * (2 - 2 * s) }
            return switch mode {
            case .normal: source
            case .multiply: backdrop * source
            case .screen: backdrop + source - backdrop * source
            case .overlay: hardLight(source, backdrop)
            case .darken: min(backdrop, source)
            case .lighten: max(backdrop, source)
            case .colourDodge: min(1, backdrop / (1 - source))
            case .colourBurn: 1 - min(1, (1 - backdrop) / source)
            case .hardLight: hardLight(backdrop, source)
            // At s = ½ it changes nothing, on either side.
            case .softLight: backdrop
            case .difference: abs(backdrop - source)
            case .exclusion: backdrop + source - 2 * backdrop * source
            }
        }
        for (seen, backdrop) in [(pixel.red, 0x40), (pixel.green, 0xc0), (pixel.blue, 0x80)] {
            let wanted = 255 * blended(Double(backdrop) / 255, 128.0 / 255)
            #expect(abs(Double(seen) - wanted) <= 1.5)
        }
    }

    @Test func `an overlay may be translucent`() throws {
        let layout = try scratch.layout(60, 40, #""overlays": [{ "picture": "blue.png", "opacity": 0.4 }]"#)
        #expect(try scratch.canvas(layout)[30, 20].distance(to: Colour(red: 153, green: 153, blue: 255)) <= 1)
    }
}
