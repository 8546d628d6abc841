import Compositor
import Files
import Foundation
import Imaging
import Work

@testable import Motion

/// A folder of a test's own with layouts, captures and clips that are numbered by what is painted on them, gone when the test is.
final class FilmStudio: Sendable {
    let folder: String
    static let (width, height) = (320, 240)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "motion-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Everything in the folder, hidden files too.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    // MARK: pictures

    /// A number as eight blocks, black or white, over a colour that goes with it.
    static func numbered(_ number: Int, width: Int = width, height: Int = height) throws -> Image {
        let block = width / 8
        return try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let at = 3 * (y * width + x)
                    if y < block {
                        let bit: UInt8 = number >> (7 - min(7, x / block)) & 1 == 1 ? 235 : 20
                        (pixels[at], pixels[at + 1], pixels[at + 2]) = (bit, bit, bit)
                    } else {
                        pixels[at] = UInt8(60 + (number * 7 + x / 2) % 120)
                        pixels[at + 1] = UInt8(60 + (y + number * 3) % 120)
                        pixels[at + 2] = UInt8(90 + (x + y) / 4 % 90)
                    }
                }
            }
        }
    }

    /// What is painted on a frame; `box` is where the picture stands in it.
    static func number(on frame: VideoFrame, in box: PixelBox) -> Int {
        let block = box.width / 8
        return (0..<8).reduce(0) { number, bit in
            let at = (box.y + block / 2) * frame.width + box.x + bit * block + block / 2
            return number << 1 | (frame.bytes[at] > 128 ? 1 : 0)
        }
    }

    func captures(_ count: Int, width: Int = width, height: Int = height) throws -> [String] {
        try (0..<count).map { number in
            let image = try Self.numbered(number, width: width, height: height)
            return try write(image.encoded(as: .jpeg, quality: 90, metadata: Metadata()), "\(number + 1).jpg")
        }
    }

    // MARK: clips

    /// A clip whose frames are numbered. `options` stand between its frames and its name.
    @discardableResult
    func clip(
        _ name: String, frames: Int = 30, rate: Int = 30, sound: Bool = false, width: Int = width, height: Int = height,
        options: [String] = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p"]
    ) throws -> String {
        var bytes: [UInt8] = []
        for number in 0..<frames {
            try Self.numbered(number, width: width, height: height).withPixels { bytes += $0 }
        }
        let raw = try write(bytes, "frames.raw")
        defer { unlink(raw) }
        let out = path(name)
        try ffmpeg(
            ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(width)x\(height)", "-r", "\(rate)", "-i", raw]
                + (sound ? ["-f", "lavfi", "-i", "sine=frequency=440:duration=\(frames / rate + 1)"] : [])
                + options + ["-shortest", out])
        return out
    }

    func ffmpeg(_ words: [String]) throws {
        let outcome = Child(
            ["ffmpeg", "-v", "error", "-nostdin", "-y"] + words, output: .dropped, errors: .captured(1 << 16)
        ).run(within: .seconds(60))
        guard outcome.end == .exited(0) else { throw Failure(text: outcome.said) }
    }

    struct Failure: Error { var text: String }

    // MARK: films

    /// `animation` has the members beside width and height.
    func template(
        _ animation: String, width: Int = width, height: Int = height, files: [String: [UInt8]] = [:]
    ) throws -> Template {
        let json = """
            { "paper": { "width": 300, "height": 200 }, "slots": [{ "x": 0, "y": 0, "w": 300, "h": 200 }],
              "animation": { "width": \(width), "height": \(height)\(animation.isEmpty ? "" : ", ")\(animation) } }
            """
        try write(json.utf8, "layout/layout.json")
        for (name, bytes) in files { try write(bytes, "layout/" + name) }
        return try Template(LayoutLibrary(folders: []).layout(path("layout")))
    }

    @discardableResult
    func film(
        _ template: Template, _ captures: [String], to name: String = "out.mp4", workers: Int = 2,
        acceptDamaged: Bool = false, change: (inout FilmRenderer, inout RenderJob) -> Void = { _, _ in }
    ) throws -> RenderResult {
        var options = Renderer.Options()
        (options.workers, options.acceptDamaged) = (workers, acceptDamaged)
        var studio = try FilmRenderer(template: template, options: options)
        var job = RenderJob(captures: captures, animation: path(name))
        change(&studio, &job)
        return try studio.render(job)
    }

    /// All frames of a film, decoded.
    func frames(_ name: String, width: Int = width, height: Int = height) throws -> [VideoFrame] {
        let raw = path("decoded.raw")
        defer { unlink(raw) }
        try ffmpeg([
            "-i", path(name), "-map", "0:v", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", raw,
        ])
        let bytes = try readAll(raw, limit: 1 << 30)
        let size = VideoFrame.bytes(width: width, height: height)
        return try stride(from: 0, to: bytes.count - size + 1, by: size).map { start in
            let frame = try VideoFrame(width: width, height: height)
            frame.bytes.copyBytes(from: bytes[start..<start + size])
            return frame
        }
    }

    func numbers(_ name: String, in box: PixelBox = PixelBox(x: 0, y: 0, width: width, height: height)) throws -> [Int]
    {
        try frames(name).map { Self.number(on: $0, in: box) }
    }

    /// What ffprobe says of a key of the picture or, by `stream`, of another stream; of each stream that there is.
    func probe(_ name: String, _ key: String, stream: String = "v") throws -> [String] {
        let outcome = Child(
            [
                "ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", key, "-of",
                "default=noprint_wrappers=1:nokey=1", path(name),
            ], output: .captured(1 << 16), errors: .captured(1 << 16)
        ).run(within: .seconds(20))
        return outcome.text.split(separator: "\n").map(String.init)
    }
}

extension FilmStudio {
    /// What a decoder has to say against a whole file.
    func complaints(_ name: String) throws -> String {
        Child(
            ["ffmpeg", "-v", "warning", "-nostdin", "-i", path(name), "-f", "null", "-"], output: .dropped,
            errors: .captured(1 << 16)
        ).run(within: .seconds(60)).said
    }
}
