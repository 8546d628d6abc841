import Compositor
import Imaging
import Testing

@Suite struct SlotFitTests {
    private let scratch = try! Scratch()

    /// Red runs across and green down, both over the whole range, so that a colour tells where in the capture it is from.
    private static let map = try! Image.drawn(240, 120) { x, y in
        Colour(red: UInt8(x), green: UInt8(2 * y), blue: 0)
    }

    private func canvas(_ keys: String, box: String = #""x": 0, "y": 0, "w": 60, "h": 60"#) throws -> Raster {
        try scratch.canvas(
            scratch.layout(60, 60, ##""background": { "colour": "#0000ff" }, "slots": [{ \##(box), \##(keys) }]"##),
            [Self.map])
    }

    /// What is seen at the middle of a pixel, as pixels of the capture.
    private func origin(_ colour: Colour) -> (x: Double, y: Double) {
        (Double(colour.red) + 0.5, Double(colour.green) / 2 + 0.5)
    }

    @Test func `stretch shows all of the capture in all of the box`() throws {
        let canvas = try canvas(#""fit": "stretch""#)
        for (x, y) in [(10, 10), (50, 10), (30, 30), (10, 50), (49, 49)] {
            let (seenX, seenY) = origin(canvas[x, y])
            #expect(abs(seenX - (Double(x) + 0.5) * 4) <= 1 && abs(seenY - (Double(y) + 0.5) * 2) <= 1)
        }
    }

    @Test func `contain shows all of it and leaves the rest of the box free`() throws {
        let canvas = try canvas(#""fit": "contain""#)
        let rows = 15..<45
        #expect(canvas.wrong { x, y in rows.contains(y) ? canvas[x, y] : .fullBlue } == [])
        for (x, y) in [(10, 18), (50, 18), (30, 30), (49, 42)] {
            let (seenX, seenY) = origin(canvas[x, y])
            #expect(abs(seenX - (Double(x) + 0.5) * 4) <= 1 && abs(seenY - (Double(y - 15) + 0.5) * 4) <= 1)
            #expect(canvas[x, y].blue == 0)
        }
    }

    @Test(arguments: [
        (#""fit": "cover""#, 60.0), (#""focus": "centre""#, 60), (#""focus": { "x": 0.5, "y": 0.1 }"#, 60),
        (#""focus": { "x": 0.25, "y": 0.5 }"#, 0), (#""focus": { "x": 0.4, "y": 0.5 }"#, 36),
        (#""focus": { "x": 1, "y": 1 }"#, 120),
    ])
    func `cover fills the box with the part about the focus, as much as there is`(keys: String, left: Double) throws {
        let canvas = try canvas(keys)
        for (x, y) in [(10, 10), (50, 10), (30, 30), (10, 50), (49, 49)] {
            let (seenX, seenY) = origin(canvas[x, y])
            #expect(abs(seenX - left - (Double(x) + 0.5) * 2) <= 1 && abs(seenY - (Double(y) + 0.5) * 2) <= 1)
        }
    }

    @Test func `attention looks at what stands out`() throws {
        let capture = try Image.drawn(240, 120) { x, y in
            (180..<230).contains(x) && (30..<90).contains(y) ? .fullRed : .grey(90)
        }
        let layout = try scratch.layout(
            60, 60, #""slots": [{ "x": 0, "y": 0, "w": 60, "h": 60, "focus": "attention" }]"#)
        let canvas = try scratch.canvas(layout, [capture])
        // All of it, at half of its size.
        #expect(stride(from: 0, to: canvas.samples.count, by: 3).count { canvas.samples[$0] > 172 } > 700)
    }

    /// Where the top left quarter of the stored picture, the only red one, is seen: EXIF's definition of its values.
    @Test(arguments: [(1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 1, 0), (7, 1, 1), (8, 0, 1)])
    func `a capture is seen as its camera was held`(orientation: Int, column: Int, row: Int) throws {
        let stored = try Image.drawn(80, 48) { x, y in x < 40 && y < 24 ? .fullRed : .fullGreen }
        let jpeg = try stored.encoded(as: .jpeg, quality: 100, metadata: Metadata())
        let ifd: [UInt8] = [
            0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0, 0,
        ]
        let block = Array("Exif\0\0".utf8) + ifd
        let tagged = Array(jpeg[..<2]) + [0xff, 0xe1, 0, UInt8(block.count + 2)] + block + Array(jpeg[2...])
        let file = try PictureFile(path: scratch.write("tagged.jpg", tagged))
        let turns = orientation > 4
        #expect((file.width, file.height) == (turns ? (48, 80) : (80, 48)))
        let (width, height) = turns ? (24, 40) : (40, 24)
        let composition = try Composition(
            template: Template(
                scratch.layout(40, 40, #""slots": [{ "x": 0, "y": 0, "w": \#(width), "h": \#(height) }]"#)),
            captures: 1, values: Values())
        try composition.place(file, as: 1)
        let canvas = try Raster(composition.canvas())
        for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let pixel = canvas[width / 4 + x * width / 2, height / 4 + y * height / 2]
            #expect(pixel.distance(to: (x, y) == (column, row) ? .fullRed : .fullGreen) <= 3, "at \(x), \(y)")
        }
    }
}
