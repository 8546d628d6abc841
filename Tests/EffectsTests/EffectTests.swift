import Effects
import Imaging
import Testing

@Suite struct EffectTests {
    @Test(arguments: [
        "camera", "exposure", "contrast", "saturation", "white-balance", "sharpen:amount=0",
        "denoise:luminance=0,colour=0",
        "sepia:strength=0", "warm:strength=0", "cinematic:strength=0", "black-and-white:strength=0",
    ])
    func `what is asked to do nothing gives the very picture`(text: String) throws {
        let image = try Image.random(width: 9, height: 5, bands: 4)
        #expect(try EffectCall(parsing: text).applied(to: image) === image)
    }

    @Test func `mirror exchanges left and right, alpha too`() throws {
        let image = try Image.of(width: 2, height: 1, bands: 4, [1, 2, 3, 9, 5, 6, 7, 8])
        #expect(try EffectCall(name: "mirror").applied(to: image).samples() == [5, 6, 7, 8, 1, 2, 3, 9])
    }

    @Test(arguments: everyCall.filter { !["mirror", "green-screen"].contains($0.name) })
    func `size and alpha stay, and no colour exceeds its alpha`(call: EffectCall) throws {
        let image = try Image.random(width: 37, height: 23, bands: 4)
        let out = try call.applied(to: image)
        #expect((out.width, out.height, out.bands) == (37, 23, 4))
        let (before, after) = (try image.samples(), try out.samples())
        let places = stride(from: 0, to: after.count, by: 4)
        #expect(places.allSatisfy { after[$0 + 3] == before[$0 + 3] })
        #expect(places.allSatisfy { after[$0..<$0 + 3].max()! <= after[$0 + 3] })
    }

    @Test(arguments: everyCall)
    func `the same picture twice is treated the same`(call: EffectCall) throws {
        let image = try Image.random(width: 40, height: 30)
        #expect(try call.applied(to: image).samples() == call.applied(to: image).samples())
    }

    @Test(arguments: everyCall)
    func `a picture of one pixel and one of a line can be treated`(call: EffectCall) throws {
        for (width, height) in [(1, 1), (1, 50), (50, 1)] {
            let out = try call.applied(to: Image.random(width: width, height: height))
            #expect((out.width, out.height) == (width, height))
        }
    }

    @Test(arguments: [
        "exposure:stops=1", "exposure:stops=-2", "contrast:amount=1", "contrast:amount=-0.5", "black-and-white",
        "sepia", "warm",
        "cool", "high-key", "cinematic", "instant", "saturation:amount=1",
    ])
    func `what is lighter stays lighter`(text: String) throws {
        let out = try EffectCall(parsing: text).applied(to: Image.greys()).samples()
        let lights = stride(from: 0, to: out.count, by: 3).map {
            299 * Int(out[$0]) + 587 * Int(out[$0 + 1]) + 114 * Int(out[$0 + 2])
        }
        #expect(zip(lights, lights.dropFirst()).allSatisfy { $0 <= $1 + 600 })
        #expect(lights[255] > lights[0] + 100_000)
    }

    @Test func `a stop is twice the light, and white stays white`() throws {
        let out = try EffectCall(parsing: "exposure:stops=1").applied(to: Image.greys()).samples()
        // 0.2 of linear light is coded as 124, 0.4 as 170.
        #expect(abs(Int(out[3 * 124]) - 170) <= 1)
        #expect(out[3 * 255] == 255 && out[3 * 205] < 252)
    }

    @Test func `black and white weighs colours by luma, or as it is told`() throws {
        let red = try Image.of(width: 1, height: 1, bands: 3, [200, 100, 40])
        let plain = try EffectCall(parsing: "black-and-white:contrast=0")
        #expect(try plain.applied(to: red).samples() == [123, 123, 123])
        let filter = try EffectCall(parsing: "black-and-white:red=1,green=0,blue=0,contrast=0")
        #expect(try filter.applied(to: red).samples() == [200, 200, 200])
    }

    @Test func `inks of pop art are those that were asked for`() throws {
        let call = try EffectCall(parsing: "pop-art:dark=#000080,middle=#800000,light=#ffff00,contrast=1")
        let out = try call.applied(to: Image.greys()).samples()
        #expect(Array(out.prefix(3)) == [0, 0, 128] && Array(out.suffix(3)) == [255, 255, 0])
    }

    @Test func `grain is another for another capture, and the same for the same`() throws {
        let image = try Image.of(width: 60, height: 60, bands: 3, [UInt8](repeating: 128, count: 60 * 60 * 3))
        let call = try EffectCall(name: "noir")
        #expect(try call.applied(to: image, seed: 1).samples() != call.applied(to: image, seed: 2).samples())
    }

    @Test func `sharpening steepens an edge and leaves noise alone`() throws {
        let edge = try Image.of(
            width: 40, height: 8, bands: 3,
            (0..<8).flatMap { _ in (0..<40).flatMap { [UInt8](repeating: $0 < 20 ? 80 : 160, count: 3) } })
        let out = try EffectCall(name: "sharpen").applied(to: edge).samples()
        #expect(out[19 * 3] < 75 && out[20 * 3] > 165 && out[0] == 80)
        let noise = try Image.of(
            width: 16, height: 16, bands: 3, (0..<256).flatMap { [UInt8](repeating: 100 + UInt8($0 % 2), count: 3) })
        #expect(try EffectCall(name: "sharpen").applied(to: noise).samples() == noise.samples())
    }

    @Test(arguments: ["denoise:luminance=1,colour=1", "glam", "beauty"])
    func `smoothing takes noise away and keeps an edge`(text: String) throws {
        var dice = Dice(seed: 5)
        let (width, height) = (64, 64)
        let samples = (0..<width * height).flatMap { place -> [UInt8] in
            let base: UInt8 = place % width < 32 ? 70 : 190
            return [UInt8](repeating: base + dice.byte() % 11 - 5, count: 3)
        }
        func spread(_ pixels: [UInt8], _ columns: Range<Int>) -> Double {
            let values = (16..<48).flatMap { y in columns.map { Double(pixels[(y * width + $0) * 3 + 1]) } }
            let mean = values.reduce(0, +) / Double(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        }
        let call = try EffectCall(parsing: text)
        let image = try Image.of(width: width, height: height, bands: 3, samples)
        let context = EffectContext(side: 400)
        let out = try call.prepared().applied(to: image, in: context).samples()
        #expect(spread(out, 4..<20) < 0.7 * spread(samples, 4..<20))
        let (left, right) = (Int(out[(32 * width + 30) * 3 + 1]), Int(out[(32 * width + 33) * 3 + 1]))
        #expect(right - left > 85)
    }
}
