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
    private func sparks(_ frames: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for number in 0..<frames {
            for at in 0..<320 * 240 {
                let isBar = at % 320 / 40 == number && at / 320 >= 120
                bytes += [255, 255, 255, isBar ? 255 : 0]
            }
        }
        let raw = try studio.write(bytes, "sparks.raw")
        try studio.ffmpeg([
            "-f", "rawvideo", "-pix_fmt", "rgba", "-s", "320x240", "-r", "30", "-i", raw, "-c:v", "libvpx-vp9",
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
