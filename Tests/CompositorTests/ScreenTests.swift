import Effects
import Imaging
import Testing

@testable import Compositor

/// Green screens in slots, pieces and frames.
@Suite struct ScreenTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let red = Colour(red: 192, green: 16, blue: 32)
    private let blue = Colour(red: 10, green: 20, blue: 200)
    private let yellow = Colour(red: 200, green: 200, blue: 20)

    /// A grey guest in the middle third, before a screen whose right side is as bright as `light`.
    private func guest(_ light: Double = 1, hidden: Bool = false) throws -> Image {
        try Image(width: 240, height: 160, bands: 3) { pixels in
            for index in 0..<240 * 160 {
                let (x, y) = (index % 240, index / 240)
                let isGuest = !hidden && (80..<160).contains(x) && y > 30
                let share = 1 + (light - 1) * Double(x) / 239
                for (band, level) in [60.0, 170, 70].enumerated() {
                    pixels[index * 3 + band] = isGuest ? 140 : UInt8(level * share)
                }
            }
        }
    }

    private func flat(_ colour: [UInt8]) throws -> Image {
        try Image(width: 60, height: 40, bands: 3) { pixels in
            for index in pixels.indices { pixels[index] = colour[index % 3] }
        }
    }

    private let halves = """
        "slots": [{ "capture": 1, "x": 0, "y": 0, "w": 120, "h": 80, "effects": [{ "name": "green-screen", ONE }] },
                  { "capture": 1, "x": 120, "y": 0, "w": 120, "h": 80, "effects": [{ "name": "green-screen", TWO }] }]
        """

    private func layout(_ one: String, _ two: String, more: String = "") throws -> Layout {
        try scratch.layout(
            240, 80, halves.replacing("ONE", with: one).replacing("TWO", with: two) + more)
    }

    @Test func `every slot has a background of its own, another capture too`() throws {
        let layout = try layout(##""colour": "#c01020""##, ##""background-capture": 2"##)
        #expect(layout.capturesNeeded == 2)
        let canvas = try scratch.canvas(layout, [guest(), flat([10, 20, 200])])
        #expect(canvas[5, 5] == red && canvas[125, 5] == blue)
        for x in [60, 180] { #expect(abs(Int(canvas[x, 60].green) - 140) <= 3) }
        #expect(throws: CompositorError.self) { try scratch.composition(layout, [guest()]) }
    }

    @Test(arguments: [[1, 2], [2, 1]])
    func `a view waits for the capture behind it, and follows when that is taken once more`(order: [Int]) throws {
        let layout = try layout(##""colour": "#c01020""##, ##""background-capture": 2"##)
        let files = try scratch.pictures([guest(), flat([10, 20, 200])])
        let composition = try Composition(template: Template(layout), captures: 2, values: Values())
        #expect(composition.captures == [1, 2])
        for number in order { try composition.place(files[number]!, as: number) }
        #expect(try Raster(composition.canvas())[125, 5] == blue)
        let again = try PictureFile(path: scratch.capture("again.png", flat([200, 200, 20])))
        try composition.place(again, as: 2)
        let canvas = try Raster(composition.canvas())
        #expect(canvas[125, 5] == yellow && canvas[5, 5] == red)
    }

    @Test func `frames of an animation are keyed, each before its own`() throws {
        let layout = try scratch.layout(
            240, 80,
            """
            "animation": { "width": 120, "height": 80, "frames": [
              { "capture": 1, "effects": [{ "name": "green-screen", "colour": "#c01020" }, { "name": "mirror" }] },
              { "capture": 1, "effects": [{ "name": "green-screen", "background-capture": 2 }] }] }
            """)
        let composition = try scratch.composition(layout, [guest(), flat([10, 20, 200])], parts: .animation)
        let frames = try composition.animation().frames.map(Raster.init)
        #expect(frames[0][5, 5] == red && frames[1][5, 5] == blue)
    }

    @Test func `the event's empty screen counts in what is keyed, and only there`() throws {
        let captures = [try scratch.capture("1.png", guest(0.5))]
        let plates = try [0.5, 0.9].map { try scratch.capture("empty-\($0).png", guest($0, hidden: true)) }
        func stamp(_ layout: Layout, _ plate: String?) throws -> String {
            let renderer = try Renderer(template: Template(layout), options: Renderer.Options())
            let path = scratch.folder + "/out.png"
            _ = try renderer.render(RenderJob(captures: captures, output: path, emptyScreen: plate))
            return try #require(try Stamp.comment(ofFile: path))
        }
        let keyed = try layout(##""colour": "#c01020""##, ##""colour": "#c01020""##)
        #expect(try Set([nil, plates[0], plates[1]].map { try stamp(keyed, $0) }).count == 3)
        let plain = try scratch.layout(240, 80, #""slots": [{ "x": 0, "y": 0, "w": 120, "h": 80 }]"#)
        #expect(try stamp(plain, nil) == stamp(plain, plates[0]))
        #expect(throws: CompositorError.self) { try stamp(keyed, scratch.folder + "/none.png") }
    }
}
