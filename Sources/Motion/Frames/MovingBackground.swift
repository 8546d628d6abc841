import Files
import Imaging

/// Its frames are kept on disk as they are shown, once each, so that memory does not depend on how many there are.
final class MovingBackground: Sendable {
    private let spool: ScratchFile
    /// How many frames it holds.
    private let count: Int
    /// Of one loop: for each frame of the film, a place in the spool.
    private let picks: [Int]
    private let (width, height): (Int, Int)
    private let (across, down): (Int, Int)

    private static let room = 4 << 30

    init(
        _ files: LayerFiles, width: Int, height: Int, rate: Int, for film: String, _ tools: Tools
    ) throws(MotionError) {
        (self.width, self.height) = (width, height)
        let (across, down) = ((width + 1) & ~1, (height + 1) & ~1)
        (self.across, self.down) = (across, down)
        let most = Self.room / VideoFrame.bytes(width: across, height: down)
        let spool = try filming { try ScratchFile(beside: film) }
        let frame = try filming { () throws in try VideoFrame(width: across, height: down) }
        func check(_ wanted: Int) throws(MotionError) {
            guard wanted <= most else {
                throw .tooLarge(path: files.path, what: "\(wanted) frames behind everything", limit: "\(most)")
            }
        }
        var count = 0
        switch files {
        case .pictures(let paths):
            try check(paths.count)
            picks = Array(paths.indices)
            for path in paths {
                try filming {
                    let file = try PictureFile(path: path)
                    let image = try file.sampled(
                        Region(filling: across, down, of: file.width, file.height), width: across, height: down)
                    try frame.draw(image.bands == 3 ? image : Canvas(copying: image).finished(), x: 0, y: 0)
                    try spool.write(UnsafeRawBufferPointer(frame.bytes))
                }
                count += 1
            }
        case .clip(let path):
            let clip = try Clip(path: path, tools: tools)
            let region = Region(filling: across, down, of: clip.width, clip.height)
            let crop = PixelBox(
                x: Int(region.x) & ~1, y: Int(region.y) & ~1, width: Int(region.width) & ~1,
                height: Int(region.height) & ~1)
            let (wanted, loop) = clip.loop(rate: rate)
            picks = loop
            try check(wanted.count)
            let reader = try ClipReader(
                clip, 0..<(wanted.last ?? 0) + 1, wanted: wanted, .init(crop: crop, width: across, height: down),
                tools: tools)
            defer { reader.stop() }
            for place in reader.places {
                guard try reader.next(into: frame) else { break }
                guard count < wanted.count, place == wanted[count] else { continue }
                try filming { try spool.write(UnsafeRawBufferPointer(frame.bytes)) }
                count += 1
            }
        }
        guard count > 0 else { throw .nothingLeft(path: files.path, reason: "it has no frame") }
        (self.spool, self.count) = (spool, count)
    }

    /// At frame `number` of the film.
    func image(_ number: Int) throws -> Image {
        let frame = try VideoFrame(width: across, height: down)
        // What is missing at the end of a damaged clip stands still.
        let place = min(picks[number % picks.count], count - 1)
        _ = try spool.read(at: place * frame.bytes.count, into: frame.bytes)
        return try frame.image().cropped(to: PixelBox(x: 0, y: 0, width: width, height: height))
    }
}

extension Region {
    /// The largest part of that aspect, in the middle.
    fileprivate init(filling width: Int, _ height: Int, of across: Int, _ down: Int) {
        let scale = min(Double(across) / Double(width), Double(down) / Double(height))
        let (w, h) = (Double(width) * scale, Double(height) * scale)
        self.init(x: (Double(across) - w) / 2, y: (Double(down) - h) / 2, width: w, height: h)
    }
}
