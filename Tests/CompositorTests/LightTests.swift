import Compositor
import Imaging
import Testing

@Suite struct LightTests {
    private let scratch = try! Scratch()

    private func middle(_ light: String, _ capture: Image, _ slot: String = #""x": 0, "y": 0, "w": 60, "h": 60"#) throws
        -> Colour
    {
        let layout = try scratch.layout(60, 60, #""output": { "light": "\#(light)" }, "slots": [{ \#(slot) }]"#)
        return try scratch.canvas(layout, [capture])[30, 30]
    }

    /// Half of the light of white is 188 in sRGB; half of its number is 128.
    @Test func `a checker of black and white pixels keeps its brightness in linear light alone`() throws {
        let checker = try Image.drawn(240, 240) { x, y in (x + y) % 2 == 0 ? .white : .black }
        #expect(try middle("gamma", checker).distance(to: .grey(128)) <= 1)
        #expect(try middle("linear", checker).distance(to: .grey(188)) <= 1)
    }

    @Test(arguments: [0, 1, 64, 128, 254, 255])
    func `a flat colour is the same in both`(level: Int) throws {
        let flat = try Image.flat(.grey(level), 240, 240)
        #expect(try middle("gamma", flat) == .grey(level) && middle("linear", flat) == .grey(level))
    }

    @Test func `layout pictures are resampled in the same light`() throws {
        try scratch.art("checker.png", .drawn(240, 240) { x, y in (x + y) % 2 == 0 ? .white : .black })
        for (light, level) in [("gamma", 128), ("linear", 188)] {
            for members in [
                #""background": { "picture": "checker.png" }"#, #""overlays": [{ "picture": "checker.png" }]"#,
                #""slots": [{ "picture": "checker.png", "x": 0, "y": 0, "w": 60, "h": 60 }]"#,
            ] {
                let layout = try scratch.layout(60, 60, #""output": { "light": "\#(light)" }, \#(members)"#)
                #expect(try scratch.canvas(layout)[30, 30].distance(to: .grey(level)) <= 1, "\(light), \(members)")
            }
        }
    }
}
