import Compositor
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// Frames that come into planes without a way through RGB look as those that took it.
@Suite(.onOwnThreads) struct PlaneTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    /// The greatest difference, and the mean one, of two frames' samples.
    private func difference(_ one: VideoFrame, _ other: VideoFrame) -> (most: Int, mean: Double) {
        let all = zip(one.bytes, other.bytes).map { abs(Int($0) - Int($1)) }
        return (all.max() ?? 0, Double(all.reduce(0, +)) / Double(all.count))
    }

    /// A picture of soft colours, so that what differs is how it is read, and not how colours are averaged.
    private func picture(_ width: Int, _ height: Int) throws -> Image {
        try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let at = 3 * (y * width + x)
                    pixels[at] = UInt8(40 + x * 170 / width)
                    pixels[at + 1] = UInt8(200 - y * 150 / height)
                    pixels[at + 2] = UInt8(60 + (x + y) * 120 / (width + height))
                }
            }
        }
    }

    @Test(arguments: [Chroma.half, .full], [(320, 240), (210, 158)])
    func `a JPEG is drawn as its picture is`(chroma: Chroma, size: (width: Int, height: Int)) throws {
        let bytes = try picture(321, 243).encoded(as: .jpeg, quality: 95, chroma: chroma, metadata: Metadata())
        let file = try PictureFile(bytes: bytes, name: "a.jpg")
        let region = Region(x: 1, y: 2, width: 320, height: 240)
        let box = PixelBox(x: 4, y: 6, width: size.width, height: size.height)
        let meant = try VideoFrame(width: 340, height: 260)
        try meant.draw(file.sampled(region, width: box.width, height: box.height), x: box.x, y: box.y)
        var frames: [VideoFrame] = []
        _ = try KernelLevel.each {
            let frame = try VideoFrame(width: 340, height: 260)
            #expect(try frame.draw(file, showing: region, in: box, acceptDamaged: false))
            frames.append(frame)
            return true
        }
        for frame in frames {
            let found = difference(frame, meant)
            #expect(found.most <= 4 && found.mean < 0.6, "\(found)")
            #expect(frame.bytes.elementsEqual(frames[0].bytes), "any vectors, the same bytes")
        }
    }

    @Test func `what is no plain JPEG, or shown much smaller, is left to the way through RGB`() throws {
        let image = try picture(320, 240)
        let frame = try VideoFrame(width: 320, height: 240)
        let whole = Region(x: 0, y: 0, width: 320, height: 240)
        func isDrawn(_ bytes: [UInt8], _ box: PixelBox) throws -> Bool {
            let file = try PictureFile(bytes: bytes, name: "a")
            return try frame.draw(file, showing: whole, in: box, acceptDamaged: false)
        }
        let jpeg = try image.encoded(as: .jpeg, quality: 90, chroma: .half, metadata: Metadata())
        #expect(try isDrawn(jpeg, frame.bounds))
        #expect(try !isDrawn(image.encoded(as: .png, metadata: Metadata()), frame.bounds))
        #expect(try !isDrawn(jpeg, PixelBox(x: 0, y: 0, width: 80, height: 60)))
        #expect(try !isDrawn(jpeg, PixelBox(x: 1, y: 0, width: 100, height: 80)))
        #expect(try !isDrawn(jpeg, PixelBox(x: 200, y: 0, width: 160, height: 120)))
    }

    @Test func `a capture that ends too early is refused, and shown as it is when that is said`() throws {
        var captures = try studio.captures(3)
        let whole = try readAll(captures[1], limit: 1 << 24)
        captures[1] = try studio.write(whole.prefix(whole.count / 2), "cut.jpg")
        let template = try studio.template(#""delay": 100, "minSeconds": 0"#)
        let error = #expect(throws: MotionError.self) { try studio.film(template, captures) }
        #expect("\(try #require(error))".contains("cut.jpg"))
        #expect(!studio.names.contains("out.mp4"))
        try studio.film(template, captures, acceptDamaged: true)
        let frame = try studio.frames("out.mp4")[3]
        #expect(FilmStudio.number(on: frame, in: frame.bounds) == 1)
        let below = frame.bytes[230 * 320 + 160]
        #expect(abs(Int(below) - 126) < 6, "grey where nothing came")
    }

    /// Red, of each coding: what BT.709 in limited range has for it is 63, 102, 240.
    @Test(arguments: [
        (VideoFrame.Coding.bt601, [81, 90, 240]), (.fullBT601, [76, 85, 255]), (.fullBT709, [54, 99, 255]),
    ])
    func `planes of another coding become a film's`(coding: VideoFrame.Coding, red: [Int]) throws {
        var seen: [[UInt8]] = []
        _ = try KernelLevel.each {
            let frame = try VideoFrame(width: 34, height: 18)
            let area = 34 * 18
            for at in frame.bytes.indices {
                frame.bytes[at] = UInt8(at < area ? red[0] : at < area * 5 / 4 ? red[1] : red[2])
            }
            // Differences are averages of four, so that any luma may stand beside them.
            for x in 0..<34 { frame.bytes[x] = UInt8(x * 7) }
            frame.recode(from: coding)
            seen.append(Array(frame.bytes))
            return true
        }
        #expect(Set(seen).count == 1)
        let (luma, blue, red) = (seen[0][34 * 9], seen[0][34 * 18 + 5], seen[0][34 * 18 * 5 / 4 + 5])
        #expect(abs(Int(luma) - 63) <= 1 && abs(Int(blue) - 102) <= 1 && abs(Int(red) - 240) <= 1)
        #expect(seen[0].prefix(34 * 18).allSatisfy { (16...235).contains($0) })
    }

    @Test(arguments: [
        ["-pix_fmt", "yuv420p", "-colorspace", "bt470bg"],
        ["-pix_fmt", "yuvj420p", "-colorspace", "smpte170m", "-color_range", "pc"],
        ["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-vf", "scale=out_color_matrix=bt709"],
        [
            "-pix_fmt", "yuvj420p", "-colorspace", "bt709", "-color_range", "pc", "-vf",
            "scale=out_color_matrix=bt709:out_range=pc",
        ],
        ["-pix_fmt", "yuv422p", "-colorspace", "bt470bg"],
    ])
    func `a clip's colours are what they were, however they are coded`(options: [String]) throws {
        let raw = try studio.write(try picture(320, 240).withPixels { Array($0) }, "a.rgb")
        try studio.ffmpeg(
            [
                "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x240", "-r", "30", "-i", raw, "-c:v", "libx264",
                "-crf", "8",
            ]
                + options + [studio.path("a.mp4")])
        for (width, height) in [(320, 240), (160, 120)] {
            let template = try studio.template(#""from": "clip", "minSeconds": 0"#, width: width, height: height)
            try studio.film(template, [studio.path("a.mp4")])
            let shown = try #require(try studio.frames("out.mp4", width: width, height: height).first)
            let meant = try VideoFrame(width: width, height: height)
            try meant.draw(picture(width, height), x: 0, y: 0)
            #expect(difference(shown, meant).mean < 2.2, "\(difference(shown, meant))")
        }
    }
}
