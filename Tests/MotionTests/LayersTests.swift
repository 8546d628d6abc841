import Compositor
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// What moves by itself in a layout: clips and numbered pictures, behind what is shown and before it.
@Suite(.onOwnThreads) struct LayersTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    /// A clip with alpha whose frame `n` has a white bar at the n-th eighth, and nothing else.
    private func sparks(_ frames: Int, rate: Int = 30) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for number in 0..<frames {
            for at in 0..<320 * 240 {
                let isBar = at % 320 / 40 == number && at / 320 >= 120
                bytes += [255, 255, 255, isBar ? 255 : 0]
            }
        }
        let raw = try studio.write(bytes, "sparks.raw")
        try studio.ffmpeg([
            "-f", "rawvideo", "-pix_fmt", "rgba", "-s", "320x240", "-r", "\(rate)", "-i", raw, "-c:v", "libvpx-vp9",
            "-pix_fmt",
            "yuva420p", "-auto-alt-ref", "0", "-crf", "20", "-b:v", "0", studio.path("sparks.webm"),
        ])
        return try readAll(studio.path("sparks.webm"), limit: 1 << 24)
    }

    @Test func `a WebM with alpha moves before a clip, and begins anew when it is over`() throws {
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "overlays": [{ "clip": "sparks.webm" }]"#,
            files: ["sparks.webm": try sparks(4)])
        try studio.film(template, [try studio.clip("a.mp4", frames: 10)])
        let frames = try studio.frames("out.mp4")
        #expect(frames.map { FilmStudio.number(on: $0, in: $0.bounds) } == Array(0..<10), "the clip is seen through it")
        for (index, frame) in frames.enumerated() {
            let bars = (0..<8).filter { frame.bytes[200 * 320 + $0 * 40 + 20] > 215 }
            #expect(bars == [index % 4])
        }
    }

    @Test(arguments: [(60, [0, 2, 4, 0, 2, 4]), (15, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0, 0])])
    func `a clip before everything goes at its own pace`(rate: Int, bars: [Int]) throws {
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "overlays": [{ "clip": "sparks.webm" }]"#,
            files: ["sparks.webm": try sparks(6, rate: rate)])
        try studio.film(template, [try studio.clip("a.mp4", frames: bars.count)])
        let seen = try studio.frames("out.mp4").map { frame in
            (0..<8).filter { frame.bytes[200 * 320 + $0 * 40 + 20] > 215 }
        }
        #expect(seen == bars.map { [$0] })
    }

    /// The numbers of what stands behind a slot in the lower half, in which a clip with the layout's `order` and `more` is seen.
    private func walls(_ more: String, rate: Int, frames: Int) throws -> (walls: [Int], clip: [Int]) {
        let wall = try readAll(try studio.clip("wall.mp4", frames: 60, rate: rate), limit: 1 << 24)
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "slot": { "x": 0, "y": 120, "w": 160, "h": 120 }, "background": { "clip": "wall.mp4" }"#
                + more, files: ["wall.mp4": wall])
        try studio.film(template, [try studio.clip("a.mp4", frames: frames)])
        let seen = try studio.frames("out.mp4")
        let slot = PixelBox(x: 0, y: 120, width: 160, height: 120)
        return (
            seen.map { FilmStudio.number(on: $0, in: $0.bounds) }, seen.map { FilmStudio.number(on: $0, in: slot) }
        )
    }

    @Test func `a clip behind everything goes at its own pace, and on while the one before it is slow or turns back`()
        throws
    {
        let fast = try walls("", rate: 60, frames: 6)
        #expect(fast.walls == [0, 2, 4, 6, 8, 10] && fast.clip == Array(0..<6))
        let slow = try walls(#", "ramp": [{ "speed": 0.5 }]"#, rate: 30, frames: 4)
        #expect(slow.walls == Array(0..<8) && slow.clip == [0, 0, 1, 1, 2, 2, 3, 3])
        let turned = try walls(#", "order": "boomerang""#, rate: 30, frames: 4)
        #expect(turned.walls == Array(0..<6) && turned.clip == [0, 1, 2, 3, 2, 1])
        let part = try walls(#", "trim": [0.1, 0.2]"#, rate: 30, frames: 9)
        #expect(part.walls == [0, 1, 2] && part.clip == [3, 4, 5])
    }

    @Test func `a long clip behind everything is shown to its end`() throws {
        // More frames than a film of this size had room for in memory: 192 MB are 87 of them.
        let options = ["-vf", "scale=1600:1000:flags=neighbor"] + CameraFilesTests.h264
        let wall = try readAll(try studio.clip("wall.mp4", frames: 100, options: options), limit: 1 << 26)
        let template = try studio.template(
            #""from": "still", "minSeconds": 3.5, "fps": 30, "slot": { "x": 0, "y": 600, "w": 160, "h": 120 }, "background": { "clip": "wall.mp4" }"#,
            width: 1_600, height: 1_000, files: ["wall.mp4": wall])
        try studio.film(template, try studio.captures(1))
        let seen = try studio.frames("out.mp4", width: 1_600, height: 1_000)
        #expect(seen.map { FilmStudio.number(on: $0, in: $0.bounds) } == Array(0..<100) + Array(0..<5))
    }

    @Test func `a clip moves behind captures, from its beginning, whatever comes after`() throws {
        let wall = try readAll(try studio.clip("wall.mp4", frames: 5), limit: 1 << 24)
        let template = try studio.template(
            #""delay": 33, "minSeconds": 0, "slot": { "x": 0, "y": 120, "w": 160, "h": 120 }, "background": { "clip": "wall.mp4" }"#,
            files: ["wall.mp4": wall])
        try studio.film(template, try studio.captures(7))
        let frames = try studio.frames("out.mp4")
        let slot = PixelBox(x: 0, y: 120, width: 160, height: 120)
        #expect(frames.map { FilmStudio.number(on: $0, in: $0.bounds) } == [0, 1, 2, 3, 4, 0, 1])
        #expect(frames.map { FilmStudio.number(on: $0, in: slot) } == Array(0..<7))
    }

    @Test func `numbered pictures move behind a clip`() throws {
        var files: [String: [UInt8]] = [:]
        for number in 1...3 {
            files["wall/\(number).jpg"] = try FilmStudio.numbered(number).encoded(
                as: .jpeg, quality: 90, metadata: Metadata())
        }
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "slot": { "x": 160, "y": 120, "w": 160, "h": 120 }, "background": { "clip": "wall/*.jpg" }"#,
            files: files)
        try studio.film(template, [try studio.clip("a.mp4", frames: 7)])
        let frames = try studio.frames("out.mp4")
        #expect(frames.map { FilmStudio.number(on: $0, in: $0.bounds) } == [1, 2, 3, 1, 2, 3, 1])
        let slot = PixelBox(x: 160, y: 120, width: 160, height: 120)
        #expect(frames.map { FilmStudio.number(on: $0, in: slot) } == Array(0..<7))
    }
}
