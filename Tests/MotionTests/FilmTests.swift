import Compositor
import Effects
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// Films as they come out, played back: every picture has its number painted on it.
@Suite(.onOwnThreads) struct FilmTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    @Test func `a boomerang of captures goes there and back until it is long enough`() throws {
        let template = try studio.template(#""order": "boomerang", "delay": 100"#)
        let result = try studio.film(template, try studio.captures(5))
        let pass = [0, 1, 2, 3, 4, 3, 2, 1].flatMap { [$0, $0, $0] }
        #expect(try studio.numbers("out.mp4") == Array(repeatElement(pass, count: 4).joined()))
        #expect(result.outputs.map(\.state) == [.written])
    }

    @Test func `a capture that the film shows is not said to be left out`() throws {
        let paper = studio.path("out.jpg")
        let result = try studio.film(try studio.template(#""delay": 100"#), try studio.captures(3)) {
            $1.output = paper
        }
        #expect(result.outputs.count == 2 && !result.warnings.contains { $0.contains("not shown") })
    }

    @Test func `a capture looks on the film as it was taken`() throws {
        try studio.film(try studio.template(""), try studio.captures(1))
        let (shown, meant) = (try studio.frames("out.mp4")[0], try VideoFrame(width: 320, height: 240))
        try meant.draw(FilmStudio.numbered(0), x: 0, y: 0)
        let difference = try PictureDifference(shown.image(), meant.image())
        #expect(difference.ssim > 0.95)
    }

    @Test func `a clip is shown frame by frame, whatever its rate`() throws {
        let template = try studio.template(#""from": "clip", "minSeconds": 0"#)
        try studio.film(template, [try studio.clip("a.mp4", frames: 30, rate: 15)])
        #expect(try studio.numbers("out.mp4") == (0..<30).flatMap { [$0, $0] })
    }

    @Test func `a ramp, a trim and a boomerang of a clip show the frames that they name`() throws {
        let clip = try studio.clip("a.mp4", frames: 60, rate: 60)
        let ramp = try studio.template(
            #""from": "clip", "minSeconds": 0, "ramp": [{ "until": 0.5, "speed": 2 }, { "until": 1, "speed": 0.5 }]"#)
        try studio.film(ramp, [clip])
        #expect(try studio.numbers("out.mp4") == Array(stride(from: 0, through: 28, by: 4)) + Array(30...58))
        let back = try studio.template(#""from": "clip", "minSeconds": 0, "trim": [0.25, 0.5], "order": "boomerang""#)
        try studio.film(back, [clip])
        let there = Array(stride(from: 15, to: 29, by: 2))
        #expect(try studio.numbers("out.mp4") == there + there.dropFirst().dropLast().reversed())
    }

    @Test func `a trim that is asked for counts before the layout's`() throws {
        let template = try studio.template(#""from": "clip", "minSeconds": 0, "trim": [0, 0.2]"#)
        try studio.film(template, [try studio.clip("a.mp4")]) { $1.trim = 0.5...0.7 }
        #expect(try studio.numbers("out.mp4") == Array(15..<21))
    }

    @Test func `a slot shows the clip where it stands, and the frame stays around it`() throws {
        let template = try studio.template(
            ##""from": "clip", "minSeconds": 0, "slot": { "x": 41, "y": 31, "w": 160, "h": 120, "shape": "rounded", "radius": 9 }, "background": { "colour": "#ff0000" }"##
        )
        try studio.film(template, [try studio.clip("a.mp4", frames: 6)])
        let frames = try studio.frames("out.mp4")
        let box = PixelBox(x: 41, y: 31, width: 160, height: 120)
        #expect(frames.map { FilmStudio.number(on: $0, in: box) } == Array(0..<6))
        for frame in frames {
            let red = frame.bytes[10 * 320 + 10]
            #expect(abs(Int(red) - 63) < 4, "BT.709 red is 63")
            #expect(abs(Int(frame.bytes[32 * 320 + 42]) - 63) < 12, "the rounded corner shows the background")
        }
    }

    @Test func `a slot that is turned, and a look, are as on a still`() throws {
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "slot": { "x": 80, "y": 60, "w": 160, "h": 120, "rotation": 180 }, "effects": [{ "name": "black-and-white" }]"#
        )
        try studio.film(template, [try studio.clip("a.mp4", frames: 3)])
        let frame = try studio.frames("out.mp4")[1]
        // Upside down: the last block stands at the left below. Frame 1 has its last bit set.
        #expect(frame.bytes[(60 + 120 - 10) * 320 + 80 + 10] > 128)
        #expect(frame.bytes[(60 + 120 - 10) * 320 + 80 + 150] < 90)
        let chroma = frame.bytes[(320 * 240)...].map { abs(Int($0) - 128) }.max() ?? 255
        #expect(chroma < 6, "black and white")
    }

    @Test func `slots of a strip show captures that are shifted against each other`() throws {
        let template = try studio.template(
            #""minSeconds": 0, "delay": 100, "slots": [{ "x": 0, "y": 0, "w": 160, "h": 120 }, { "x": 160, "y": 120, "w": 160, "h": 120, "shift": 1 }]"#
        )
        try studio.film(template, try studio.captures(3))
        let frames = try studio.frames("out.mp4")
        let (one, two) = (
            PixelBox(x: 0, y: 0, width: 160, height: 120), PixelBox(x: 160, y: 120, width: 160, height: 120)
        )
        #expect(frames.map { FilmStudio.number(on: $0, in: one) } == [0, 0, 0, 1, 1, 1, 2, 2, 2])
        #expect(frames.map { FilmStudio.number(on: $0, in: two) } == [1, 1, 1, 2, 2, 2, 0, 0, 0])
    }

    @Test func `numbered pictures move over a still and behind it`() throws {
        var files: [String: [UInt8]] = [:]
        for number in 1...3 {
            let dot = try Image(width: 320, height: 240, bands: 4) { pixels in
                for at in 0..<320 * 240 {
                    let isDot = (at % 320) / 40 == number && at / 320 > 200
                    for band in 0..<4 { pixels[4 * at + band] = isDot ? 255 : 0 }
                }
            }
            files["sparks/\(number).png"] = try dot.encoded(as: .png, metadata: Metadata())
            files["behind/\(number).png"] = try Canvas(
                width: 320, height: 240, colour: number == 2 ? .white : .black
            ).finished().encoded(as: .png, metadata: Metadata())
        }
        let template = try studio.template(
            #""from": "still", "minSeconds": 0.2, "slot": { "x": 0, "y": 0, "w": 160, "h": 120 }, "background": { "clip": "behind/*.png" }, "overlays": [{ "clip": "sparks/*.png" }]"#,
            files: files)
        try studio.film(template, try studio.captures(1))
        let frames = try studio.frames("out.mp4")
        #expect(frames.count == 6)
        for (index, frame) in frames.enumerated() {
            let dot = index % 3 + 1
            #expect(frame.bytes[220 * 320 + dot * 40 + 20] > 200)
            #expect(abs(Int(frame.bytes[100 * 320 + 250]) - (index % 3 == 1 ? 235 : 16)) < 8)
        }
    }

    @Test func `the clip's own sound is kept where it plays as recorded, and music comes in its place`() throws {
        let clip = try studio.clip("a.mp4", frames: 90, sound: true)
        try studio.film(try studio.template(#""from": "clip""#), [clip])
        #expect(try studio.probe("out.mp4", "stream=codec_name,sample_rate", stream: "a") == ["aac", "48000"])
        try studio.film(try studio.template(#""from": "clip", "ramp": [{ "speed": 0.5 }]"#), [clip])
        #expect(try studio.probe("out.mp4", "stream=codec_name", stream: "a") == [])
        try studio.ffmpeg(["-f", "lavfi", "-i", "sine=frequency=300:duration=1", studio.path("song.wav")])
        let song = try readAll(studio.path("song.wav"), limit: 1 << 24)
        let template = try studio.template(
            #""delay": 100, "music": { "file": "song.wav", "start": 0.5, "fadeOut": 0.2 }"#, files: ["song.wav": song])
        try studio.film(template, try studio.captures(2))
        let length = try #require(studio.probe("out.mp4", "stream=duration", stream: "a").first.flatMap(Double.init))
        #expect(abs(length - 3) < 0.05, "silence fills what the music leaves")
    }

    @Test(arguments: ["webm", "gif", "webp"])
    func `the name says what a clip becomes`(ending: String) throws {
        let template = try studio.template(#""from": "clip", "minSeconds": 0"#)
        let result = try studio.film(template, [try studio.clip("a.mp4", frames: 40)], to: "out." + ending)
        let codec = ["webm": "vp9", "gif": "gif", "webp": "webp"][ending]
        if ending != "webp" { #expect(try studio.probe("out." + ending, "stream=codec_name") == [codec]) }
        if ending == "webm" { #expect(try studio.numbers("out.webm") == Array(0..<40)) }
        #expect(result.warnings.contains { $0.contains("shows 20 of 40 frames") } == (ending != "webm"))
        let again = try studio.film(template, [studio.path("a.mp4")], to: "out." + ending)
        #expect(again.outputs.map(\.state) == [.upToDate])
    }

    @Test func `a rotated clip stands upright`() throws {
        try studio.clip("flat.mp4", frames: 5)
        try studio.ffmpeg(
            ["-i", studio.path("flat.mp4"), "-c", "copy", "-metadata:s:v:0", "rotate=90", studio.path("a.mp4")])
        let clip = try Clip(path: studio.path("a.mp4"))
        #expect([clip.width, clip.height] == [240, 320])
    }

    @Test func `a poster comes from the second that the layout names`() throws {
        let template = try studio.template(#""from": "clip", "minSeconds": 0, "poster": 0.5"#)
        try studio.film(template, [try studio.clip("a.mp4")]) { $1.poster = self.studio.path("out.jpg") }
        let poster = try VideoFrame(width: 320, height: 240)
        try poster.draw(PictureFile(path: studio.path("out.jpg")).whole(), x: 0, y: 0)
        #expect(FilmStudio.number(on: poster, in: poster.bounds) == 15)
    }

    @Test func `what is up to date is not made again, and any change makes it`() throws {
        let captures = try studio.captures(2)
        let template = try studio.template(#""delay": 100"#)
        func state() throws -> [Rendered.State] { try studio.film(template, captures).outputs.map(\.state) }
        #expect(try state() == [.written])
        #expect(try state() == [.upToDate])
        try studio.write(try readAll(captures[0], limit: 1 << 24), "2.jpg")
        #expect(try state() == [.written])
        let slower = try studio.template(#""delay": 200"#)
        #expect(try studio.film(slower, captures).outputs.map(\.state) == [.written])
    }

    @Test func `a live view that was kept is shown at its own times`() throws {
        let pictures = try (0..<6).map {
            try FilmStudio.numbered($0).encoded(as: .jpeg, quality: 90, metadata: Metadata())
        }
        let file = try studio.write(pictures.joined(), "live.mjpeg")
        let recording = Recording(
            times: [0, 9_000, 18_000, 27_000, 54_000, 63_000], length: 72_000, width: 320, height: 240
        ) { place throws(ImagingError) in try PictureFile(bytes: pictures[place], name: "live view") }
        let template = try studio.template(#""from": "clip", "fps": 10, "minSeconds": 0, "order": "boomerang""#)
        let studio = try FilmRenderer(template: template, options: Renderer.Options())
        let result = try studio.render(
            RenderJob(captures: [file], animation: self.studio.path("out.mp4")), recording: recording)
        #expect(try self.studio.numbers("out.mp4") == [0, 1, 2, 3, 3, 4, 4, 5, 4, 4, 3, 3, 2, 1])
        #expect(result.film == RenderResult.Film(width: 320, height: 240, milliseconds: 1_400))
    }

    @Test func `a blend mode over a clip is as on a still`() throws {
        let grey = try Canvas(width: 320, height: 240, colour: Colour(red: 90, green: 90, blue: 90)).finished()
        let template = try studio.template(
            #""from": "clip", "minSeconds": 0, "overlays": [{ "picture": "grey.png", "blend": "difference" }]"#,
            files: ["grey.png": try grey.encoded(as: .png, metadata: Metadata())])
        try studio.film(template, [try studio.clip("a.mp4", frames: 3)])
        let frame = try studio.frames("out.mp4")[0]
        // A black block becomes as bright as the grey that it differs from by nearly all: 20 becomes 70.
        #expect(abs(Int(frame.bytes[20 * 320 + 20]) - 76) < 8)
    }
}
