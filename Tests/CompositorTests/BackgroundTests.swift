import Imaging
import Testing

@testable import Compositor

@Suite struct BackgroundTests {
    private let scratch = try! Scratch()

    private func canvas(_ background: String, _ width: Int = 60, _ height: Int = 40, bleed: Int = 7) throws -> Raster {
        try scratch.canvas(
            scratch.layout(width, height, bleed: bleed, #""background": \#(background)"#))
    }

    @Test func `a layout without one is white`() throws {
        #expect(try scratch.canvas(scratch.layout(60, 40, bleed: 7, #""slots": []"#)).wrong { _, _ in .white } == [])
    }

    @Test func `a colour fills the bleed, too, and lies on white when it is translucent`() throws {
        #expect(try canvas(##"{ "colour": "#ff0000" }"##).wrong { _, _ in .fullRed } == [])
        let half = try canvas(##"{ "colour": "#ff000080" }"##)
        #expect(half[0, 0].distance(to: Colour(red: 255, green: 127, blue: 127)) <= 1)
    }

    /// Corners and edges of the canvas, where each colour is reached.
    @Test(arguments: [
        (0.0, (30, 0), (30, 53)), (90, (73, 27), (0, 27)), (180, (30, 53), (30, 0)), (270, (0, 27), (73, 27)),
        (-90, (0, 27), (73, 27)), (45, (73, 0), (0, 53)), (315, (0, 0), (73, 53)),
    ])
    func `a gradient runs clockwise from downward, over the whole canvas`(
        angle: Double, from: (Int, Int), to: (Int, Int)
    ) throws {
        let canvas = try canvas(
            ##"{ "gradient": { "from": "#ff0000", "to": "#0000ff", "angle": \##(angle) } }"##)
        #expect(canvas[from.0, from.1].distance(to: .fullRed) <= 6)
        #expect(canvas[to.0, to.1].distance(to: .fullBlue) <= 6)
        #expect(canvas[37, 27].distance(to: Colour(red: 128, green: 0, blue: 128)) <= 8)
    }

    @Test func `a picture covers the whole canvas, its middle in the middle`() throws {
        // Twice as wide as the canvas' shape: its outer quarters are cut off.
        try scratch.art(
            "wide.png",
            .drawn(148 * 2, 54 * 2) { x, _ in x < 74 || x >= 222 ? .fullGreen : x < 148 ? .fullRed : .fullBlue })
        let canvas = try canvas(#"{ "picture": "wide.png" }"#)
        #expect((canvas.width, canvas.height) == (74, 54))
        #expect(
            canvas.wrong { x, y in
                // A filter of three pixels mixes what is beside each edge.
                [0, 37, 74].contains { abs($0 - x) <= 3 } ? canvas[x, y] : x < 37 ? .fullRed : .fullBlue
            } == [])
    }

    @Test(arguments: [
        ##"{ "picture": "grey.png" }"##, ##"{ "colour": "#808080" }"##,
        ##"{ "gradient": { "from": "#808080", "to": "#606060" } }"##,
    ])
    func `no white is left in the bleed`(background: String) throws {
        try scratch.art("grey.png", .flat(.grey(128), 33, 71))
        for (width, height) in [(60, 40), (41, 97), (100, 16)] {
            let canvas = try canvas(background, width, height, bleed: 11)
            #expect(canvas.samples.allSatisfy { $0 <= 130 })
        }
    }
}
