import Compositor
import Faults
import Imaging
import Testing

@Suite struct SlotPlacementTests {
    private let scratch = try! Scratch()

    private func slot(_ keys: String, on width: Int = 100, _ height: Int = 80, bleed: Int = 0) throws -> Layout {
        try scratch.layout(
            width, height, bleed: bleed, ##""background": { "colour": "#0000ff" }, "slots": [{ \##(keys) }]"##)
    }

    @Test(arguments: [(10, 20, 50, 30), (0, 0, 100, 80), (-5, 60, 20, 40), (99, 79, 1, 1), (7, 3, 1, 70)])
    func `every pixel of the box is capture and every other one is background`(x: Int, y: Int, w: Int, h: Int) throws {
        let canvas = try scratch.canvas(
            slot(#""x": \#(x), "y": \#(y), "w": \#(w), "h": \#(h)"#), [.flat(.fullRed, 64, 64)])
        #expect(canvas.wrong { (x..<x + w).contains($0) && (y..<y + h).contains($1) ? .fullRed : .fullBlue } == [])
    }

    @Test func `positions count from the trim, and the bleed is drawn`() throws {
        let layout = try slot(#""x": -6, "y": -6, "w": 16, "h": "50%""#, bleed: 6)
        let composition = try scratch.composition(layout, [.flat(.fullRed)])
        let canvas = try Raster(composition.canvas())
        #expect((canvas.width, canvas.height) == (112, 92))
        #expect(canvas.wrong { $0 < 16 && $1 < 40 ? .fullRed : .fullBlue } == [])
        let photo = try Raster(composition.finalPhoto())
        #expect((photo.width, photo.height) == (100, 80))
        #expect(photo.part(x: 0, y: 0, width: 100, height: 80) == canvas.part(x: 6, y: 6, width: 100, height: 80))
    }

    @Test(arguments: [10.1, 10.2, 10.3, 10.5, 10.7, 10.9])
    func `an edge between pixels covers them by as much as it lies in them`(x: Double) throws {
        let canvas = try scratch.canvas(slot(#""x": \#(x), "y": \#(x), "w": 30.5, "h": 20.2"#), [.flat(.fullRed)])
        func cover(_ pixel: Int, _ size: Double) -> Double {
            max(0, min(Double(pixel) + 1, x + size) - max(Double(pixel), x))
        }
        let wrong = canvas.wrong { column, row in
            let share = cover(column, 30.5) * cover(row, 20.2)
            let wanted = Colour(
                red: UInt8((255 * share).rounded()), green: 0, blue: UInt8((255 * (1 - share)).rounded()))
            // Coverage has 255 steps, and mixing rounds once more.
            return canvas[column, row].distance(to: wanted) <= 1 ? canvas[column, row] : wanted
        }
        #expect(wrong == [])
    }

    /// A ramp has the same step from pixel to pixel, wherever the grid lies: the picture moves with its box.
    @Test(arguments: [0.0, 0.1, 0.5, 0.9])
    func `the picture stands where the box stands, to a tenth of a pixel`(shift: Double) throws {
        let ramp = try Image.drawn(100, 80) { x, _ in .grey(2 * x + 20) }
        let canvas = try scratch.canvas(slot(#""x": \#(shift), "y": 0, "w": 100, "h": 80"#), [ramp])
        for x in 10..<90 {
            let wanted = 2 * (Double(x) - shift) + 20
            #expect(abs(Double(canvas[x, 40].green) - wanted) <= 0.51, "at \(x)")
        }
    }

    @Test func `one capture may stand in several slots, beside others and fixed pictures`() throws {
        try scratch.art("green.png", .flat(.fullGreen))
        let layout = try scratch.layout(
            40, 16,
            #"""
            "slots": [{ "x": 0, "y": 0, "w": 10, "h": 16 }, { "picture": "green.png", "x": 10, "y": 0, "w": 10, "h": 16 },
                      { "x": 20, "y": 0, "w": 10, "h": 16 }, { "capture": 1, "x": 30, "y": 0, "w": 10, "h": 16 }]
            """#)
        #expect(layout.capturesNeeded == 2)
        let canvas = try scratch.canvas(layout, [.flat(.fullRed), .flat(.fullBlue)])
        #expect(canvas.wrong { x, _ in [.fullRed, .fullGreen, .fullBlue, .fullRed][x / 10] } == [])
    }

    @Test func `a fixed picture shows what is behind where it is clear`() throws {
        try scratch.art(
            "half.png",
            .drawn(40, 40, alpha: true) { x, _ in x < 20 ? .fullGreen : Colour(red: 0, green: 0, blue: 0, alpha: 0) })
        let canvas = try scratch.canvas(
            slot(#""picture": "half.png", "x": 10, "y": 10, "w": 40, "h": 40"#))
        #expect(canvas.wrong { (10..<30).contains($0) && (10..<50).contains($1) ? .fullGreen : .fullBlue } == [])
    }

    @Test func `too few captures are an error that counts them`() throws {
        let layout = try slot(#""capture": 3, "x": 0, "y": 0, "w": 10, "h": 10"#)
        let error = #expect(throws: CompositorError.self) { try scratch.canvas(layout, [.flat(.fullRed)]) }
        #expect(error?.description == "layout test needs 3 captures, 1 given; add 2 more")
    }

    @Test func `what is not placed cannot be drawn`() throws {
        let layout = try slot(#""x": 0, "y": 0, "w": 10, "h": 10"#)
        let composition = try Composition(template: Template(layout), captures: 1, values: Values())
        #expect(throws: CompositorError.self) { try composition.canvas() }
    }
}
