import Compositor
import Imaging
import Testing

@Suite struct RotationTests {
    private let scratch = try! Scratch()

    /// Its left half red, its right half green.
    private static let halves = try! Image.drawn(80, 40) { x, _ in x < 40 ? .fullRed : .fullGreen }

    private func canvas(_ rotation: Double, _ keys: String = #""opacity": 1"#) throws -> Raster {
        try scratch.canvas(
            scratch.layout(
                120, 100, #""slots": [{ "x": 20, "y": 30, "w": 80, "h": 40, "rotation": \#(rotation), \#(keys) }]"#),
            [Self.halves])
    }

    @Test func `a quarter turn is clockwise, about the centre, and exact`() throws {
        let canvas = try canvas(90)
        // 40 wide and 80 high about (60, 50); what was left is on top.
        #expect(canvas.ink() == PixelBox(x: 40, y: 10, width: 40, height: 80))
        #expect(
            canvas.wrong { x, y in
                guard (40..<80).contains(x), (10..<90).contains(y) else { return .white }
                return abs(y - 50) < 4 ? canvas[x, y] : y < 50 ? .fullRed : .fullGreen
            } == [])
        #expect(try self.canvas(-270) == canvas)
    }

    @Test func `a half turn exchanges both ends`() throws {
        let canvas = try canvas(180)
        #expect(canvas.ink() == PixelBox(x: 20, y: 30, width: 80, height: 40))
        #expect(canvas[25, 50] == .fullGreen && canvas[95, 50] == .fullRed)
    }

    @Test(arguments: [5.0, 30, -45, 137.5])
    func `any angle keeps the area, and edges are mixed of picture and background alone`(angle: Double) throws {
        let capture = try Image.flat(.fullRed)
        let layout = try scratch.layout(
            120, 100, #""slots": [{ "x": 30, "y": 35, "w": 60, "h": 30, "rotation": \#(angle) }]"#)
        let canvas = try scratch.canvas(layout, [capture])
        var area = 0.0
        for y in 0..<100 {
            for x in 0..<120 {
                let pixel = canvas[x, y]
                #expect(pixel.red == 255 && pixel.green == pixel.blue, "a fringe at \(x), \(y)")
                area += (255 - Double(pixel.green)) / 255
            }
        }
        #expect(abs(area - 1_800) < 4)
    }

    @Test func `positive angles turn clockwise`() throws {
        let canvas = try canvas(45)
        // The left end has gone up: y points down on paper.
        #expect(canvas[40, 30] == .fullRed && canvas[80, 70] == .fullGreen)
        #expect(canvas[40, 70] == .white && canvas[80, 30] == .white)
    }

    @Test func `border and shape turn with the picture, and a shadow falls where it is told`() throws {
        let canvas = try canvas(
            90,
            ##""border": { "width": 4, "colour": "#0000ff" }, "shadow": { "x": 10, "y": 0, "blur": 0, "colour": "#808080", "opacity": 1 }"##
        )
        #expect(canvas[38, 50] == .fullBlue && canvas[60, 8] == .fullBlue && canvas[81, 50] == .fullBlue)
        #expect(canvas[88, 50] == .grey(128) && canvas[32, 50] == .white && canvas[60, 97] == .white)
    }

    @Test func `overlays and texts turn about the centre of their boxes, too`() throws {
        try scratch.art("halves.png", Self.halves)
        let overlay = try scratch.layout(
            120, 100, #""overlays": [{ "picture": "halves.png", "x": 20, "y": 30, "w": 80, "h": 40, "rotation": 90 }]"#)
        #expect(try scratch.canvas(overlay) == canvas(90))
        let upright = try scratch.canvas(
            scratch.layout(200, 200, #""texts": [{ "text": "HHHH", "x": 20, "y": 80, "w": 160, "h": 40 }]"#)
        ).ink()
        let turned = try scratch.canvas(
            scratch.layout(
                200, 200, #""texts": [{ "text": "HHHH", "x": 20, "y": 80, "w": 160, "h": 40, "rotation": 90 }]"#)
        ).ink()
        let (was, now) = (try #require(upright), try #require(turned))
        #expect(abs(was.width - now.height) <= 2 && abs(was.height - now.width) <= 2)
        // (x, y) about (100, 100) goes to (200 - y, x).
        #expect(abs(now.x - (200 - was.y - was.height)) <= 2 && abs(now.y - was.x) <= 2)
    }
}
