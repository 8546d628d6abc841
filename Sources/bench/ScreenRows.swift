internal import Foundation
internal import Imaging
internal import Work

/// What a green screen costs on a film, and how still it is.
struct ScreenRows {
    let bench: MotionBench
    private static let (count, width, height) = (30, 1_920, 1_080)
    private var clip: String { "\(bench.place)/screen.mp4" }
    private let frames: String

    /// A clip of a guest who walks before a screen, two layouts that show it, and the finished frames of the one that keys it.
    init(bench: MotionBench) throws {
        self.bench = bench
        var bytes: [UInt8] = []
        for number in 0..<Self.count {
            try Self.frame(number, Self.width, Self.height).picture.withPixels { bytes += $0 }
        }
        let raw = "\(bench.place)/screen.rgb"
        try Data(bytes).write(to: URL(filePath: raw))
        let size = "\(Self.width)x\(Self.height)"
        _ = try Child.run(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", "30", "-i", raw]
                + ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "16"]
                + ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-colorspace", "bt709"]
                + ["\(bench.place)/screen.mp4"])
        try FileManager.default.removeItem(atPath: raw)
        let look = "\"effects\": [{ \"name\": \"green-screen\", \"colour\": \"#2030c0\" }]"
        for (name, more) in [("plain", ""), ("keyed", ", " + look)] {
            try bench.layout(name, "\"from\": \"clip\", \"minSeconds\": 0" + more, Self.width, Self.height)
        }
        frames = try bench.readyFrames("keyed", ["\(bench.place)/screen.mp4"])
    }

    /// What keying adds to the CPU time of a film, beside that of encoding the same frames.
    func cost() throws -> Double {
        let keyed = try bench.render("keyed", [clip], "keyed.mp4").outcome.cpu
        let plain = try bench.render("plain", [clip], "plain.mp4").outcome.cpu
        return (keyed - plain) / (try bench.floor(frames, width: Self.width, height: Self.height).cpu)
    }

    /// How much the coverage of places that stay what they are changes from frame to frame, beside frames that are keyed each by itself:
    /// of screen, and of the guest's edges, which move.
    func unrest() throws -> (screen: Double, edge: Double) {
        let field = ScreenField()
        var (steady, fresh) = ((screen: 0.0, edge: 0.0), (screen: 0.0, edge: 0.0))
        var (before, truth): ((steady: [UInt16], fresh: [UInt16])?, [UInt8]) = (nil, [])
        for number in 0..<60 {
            let frame = try Self.frame(number, 960, 640)
            // As a camera gives it.
            let bytes = try frame.picture.encoded(as: .jpeg, quality: 85, chroma: .half, metadata: Metadata())
            let picture = try PictureFile(bytes: bytes, name: "frame").whole()
            let now = (
                steady: try ScreenKey(picture, following: field).fineMatte(), fresh: try ScreenKey(picture).fineMatte()
            )
            // The first frames settle.
            if let before, number > 10 {
                for place in now.fresh.indices {
                    let isEdge = frame.isEdge[place]
                    guard isEdge || (frame.cover[place] == 0 && truth[place] == 0) else { continue }
                    let one = abs(Double(now.steady[place]) - Double(before.steady[place]))
                    let other = abs(Double(now.fresh[place]) - Double(before.fresh[place]))
                    if isEdge {
                        steady.edge += one
                        fresh.edge += other
                    } else {
                        steady.screen += one
                        fresh.screen += other
                    }
                }
            }
            (before, truth) = (now, frame.cover)
        }
        return (steady.screen / max(1, fresh.screen), steady.edge / max(1, fresh.edge))
    }

    private struct Frame {
        var picture: Image
        /// 255 where the guest is.
        var cover: [UInt8]
        /// Near the guest's outline.
        var isEdge: [Bool]
    }

    /// A screen that is lit unevenly, the shadow on it, and a guest who walks, with a camera's noise.
    private static func frame(_ number: Int, _ width: Int, _ height: Int) throws -> Frame {
        var seed = UInt32(number + 1) &* 2_654_435_761
        var cover = [UInt8](repeating: 0, count: width * height)
        var isEdge = [Bool](repeating: false, count: width * height)
        let unit = Double(height) / 640
        let (middle, shadow) = (330 + Double(number) * 3, 400 + Double(number) * 3)
        let picture = try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let (across, down) = (Double(x) / unit, Double(y) / unit)
                    let far = ((across - middle) * (across - middle) / 14_400 + (down - 420) * (down - 420) / 72_900)
                    let shade = ((across - shadow) * (across - shadow) / 14_400 + (down - 430) * (down - 430) / 72_900)
                    let share = min(max((1.02 - far) * 25, 0), 1)
                    let light = (0.85 + across / 6_000) * (1 - 0.25 * min(max((1.1 - shade) * 4, 0), 1))
                    let at = y * width + x
                    cover[at] = UInt8(share * 255)
                    isEdge[at] = abs(far - 1) < 0.08
                    for (band, (guest, screen)) in [(190.0, 50.0), (110, 175), (90, 75)].enumerated() {
                        var noise = 0
                        for _ in 0..<4 {
                            seed = seed &* 1_664_525 &+ 1_013_904_223
                            noise += Int(seed >> 24) % 15 - 7
                        }
                        let value = share * guest + (1 - share) * screen * light + Double(noise) * 0.47
                        pixels[3 * at + band] = UInt8(min(max(value, 0), 255))
                    }
                }
            }
        }
        return Frame(picture: picture, cover: cover, isEdge: isEdge)
    }
}
