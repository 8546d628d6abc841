internal import Effects
internal import Foundation
internal import Imaging
import Work

/// A frame of live view, 960x640, before another background: what the keyer takes, beside what any frame costs that is decoded and
/// encoded again. CPU time on one core.
struct LiveRows {
    let folder: String
    let rounds: Int
    let progress: (String) -> Void

    private static let (width, height, frames) = (960, 640, 25)

    /// A second of a guest who sways before a screen that is lit from one side, as a camera sends it.
    private func stream() throws -> [[UInt8]] {
        var noise = UInt32(7)
        return try (0..<Self.frames).map { frame in
            let sway = 60 * sin(Double(frame) / Double(Self.frames) * 2 * .pi)
            let image = try Image(width: Self.width, height: Self.height, bands: 3) { pixels in
                for y in 0..<Self.height {
                    for x in 0..<Self.width {
                        let (dx, dy) = (Double(x) - 480 - sway, Double(y))
                        let head = 105 - hypot(dx, (dy - 225) * 0.8)
                        let body = min(210 - abs(dx), dy - 335)
                        let cover = min(1, max(0, max(head, body) / (4 + 9 * abs(sin(dy / 7))) + 0.5))
                        let light = 0.9 + 0.3 * Double(x) / Double(Self.width)
                        noise = noise &* 1_664_525 &+ 1_013_904_223
                        let grain = Double(noise >> 24) / 32 - 4
                        let subject = dy < 335 ? [205.0, 160, 130] : [120, 40, 60]
                        for (band, key) in [56.0, 168, 88].enumerated() {
                            let level = subject[band] * cover + key * light * (1 - cover) + grain
                            pixels[(y * Self.width + x) * 3 + band] = UInt8(min(max(level, 0), 255))
                        }
                    }
                }
            }
            return try image.encoded(as: .jpeg, quality: 85, chroma: .half, metadata: Metadata())
        }
    }

    func findings() throws -> [Finding] {
        progress("live view")
        let stream = try stream()
        let background = "\(folder)/live-background.png"
        let behind = try Image(width: Self.width, height: Self.height, bands: 3) { pixels in
            for place in pixels.indices {
                pixels[place] = UInt8((place / 3 % Self.width / 4 + place / 2_880 / 4) & 255)
            }
        }
        let bytes = try behind.encoded(as: .png, metadata: Metadata())
        _ = FileManager.default.createFile(atPath: background, contents: Data(bytes))
        var figures: [String: [Double]] = [:]
        for level in KernelLevel.allCases.reversed() {
            _ = try KernelLevel.at(level) {
                for round in 0...max(rounds, 3) {
                    let measured = try measure(stream, background)
                    for (name, figure) in measured where round > 0 {
                        figures["\(name), \(level)", default: []].append(figure)
                    }
                }
            }
        }
        // Goals with vectors of 256 bits, and without: the codec's own are what makes the difference.
        return [
            ("Live 960x640: decode and encode", [10.0, 20]), ("Live 960x640: key and background", [12, 12]),
            ("Live 960x640: all of a keyed frame", [20, 32]), ("Live 480x320: all of a keyed tile", [9, 17]),
        ].flatMap { name, goals in
            KernelLevel.allCases.reversed().compactMap { level in
                Finding(
                    "live", "\(name), \(level)", figures["\(name), \(level)"] ?? [], .milliseconds,
                    goal: goals[level == .avx2 ? 0 : 1])
            }
        }
    }

    /// Milliseconds a frame.
    private func measure(_ stream: [[UInt8]], _ background: String) throws -> [(String, Double)] {
        let call = try EffectCall(name: "green-screen", parameters: ["background": background])
        let (live, tiles) = (LiveEffects([try call.prepared()]), LiveEffects([try call.prepared()]))
        var (coding, keying, tile) = (0.0, 0.0, 0.0)
        for jpeg in stream {
            var began = Clock.cpu()
            let image = try decoded(jpeg, width: Self.width)
            coding += Clock.cpu() - began
            began = Clock.cpu()
            let shown = try live.applied(to: image)
            keying += Clock.cpu() - began
            began = Clock.cpu()
            _ = try encoded(shown)
            coding += Clock.cpu() - began
            began = Clock.cpu()
            _ = try encoded(tiles.applied(to: decoded(jpeg, width: Self.width / 2)))
            tile += Clock.cpu() - began
        }
        let count = Double(stream.count)
        return [
            ("Live 960x640: decode and encode", coding / count), ("Live 960x640: key and background", keying / count),
            ("Live 960x640: all of a keyed frame", (coding + keying) / count),
            ("Live 480x320: all of a keyed tile", tile / count),
        ]
    }

    private func decoded(_ jpeg: [UInt8], width: Int) throws -> Image {
        let file = try PictureFile(bytes: jpeg, name: "live view")
        let region = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
        return try file.sampled(region, width: width, height: width * Self.height / Self.width)
    }

    private func encoded(_ image: Image) throws -> [UInt8] {
        try image.encoded(as: .jpeg, quality: 82, chroma: .half, metadata: Metadata())
    }
}
