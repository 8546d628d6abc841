import Faults
import Imaging
import Testing

@testable import Compositor

@Suite struct AnimationTests {
    private let scratch = try! Scratch()
    private static let captures = try! [Image.flat(.fullRed), .flat(.fullGreen), .flat(.fullBlue), .flat(.black)]

    private func animation(_ keys: String = "", captures: Int = 4, workers: Int = 1) throws -> Animation {
        let layout = try scratch.layout(
            200, 300, #""animation": { "width": 60, "height": 40\#(keys.isEmpty ? "" : ", " + keys) }"#)
        return try scratch.composition(
            layout, Array(Self.captures.prefix(captures)), parts: .animation
        ).animation(workers: workers)
    }

    @Test func `by default each capture is shown once, all over, for half a second, for ever`() throws {
        let animation = try animation()
        #expect(animation.order == [0, 1, 2, 3] && animation.delays == [500, 500, 500, 500] && animation.loops == 0)
        let frames = try animation.frames.map(Raster.init)
        for (frame, colour) in zip(frames, [Colour.fullRed, .fullGreen, .fullBlue, .black]) {
            #expect((frame.width, frame.height) == (60, 40))
            #expect(frame.wrong { _, _ in colour } == [])
        }
    }

    @Test(arguments: [
        ("forward", 1, [0, 1, 2, 3]), ("reverse", 1, [3, 2, 1, 0]), ("boomerang", 1, [0, 1, 2, 3, 2, 1]),
        ("forward", 2, [0, 1, 2, 3, 0, 1, 2, 3]), ("boomerang", 2, [0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1]),
    ])
    func `orders`(order: String, repeats: Int, wanted: [Int]) throws {
        let animation = try animation(#""order": "\#(order)", "repeat": \#(repeats), "loops": 5"#)
        #expect(animation.order == wanted && animation.loops == 5 && animation.frames.count == 4)
        #expect(animation.delays.count == wanted.count)
    }

    @Test(arguments: [(1, [0]), (2, [0, 1]), (3, [0, 1, 2, 1])])
    func `a boomerang of few captures shows none twice in a row`(captures: Int, wanted: [Int]) throws {
        #expect(try animation(#""order": "boomerang""#, captures: captures).order == wanted)
    }

    @Test func `frames are listed with captures, delays, overlays, texts and effects of their own`() throws {
        try scratch.art("blue.png", .flat(.fullBlue))
        let animation = try animation(
            ##"""
            "delay": 200, "order": "reverse", "effects": [{ "name": "mirror" }],
            "overlays": [{ "picture": "blue.png", "x": 0, "y": 0, "w": 6, "h": 40 }],
            "frames": [
              { "capture": 2 },
              { "capture": 1, "delay": 900, "effects": [{ "name": "black-and-white" }],
                "overlays": [{ "picture": "blue.png", "x": 54, "y": 0, "w": 6, "h": 40 }],
                "texts": [{ "text": "█", "x": 20, "y": 10, "w": 20, "h": 20, "colour": "#ffffff" }] },
              { "capture": 2 }
            ]
            """##)
        #expect(animation.order == [2, 1, 0] && animation.delays == [200, 900, 200])
        let frames = try animation.frames.map(Raster.init)
        #expect(frames[0].wrong { x, _ in x < 6 ? .fullBlue : .fullGreen } == [] && frames[2] == frames[0])
        #expect(frames[1][1, 20] == .fullBlue && frames[1][58, 20] == .fullBlue && frames[1][30, 20] == .white)
        #expect(frames[1][12, 20].distance(to: .grey(76)) <= 1)
    }

    @Test func `slot, background and texts stand in every frame, measured from its corner`() throws {
        let animation = try animation(
            ##"""
            "background": { "colour": "#ffffff" }, "slot": { "x": "10%", "y": "25%", "w": 20, "h": 20, "rotation": 90 },
            "texts": [{ "text": "█", "x": 40, "y": 0, "w": 20, "h": 40, "colour": "#808080" }]
            """##)
        for (frame, colour) in zip(try animation.frames.map(Raster.init), [Colour.fullRed, .fullGreen]) {
            #expect(
                frame.wrong { x, y in
                    x >= 40 ? frame[x, y] : (6..<26).contains(x) && (10..<30).contains(y) ? colour : .white
                } == [])
            #expect(frame[50, 20] == .grey(128))
        }
    }

    @Test func `effects of the slot come before those of all frames and of one`() throws {
        let animation = try animation(
            #""slot": { "effects": [{ "name": "sepia" }] }, "effects": [{ "name": "black-and-white" }]"#, captures: 1)
        let pixel = try Raster(animation.frames[0])[30, 20]
        #expect(pixel.red == pixel.green && pixel.green == pixel.blue)
    }

    @Test func `texts know the values, and frames the time of the first capture`() throws {
        let layout = try scratch.layout(
            60, 60,
            #"""
            "animation": { "width": 60, "height": 40,
                           "texts": [{ "text": "{event.name} {session.number}", "x": 0, "y": 0, "w": 60, "h": 40 }] }
            """#)
        var values = Values()
        try values.set("event.name", to: "Gala")
        let composition = try scratch.composition(layout, [.flat(.white)], parts: .animation, values: values)
        #expect(try composition.texts().texts == ["Gala "])
        #expect(try Raster(composition.animation().frames[0]).ink() != nil)
    }

    @Test func `any number of workers draws the same frames`() throws {
        let keys = #""slot": { "x": 3.3, "y": 2.2, "w": 50, "h": 30, "rotation": 4 }"#
        let one = try animation(keys).frames.map(Raster.init)
        #expect(try animation(keys, workers: 2).frames.map(Raster.init) == one)
        #expect(try animation(keys, workers: 8).frames.map(Raster.init) == one)
    }

    @Test func `a frame that asks for a capture which is not there is an error`() {
        let error = #expect(throws: CompositorError.self) { try animation(#""frames": [{ "capture": 5 }]"#) }
        #expect(error?.description == "layout test needs 5 captures, 4 given; add 1 more")
    }

    @Test func `a layout without an animation has none`() throws {
        let layout = try scratch.layout(60, 60, #""slots": []"#)
        let error = #expect(throws: CompositorError.self) {
            try scratch.composition(layout, Self.captures, parts: .animation)
        }
        #expect(error?.description.hasPrefix("layout test has no \"animation\"") == true)
        let composition = try scratch.composition(layout, Self.captures)
        #expect(throws: CompositorError.self) { try composition.animation() }
    }
}
