import Imaging

/// All of an overlay's pictures together, in memory.
private let roomForOverlay = 192 << 20

final class MovingOverlay: Sendable {
    private let frames: [VideoOverlay]
    /// Of one loop: for each frame of the film, a place in `frames`.
    private let picks: [Int]

    init(
        _ files: LayerFiles, _ box: PixelBox, width: Int, height: Int, rate: Int, _ tools: Tools
    ) throws(MotionError) {
        var frames: [VideoOverlay] = []
        var room = roomForOverlay
        func add(_ image: Image) throws {
            let overlay = try VideoOverlay(image.embedded(x: box.x, y: box.y, width: width, height: height))
            room -= overlay.bytes
            guard room >= 0 else {
                throw MotionError.tooLarge(
                    path: files.path, what: "more than \(frames.count) frames of this size before everything",
                    limit: "\(roomForOverlay >> 20) MB")
            }
            frames.append(overlay)
        }
        switch files {
        case .pictures(let paths):
            picks = Array(paths.indices)
            try filming {
                for path in paths {
                    let file = try PictureFile(path: path)
                    let whole = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
                    try add(file.sampled(whole, width: box.width, height: box.height))
                }
            }
        case .clip(let path):
            let clip = try Clip(path: path, tools: tools)
            let reader = try AlphaReader(clip, width: box.width, height: box.height, tools: tools)
            let (wanted, loop) = clip.loop(rate: rate)
            var place = 0
            while frames.count < wanted.count, let image = try reader.next() {
                if place == wanted[frames.count] { try filming { try add(image) } }
                place += 1
            }
            picks = loop
        }
        guard !frames.isEmpty else { throw .nothingLeft(path: files.path, reason: "it has no frame") }
        self.frames = frames
    }

    func at(_ number: Int) -> VideoOverlay { frames[min(picks[number % picks.count], frames.count - 1)] }
}
