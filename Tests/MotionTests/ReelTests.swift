import Compositor
import Foundation
import Imaging
import Rigs
import Testing

@testable import Motion

@Suite(.onOwnThreads) struct ReelTests {
    private let studio: FilmStudio
    init() throws { studio = try FilmStudio() }

    private func reel(_ items: [Reel.Item], title: [String] = []) -> Reel {
        var reel = Reel(items, title: title)
        (reel.width, reel.height) = (FilmStudio.width, FilmStudio.height)
        (reel.stillSeconds, reel.titleSeconds) = (0.2, 0.1)
        return reel
    }

    @Test func `Items follow each other, each for its time`() throws {
        let captures = try studio.captures(3)
        let clip = try studio.clip("clip.mp4", frames: 5)
        let film = try reel([.still(captures[1]), .film(clip), .still(captures[2])]).write(to: studio.path("out.mp4"))
        let expected = Array(repeating: 1, count: 6) + Array(0..<5) + Array(repeating: 2, count: 6)
        #expect(try studio.numbers("out.mp4") == expected)
        #expect(film.milliseconds == 17 * 1_000 / 30 && film.width == FilmStudio.width)
        #expect(try studio.probe("out.mp4", "stream=codec_name", stream: "a") == [])
    }

    @Test func `A title comes first, music lasts as long as the film, and many items take few encoders`() throws {
        let captures = try studio.captures(20)
        try studio.ffmpeg(["-f", "lavfi", "-i", "sine=frequency=330:duration=1", studio.path("song.wav")])
        var long = reel(captures.map { .still($0) }, title: ["Emma & Noah", "14 June 2026"])
        (long.music, long.workers) = (Reel.Music(path: studio.path("song.wav")), 2)
        _ = try long.write(to: studio.path("long.mp4"))
        let frames = try studio.frames("long.mp4")
        #expect(frames.count == 3 + 20 * 6)
        let ground = withExtendedLifetime(frames) { frames[0].bytes[0] }
        #expect(ground < 60, "of the title")
        #expect(try studio.numbers("long.mp4").dropFirst(3).enumerated().allSatisfy { $0.offset / 6 == $0.element })
        #expect(try studio.probe("long.mp4", "stream=codec_name", stream: "a") == ["aac"])
        #expect(try studio.complaints("long.mp4") == "")
    }

    @Test func `What has another shape stands in the middle`() throws {
        let one = reel([])
        #expect(one.fitted(100, 100) == PixelBox(x: 40, y: 0, width: 240, height: 240))
        #expect(one.fitted(4_000, 500) == PixelBox(x: 0, y: 100, width: 320, height: 40))
    }

    @Test func `Beside what has another shape, it is seen again, dark and out of focus`() throws {
        let tall = try Canvas(width: 60, height: 240, colour: Colour(red: 230, green: 20, blue: 20)).finished()
        try studio.write(tall.encoded(as: .jpeg, quality: 95, metadata: Metadata()), "tall.jpg")
        try studio.ffmpeg(
            ["-f", "lavfi", "-i", "color=red:size=64x240:rate=30", "-frames:v", "5", studio.path("tall.mp4")])
        _ = try reel([.still(studio.path("tall.jpg")), .film(studio.path("tall.mp4"))]).write(
            to: studio.path("out.mp4"))
        let frames = try studio.frames("out.mp4")
        for number in [0, 7] {
            let frame = frames[number]
            try frame.image().withPixels { pixels in
                let beside = 3 * (frame.width * frame.height / 2 + 20)
                let middle = 3 * (frame.width * frame.height / 2 + frame.width / 2)
                #expect((80...150).contains(pixels[beside]) && pixels[beside + 1] < 40, "of frame \(number)")
                #expect(pixels[middle] > 200, "of frame \(number)")
            }
        }
    }

    @Test func `Nothing is written where something is wrong`() throws {
        let path = studio.path("out.mp4")
        try studio.write("no film".utf8, "bad.mp4")
        #expect(throws: MotionError.self) { try reel([.film(studio.path("bad.mp4"))]).write(to: path) }
        #expect(throws: MotionError.self) { try reel([]).write(to: path) }
        let captures = try studio.captures(1)
        #expect(throws: MotionError.self, "of this kind no reel is written") {
            try reel([.still(captures[0])]).write(to: studio.path("out.gif"))
        }
        var stopped = reel([.still(captures[0])])
        stopped.tools.isStopped = { true }
        let error = #expect(throws: MotionError.self) { try stopped.write(to: path) }
        guard case .stopped? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(studio.names.filter { $0.hasPrefix("out") || $0.hasPrefix(".") } == [])
    }
}
