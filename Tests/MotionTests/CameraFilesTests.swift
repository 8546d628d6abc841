import Compositor
import Faults
import Files
import Foundation
import Imaging
import Rigs
import Testing

@testable import Motion

/// Clips as cameras and phones write them, which are not all like those of a computer.
@Suite(.onOwnThreads) struct CameraFilesTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    private func template(_ more: String = "") throws -> Template {
        try studio.template(#""from": "clip", "minSeconds": 0"# + more)
    }

    static let h264 = ["-c:v", "libx264", "-preset", "veryfast", "-g", "10", "-bf", "2", "-pix_fmt", "yuv420p"]

    /// Of 90 frames with a key frame in each ten, and sound.
    private func recorded(_ name: String, options: [String]) throws -> String {
        if !name.hasSuffix("mkv") { return try studio.clip(name, frames: 90, sound: true, options: options) }
        let first = try studio.clip("first.mts", frames: 90, sound: true, options: options)
        try studio.ffmpeg(["-i", first, "-c", "copy", studio.path(name)])
        return studio.path(name)
    }

    @Test(arguments: ["a.mts", "a.mkv", "a.mp4"], [[], ["-x264-params", "open-gop=1"]])
    func `a part of what a camcorder writes shows the frames that it names`(name: String, more: [String]) throws {
        let clip = try recorded(name, options: Self.h264 + more + ["-c:a", "ac3"])
        for first in [1, 10, 37, 70] {
            let result = try studio.film(template(), [clip]) {
                $1.trim = Double(first) / 30...Double(first + 6) / 30
            }
            #expect(try studio.numbers("out.mp4") == Array(first..<first + 6))
            #expect(result.warnings == [])
        }
    }

