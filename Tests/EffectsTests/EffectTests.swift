import Effects
import Imaging
import Testing

@Suite struct EffectTests {
    /// Two pixels: a colour, and grey.
    private func sample() throws -> Image {
        try Image(width: 2, height: 1, bands: 3) { pixels in
            for (index, value) in [200, 100, 40, 90, 90, 90].enumerated() { pixels[index] = UInt8(value) }
        }
    }

    private func pixels(_ image: Image) throws -> [UInt8] {
        var copy: [UInt8] = []
        try image.withPixels { copy = Array($0) }
        return copy
    }

    @Test func `the camera effect changes nothing`() throws {
        #expect(try pixels(EffectCall(name: "camera").applied(to: sample())) == pixels(sample()))
    }

    @Test func `mirror exchanges left and right`() throws {
        #expect(try pixels(EffectCall(name: "mirror").applied(to: sample())) == [90, 90, 90, 200, 100, 40])
    }

    @Test func `black and white keeps greys and weighs colours by luma`() throws {
        #expect(try pixels(EffectCall(name: "black-and-white").applied(to: sample())) == [123, 123, 123, 90, 90, 90])
    }

    @Test func `a red filter makes red bright`() throws {
        let call = try EffectCall(parsing: "black-and-white:red=1,green=0,blue=0")
        #expect(try pixels(call.applied(to: sample()))[0] == 200)
    }

    @Test func `sepia at strength 0 changes nothing`() throws {
        #expect(try pixels(EffectCall(parsing: "sepia:strength=0").applied(to: sample())) == pixels(sample()))
    }

    @Test func `sepia tints grey brown`() throws {
        let out = try pixels(EffectCall(name: "sepia").applied(to: sample()))
        #expect(out[3] > out[4] && out[4] > out[5])
    }

    @Test func `the order of parameters does not matter`() throws {
        let one = try EffectCall(parsing: "black-and-white:red=1,blue=0.5")
        #expect(one.canonical == (try EffectCall(parsing: "black-and-white:blue=0.5,red=1").canonical))
    }

    @Test(arguments: [
        ("glow", "effect \"glow\" is unknown"), ("sepia:power=1", "has no parameter \"power\"; it has strength"),
        ("sepia:strength=2", "is not a number from 0.0 to 1.0"), ("sepia:strength", "not of the form"),
        ("mirror:x=1", "it has none"),
    ])
    func `what cannot be done is said`(text: String, message: String) {
        let error = #expect(throws: EffectError.self) { try EffectCall(parsing: text) }
        #expect(error.map { "\($0)".contains(message) } == true)
    }
}
