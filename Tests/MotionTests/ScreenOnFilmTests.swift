import Compositor
import Effects
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// Guests before a green screen, on a film: another background behind every frame, and no flicker where nothing moves.
@Suite(.onOwnThreads) struct ScreenOnFilmTests {
    /// A green screen that is lit unevenly and noisy, and a person who walks.
    private static func frame(_ number: Int) throws -> Image {
        var seed = UInt32(number + 1) &* 2_654_435_761
        return try Image(width: 320, height: 240, bands: 3) { pixels in
            for y in 0..<240 {
                for x in 0..<320 {
                    seed = seed &* 1_664_525 &+ 1_013_904_223
                    let (noise, light) = (Int(seed >> 24) % 9 - 4, x / 16)
                    let isGuest = abs(x - 110 - number * 4) < 40 && y > 60
                    let colour = isGuest ? (190, 90, 70) : (40 + light / 2, 150 + light, 60 + light / 2)
                    let at = 3 * (y * 320 + x)
                    pixels[at] = UInt8(colour.0 + noise)
                    pixels[at + 1] = UInt8(colour.1 + noise)
                    pixels[at + 2] = UInt8(colour.2 + noise)
                }
            }
        }
    }

    private func clip(_ studio: FilmStudio) throws -> String {
        var bytes: [UInt8] = []
        for number in 0..<20 { try Self.frame(number).withPixels { bytes += $0 } }
        let raw = try studio.write(bytes, "frames.raw")
        try studio.ffmpeg(
            [
                "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x240", "-r", "30", "-i", raw, "-c:v", "libx264",
                "-crf",
                "18", "-pix_fmt", "yuv420p", studio.path("a.mp4"),
            ])
        return studio.path("a.mp4")
    }

    @Test func `guests stand before another colour, which does not shimmer`() throws {
        let studio = try FilmStudio()
        let template = try studio.template(
            ##""from": "clip", "minSeconds": 0, "effects": [{ "name": "green-screen", "colour": "#2030c0" }]"##)
        try studio.film(template, [try clip(studio)])
        let frames = try studio.frames("out.mp4").map { try $0.image() }
        #expect(frames.count == 20)
        var changes: [Int] = []
        for (before, after) in zip(frames, frames.dropFirst()) {
            let (before, after) = (try before.withPixels { Array($0) }, try after.withPixels { Array($0) })
            // Behind everybody.
            let at = 3 * (30 * 320 + 280)
            #expect(after[at + 2] > 150 && after[at + 1] < 90)
            changes += (0..<60).map { abs(Int(after[at + 3 * $0 - 90]) - Int(before[at + 3 * $0 - 90])) }
        }
        #expect(changes.reduce(0, +) <= changes.count, "at most a level a frame on average")
        try frames[19].withPixels { pixels in
            let at = 3 * (200 * 320 + 110 + 76)
            #expect(pixels[at] > 150 && pixels[at + 2] < 110, "the guest is there")
        }
    }

    @Test func `a cut-out stands before a background that moves`() throws {
        let studio = try FilmStudio()
        var files: [String: [UInt8]] = [:]
        for (number, colour) in [Colour.white, .black].enumerated() {
            files["wall/\(number).png"] = try Canvas(width: 320, height: 240, colour: colour).finished()
                .encoded(as: .png, metadata: Metadata())
        }
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "background": { "clip": "wall/*.png" }, "effects": [{ "name": "green-screen", "result": "cut-out" }]"#,
            files: files)
        try studio.film(template, [try clip(studio)])
        let frames = try studio.frames("out.mp4")
        for (number, frame) in frames.enumerated() {
            #expect(abs(Int(frame.bytes[30 * 320 + 280]) - (number % 2 == 0 ? 235 : 16)) < 12)
        }
    }
}