    @Test func `damage before a part does not count, and in it does`() throws {
        let clip = try recorded("a.mkv", options: Self.h264)
        var bytes = try readAll(clip, limit: 1 << 26)
        for at in stride(from: bytes.count / 3, to: bytes.count / 2, by: 97) { bytes[at] ^= 0x55 }
        try studio.write(bytes, "a.mkv")
        try studio.film(template(), [clip]) { $1.trim = 2.4...2.8 }
        #expect(try studio.numbers("out.mp4") == Array(72..<84))
        let error = #expect(throws: MotionError.self) {
            try studio.film(template(), [clip]) { $1.trim = 1...1.6 }
        }
        #expect("\(try #require(error))".contains("frames are missing or spoiled"))
    }

    @Test func `what says only in which order frames come is shown in that order`() throws {
        let clip = try studio.clip("a.avi", frames: 40, rate: 30, options: Self.h264)
        try studio.film(template(), [clip])
        #expect(try studio.numbers("out.mp4") == Array(0..<40))
        try studio.film(template(), [clip]) { $1.trim = 0.5...0.8 }
        #expect(try studio.numbers("out.mp4") == Array(15..<24))
    }

    @Test(arguments: [(240, 240, "4/3", 320, 240), (320, 120, "1/2", 320, 240), (320, 240, "900/1", 320, 240)])
    func `pixels that are not square are made square`(
        width: Int, height: Int, aspect: String, shownWidth: Int, shownHeight: Int
    ) throws {
        let clip = try studio.clip(
            "a.mp4", frames: 6, width: width, height: height, options: ["-vf", "setsar=" + aspect] + Self.h264)
        let header = try Clip(path: clip)
        #expect(header.width == shownWidth && header.height == shownHeight)
        try studio.film(template(), [clip])
        // A number's blocks are as wide as an eighth, whatever that is in pixels of the file.
        let seen = try studio.frames("out.mp4").map { frame in
            (0..<8).reduce(0) { $0 << 1 | (frame.bytes[4 * 320 + $1 * 40 + 20] > 128 ? 1 : 0) }
        }
        #expect(seen == Array(0..<6))
    }

    @Test func `a frame that holds two moments has no comb`() throws {
        // A bar that is further to the right in every other line: the same moment in each.
        var bytes: [UInt8] = []
        for number in 0..<12 {
            for at in 0..<320 * 240 {
                let left = 40 + number * 16 + (at / 320 % 2) * 8
                bytes.append((left..<left + 60).contains(at % 320) ? 230 : 30)
            }
        }
        let raw = try studio.write(bytes, "frames.raw")
        let clip = studio.path("a.mts")
        try studio.ffmpeg([
            "-f", "rawvideo", "-pix_fmt", "gray", "-s", "320x240", "-r", "25", "-i", raw, "-vf", "setfield=tff",
            "-c:v", "libx264", "-x264-params", "tff=1", "-qp", "4", "-pix_fmt", "yuv420p", "-colorspace", "bt709", clip,
        ])
        try studio.film(template(#", "fps": 25"#), [clip])
        let frame = try studio.frames("out.mp4")[6]
        // Lines that differ from both their neighbours in the same direction, beside the bar's sides.
        let combs = (1..<239).reduce(0) { count, y in
            count
                + (0..<320).count { x in
                    let (up, here, down) = (
                        Int(frame.bytes[(y - 1) * 320 + x]), Int(frame.bytes[y * 320 + x]),
                        Int(frame.bytes[(y + 1) * 320 + x])
                    )
                    return abs(here - up) > 60 && abs(here - down) > 60 && (here > up) == (here > down)
                }
        }
        #expect(combs < 240, "\(combs) of 3,800 pixels")
    }

    @Test func `of a long clip a part can be shown`() throws {
        let clip = try studio.clip("a.mp4", frames: 60)
        func film(_ trim: ClosedRange<Double>?) throws {
            try studio.film(template(), [clip]) {
                $0.limits.seconds = 1
                $1.trim = trim
            }
        }
        let error = #expect(throws: MotionError.self) { try film(nil) }
        #expect("\(try #require(error))".contains("2 s are more than the limit of 1; trim"))
        #expect(throws: MotionError.self) { try film(0.2...1.5) }
        try film(1.5...1.8)
        #expect(try studio.numbers("out.mp4") == Array(45..<54))
    }

    // MARK: sound

    /// How loud each tenth of a second of a film is, from 0 on.
    private func loudness(_ name: String) throws -> [Int] {
        let raw = studio.path("sound.raw")
        try studio.ffmpeg(["-i", studio.path(name), "-map", "0:a", "-ac", "1", "-ar", "8000", "-f", "s8", raw])
        let samples = try readAll(raw, limit: 1 << 24).map { Int(Int8(bitPattern: $0)).magnitude }
        return stride(from: 0, to: samples.count, by: 800).map { at in
            Int(samples[at..<min(at + 800, samples.count)].max() ?? 0)
        }
    }

    @Test func `a clip that is played more than once is heard each time`() throws {
        // One second, of which the second half is still.
        let clip = try studio.clip("a.mp4", frames: 30)
        try studio.ffmpeg([
            "-i", clip, "-f", "lavfi", "-i", "sine=frequency=440:duration=0.5", "-c:v", "copy", "-af", "apad", "-t",
            "1",
            studio.path("b.mp4"),
        ])
        try studio.film(studio.template(#""from": "clip", "minSeconds": 3"#), [studio.path("b.mp4")])
        let loud = try loudness("out.mp4").map { $0 > 4 }
        #expect(loud.count >= 29)
        for second in 0..<3 {
            #expect(loud[second * 10 + 2] && !loud[second * 10 + 7], "second \(second): \(loud)")
        }
    }

    @Test func `where a recording has a gap, what comes after it keeps its place`() throws {
        let clip = try studio.clip("a.mkv", frames: 90)
        try studio.ffmpeg([
            "-i", clip, "-f", "lavfi", "-i", "sine=frequency=440:duration=3", "-c:v", "copy", "-c:a", "pcm_s16le",
            "-af",
            "aselect='lt(t,0.5)+gt(t,2)'", studio.path("b.mkv"),
        ])
        try studio.film(template(), [studio.path("b.mkv")])
        let loud = try loudness("out.mp4").map { $0 > 4 }
        #expect(loud[2] && !loud[10] && !loud[17] && loud[23] && loud[28], "\(loud)")
    }

    // MARK: pictures out of it

    @Test(arguments: [
        ("p.png", [0x89, 0x50, 0x4E, 0x47]), ("p.jpg", [0xFF, 0xD8, 0xFF]), ("p.webp", [0x52, 0x49, 0x46]),
    ])
    func `a poster is what its name says`(name: String, start: [UInt8]) throws {
        let clip = try studio.clip("a.mp4", frames: 6)
        for state in [Rendered.State.written, .upToDate] {
            let result = try studio.film(template(), [clip]) { $1.poster = self.studio.path(name) }
            #expect(result.outputs.map(\.state) == [state, state])
        }
        #expect(try readAll(studio.path(name), limit: 1 << 24).starts(with: start))
    }

    @Test func `a poster of a kind that is not known is refused before anything is made`() throws {
        let clip = try studio.clip("a.mp4", frames: 6)
        let error = #expect(throws: MotionError.self) {
            try studio.film(template(), [clip]) { $1.poster = self.studio.path("p.tiff") }
        }
        let refusal = try #require(error)
        #expect(refusal.status == ExitStatus.usage)
        #expect("\(refusal)".contains(".jpg, .png, .webp"))
        #expect(!studio.names.contains { $0.hasPrefix("out") || $0.hasPrefix("p.") })
    }
}
