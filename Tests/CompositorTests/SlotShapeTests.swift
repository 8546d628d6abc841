import Imaging
import Testing

@testable import Compositor

@Suite struct SlotShapeTests {
    private let scratch = try! Scratch()

    private func canvas(_ keys: String, _ side: Int = 100, capture: Colour = .fullRed) throws -> Raster {
        try scratch.canvas(
            scratch.layout(
                side, side,
                ##""background": { "colour": "#ffffff" }, "slots": [{ "x": 20, "y": 30, "w": 60, "h": 40, \##(keys) }]"##
            ),
            [.flat(capture)])
    }

    /// How much of the picture is seen, in pixels: red on white, by the green that is missing.
    private func area(_ canvas: Raster) -> Double {
        stride(from: 1, to: canvas.samples.count, by: 3).reduce(0) { $0 + (255 - Double(canvas.samples[$1])) / 255 }
    }

    /// A corner of radius 10 leaves out 100 - 25 π; the greatest possible radius is half of the shorter side.
    private static let areas: [(keys: String, area: Double)] = [
        (#""shape": "rectangle""#, 2_400), (#""shape": "ellipse""#, 600 * Double.pi),
        (#""shape": "rounded", "radius": 10"#, 2_000 + 100 * Double.pi), (#""radius": "10%""#, 2_000 + 100 * Double.pi),
        (#""shape": "rounded", "radius": 500"#, 800 + 400 * Double.pi), (#""shape": "rounded", "radius": 0"#, 2_400),
    ]

    @Test(arguments: areas)
    func `a shape covers its own area within the box`(keys: String, wanted: Double) throws {
        let canvas = try canvas(keys)
        #expect(abs(area(canvas) - wanted) < 2)
        #expect(canvas.ink() == PixelBox(x: 20, y: 30, width: 60, height: 40))
        #expect(canvas[50, 50] == .fullRed)
    }

    @Test func `a mask shows the capture by its alpha, or by its brightness when it has none`() throws {
        try scratch.art(
            "alpha.png",
            .drawn(60, 40, alpha: true) { x, _ in Colour(red: 0, green: 0, blue: 0, alpha: x < 30 ? 255 : 0) })
        try scratch.art("grey.png", .drawn(60, 40) { x, _ in .grey(x < 30 ? 255 : 0) })
        for name in ["alpha.png", "grey.png"] {
            let canvas = try canvas(#""shape": { "mask": "\#(name)" }"#)
            #expect(
                canvas.wrong { x, y in (20..<50).contains(x) && (30..<70).contains(y) ? .fullRed : .white } == [],
                "\(name)")
        }
        try scratch.art("half.png", .flat(.grey(128)))
        #expect(
            try canvas(#""shape": { "mask": "half.png" }"#)[50, 50].distance(
                to: Colour(red: 255, green: 127, blue: 127)) <= 1)
    }

    @Test(arguments: ["rectangle", "ellipse", "rounded"])
    func `a border lies outside of the shape and takes nothing of the picture`(shape: String) throws {
        let keys = ##""shape": "\##(shape)", "border": { "width": 6, "colour": "#00ff00" }"##
        let canvas = try canvas(shape == "rounded" ? keys + #", "radius": 8"# : keys)
        #expect(canvas.ink() == PixelBox(x: 14, y: 24, width: 72, height: 52))
        let bare = try self.canvas(shape == "rounded" ? #""radius": 8"# : #""shape": "\#(shape)""#)
        #expect(canvas.wrong { bare[$0, $1] == .fullRed ? .fullRed : canvas[$0, $1] } == [])
        #expect(canvas[50, 26] == .fullGreen && canvas[16, 50] == .fullGreen)
        // No background shines through where picture and border meet: nothing there has any blue.
        #expect(
            canvas.wrong {
                canvas[$0, $1].blue == 0 || abs($0 - 50) > 20 || abs($1 - 50) > 16 ? canvas[$0, $1] : .fullRed
            } == [])
    }

    /// A cut-out shows what is behind the slot, not the inside of its border.
    @Test(arguments: ["rectangle", "ellipse"])
    func `a border stays outside of a picture that is clear in places`(shape: String) throws {
        let clear = Colour(red: 0, green: 0, blue: 0, alpha: 0)
        let cutOut = try Image.drawn(60, 40, alpha: true) { x, _ in x < 30 ? .fullRed : clear }
        let members =
            ##""slots": [{ "x": 20, "y": 30, "w": 60, "h": 40, "shape": "\##(shape)", "border": { "width": 6, "colour": "#00ff00" } }]"##
        try scratch.art("cut-out.png", cutOut)
        let fixed = members.replacing(#""x": 20"#, with: #""picture": "cut-out.png", "x": 20"#)
        for canvas in [
            try scratch.canvas(scratch.layout(100, 100, members), [cutOut]),
            try scratch.canvas(scratch.layout(100, 100, fixed)),
        ] {
            #expect(canvas[60, 50] == .white && canvas[30, 50] == .fullRed)
            #expect(canvas[83, 50] == .fullGreen && canvas[16, 50] == .fullGreen && canvas[50, 27] == .fullGreen)
            #expect(canvas.ink() == PixelBox(x: 14, y: 24, width: 72, height: 52))
        }
    }

    @Test func `a border's colour is white unless it is said`() throws {
        let layout = try scratch.layout(
            60, 60,
            ##""background": { "colour": "#000000" }, "slots": [{ "x": 20, "y": 20, "w": 20, "h": 20, "border": { "width": 2 } }]"##
        )
        let canvas = try scratch.canvas(layout, [.flat(.fullRed)])
        #expect(canvas[19, 30] == .white && canvas[17, 30] == .black)
    }

    @Test func `a hard shadow is the shape, moved`() throws {
        let canvas = try canvas(##""shadow": { "x": 7, "y": 9, "blur": 0, "colour": "#0000ff", "opacity": 1 }"##)
        #expect(
            canvas.wrong { x, y in
                if (20..<80).contains(x), (30..<70).contains(y) { return .fullRed }
                return (27..<87).contains(x) && (39..<79).contains(y) ? .fullBlue : .white
            } == [])
    }

    @Test func `a shadow includes the border`() throws {
        let canvas = try canvas(
            ##""border": { "width": 5, "colour": "#00ff00" }, "shadow": { "x": 0, "y": 12, "blur": 0, "colour": "#0000ff", "opacity": 1 }"##
        )
        #expect(canvas[15, 86] == .fullBlue && canvas[84, 86] == .fullBlue && canvas[15, 87] == .white)
    }

    /// Seen through the clear half, a shadow of the box would be a dark one in it.
    @Test func `a picture that is clear in places casts the shadow of what is seen`() throws {
        let clear = Colour(red: 0, green: 0, blue: 0, alpha: 0)
        let cutOut = try Image.drawn(60, 40, alpha: true) { x, _ in x < 30 ? .fullRed : clear }
        let shadow = ##""shadow": { "x": 0, "y": 12, "blur": 0, "colour": "#0000ff", "opacity": 1 }"##
        let bare = try scratch.canvas(
            scratch.layout(100, 100, #""slots": [{ "x": 20, "y": 30, "w": 60, "h": 40, \#(shadow) }]"#), [cutOut])
        #expect(bare[30, 75] == .fullBlue && bare[30, 50] == .fullRed)
        #expect(bare[70, 75] == .white && bare[70, 50] == .white)
        let framed = try scratch.canvas(
            scratch.layout(
                100, 100,
                ##""slots": [{ "x": 20, "y": 30, "w": 60, "h": 40, \##(shadow), "border": { "width": 4, "colour": "#00ff00" } }]"##
            ),
            [cutOut])
        #expect(framed[70, 50] == .white && framed[70, 28] == .fullGreen && framed[70, 40] == .fullBlue)
        #expect(framed[70, 84] == .fullBlue && framed[70, 80] == .white && framed[30, 80] == .fullBlue)
    }

    @Test func `a soft shadow has half of its strength at the edge and none beyond its reach`() throws {
        let canvas = try canvas(##""shadow": { "x": 0, "y": 0, "blur": 16, "colour": "#000000", "opacity": 0.5 }"##)
        // Half of half of black on white; the edge lies between two pixels.
        let (above, below) = (Int(canvas[50, 29].red), Int(canvas[50, 70].red))
        #expect(abs(above - 195) <= 4 && above == below)
        #expect(canvas[50, 4] == .white && canvas[50, 12].red > 240)
        for y in 5..<29 { #expect(canvas[50, y].red >= canvas[50, y + 1].red, "not growing at \(y)") }
    }

    @Test func `shadows have their defaults`() throws {
        let shadow = try scratch.layout(
            100, 100, #""slots": [{ "x": 0, "y": 0, "w": 9, "h": 9, "shadow": {} }]"#
        ).slots[0].shadow
        #expect(
            shadow == Layout.DropShadow(x: .pixels(0), y: .pixels(6), blur: .pixels(16), colour: .black, opacity: 0.4))
    }

    @Test(arguments: [0.0, 0.2, 0.5, 1.0])
    func `opacity mixes the picture with what is behind`(opacity: Double) throws {
        let canvas = try canvas(#""opacity": \#(opacity)"#)
        let wanted = Colour.grey(Int((255 * (1 - opacity)).rounded()))
        #expect(canvas[50, 50].distance(to: Colour(red: 255, green: wanted.green, blue: wanted.blue)) <= 1)
        #expect(canvas[10, 10] == .white)
    }

    /// The slot fades as one thing: its border does not shine through its picture.
    @Test func `opacity fades picture, border and shadow together`() throws {
        let canvas = try canvas(
            ##""opacity": 0.5, "border": { "width": 6, "colour": "#00ff00" }, "shadow": { "x": 0, "y": 20, "blur": 0, "opacity": 1 }"##
        )
        #expect(canvas[50, 50].distance(to: Colour(red: 255, green: 128, blue: 128)) <= 1)
        #expect(canvas[16, 50].distance(to: Colour(red: 128, green: 255, blue: 128)) <= 1)
        #expect(canvas[50, 85].distance(to: .grey(128)) <= 1)
    }
}
