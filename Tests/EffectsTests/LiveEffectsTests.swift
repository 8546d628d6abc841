import Imaging
import Testing

@testable import Effects

/// Effects on the frames of a live view.
@Suite struct LiveEffectsTests {
    /// A screen with a fall-off of light, and a subject that stands at `x`: a grey card with a soft edge.
    private func frame(at x: Int, width: Int = 480, height: Int = 320, light: Double = 1) throws -> Image {
        try Image(width: width, height: height, bands: 3) { pixels in
            for row in 0..<height {
                for column in 0..<width {
                    let fall = (1 - 0.3 * Double(column) / Double(width)) * light
                    let inside = min(1, max(0, 4 - abs(Double(column - x)) / 20))
                    let isIn = row > 60 ? min(1, inside) : 0
                    let screen = (30.0, 170.0, 60.0)
                    let at = (row * width + column) * 3
                    pixels[at] = UInt8(min(255, screen.0 * fall * (1 - isIn) + 150 * isIn))
                    pixels[at + 1] = UInt8(min(255, screen.1 * fall * (1 - isIn) + 150 * isIn))
                    pixels[at + 2] = UInt8(min(255, screen.2 * fall * (1 - isIn) + 150 * isIn))
                }
            }
        }
    }

    private func live(_ call: String) throws -> LiveEffects { LiveEffects([try EffectCall(parsing: call).prepared()]) }

    private func still(_ call: String, _ image: Image) throws -> Image {
        try [EffectCall(parsing: call).prepared()].applied(
            to: image, in: EffectContext(side: Double(min(image.width, image.height))))
    }

    /// The largest and the mean difference of a channel, in levels.
    private func difference(_ one: Image, _ other: Image) throws -> (most: Int, mean: Double) {
        try one.withPixels { (mine) throws(ImagingError) in
            try other.withPixels { others in
                var (most, sum) = (0, 0)
                for index in 0..<mine.count {
                    let far = abs(Int(mine[index]) - Int(others[index]))
                    (most, sum) = (max(most, far), sum + far)
                }
                return (most, Double(sum) / Double(mine.count))
            }
        }
    }

    @Test(arguments: ["green-screen:colour=#3040a0", "green-screen:colour=#3040a0,shadow=0.5", "sepia", "glam", "warm"])
    func `A live view that stands still is the still picture, byte for byte`(call: String) throws {
        let picture = try frame(at: 200)
        let (live, expected) = (try live(call), try still(call, picture))
        for _ in 0..<4 { #expect(try difference(live.applied(to: picture), expected).most == 0) }
    }

    @Test func `A guest who moves is keyed as in a picture by itself`() throws {
        let call = "green-screen:colour=#3040a0"
        let live = try live(call)
        for x in stride(from: 100, through: 380, by: 20) {
            let picture = try frame(at: x)
            let (most, mean) = try difference(live.applied(to: picture), try still(call, picture))
            #expect(most <= 24 && mean <= 0.25, "at \(x): \(most), \(mean)")
        }
    }

    @Test func `Light that changes, and a camera that was moved, are followed`() throws {
        let call = "green-screen:colour=#3040a0"
        let live = try live(call)
        for light in [1, 0.95, 0.9, 0.8, 0.6, 1.1] {
            let picture = try frame(at: 240, light: light)
            let (_, mean) = try difference(live.applied(to: picture), try still(call, picture))
            #expect(mean <= 0.5, "\(light): \(mean)")
        }
        let other = try Image(width: 480, height: 320, bands: 3) { pixels in
            for index in 0..<pixels.count { pixels[index] = [120, 100, 90][index % 3] }
        }
        // No screen: the frame as it is. Then another size.
        #expect(try difference(live.applied(to: other), other).most == 0)
        let small = try frame(at: 100, width: 240, height: 160)
        #expect(try difference(live.applied(to: small), try still(call, small)).most == 0)
    }

    @Test func `What stands before a picture that is yet to be taken cannot be shown live`() throws {
        let live = try live("green-screen:background-capture=1")
        #expect(throws: ImagingError.self) { try live.applied(to: try frame(at: 200)) }
    }
}
