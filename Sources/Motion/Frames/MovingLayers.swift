import Compositor
import Files
import Imaging
import Synchronization

/// What of a layout moves by itself: a clip or numbered pictures behind everything, and before everything. They begin anew when they
/// are over, and go one frame further with each frame of the film.
final class MovingLayers: Sendable {
    let background: MovingBackground?
    let overlays: [MovingOverlay]

    init(_ template: Template, _ plan: AnimationPlan, tools: Tools) throws(MotionError) {
        let (width, height) = (plan.width & ~1, plan.height & ~1)
        background = try plan.film.background.map { (name) throws(MotionError) in
            try MovingBackground(LayerFiles(name, template), width: plan.width, height: plan.height, tools)
        }
        var overlays: [MovingOverlay] = []
        for overlay in plan.film.overlays {
            let box = template.box(ofMoving: overlay)
            overlays.append(
                try MovingOverlay(
                    LayerFiles(overlay.picture, template), box, width: width, height: height, tools))
        }
        self.overlays = overlays
    }

    func lay(over frame: VideoFrame, number: Int) {
        for overlay in overlays { frame.lay(overlay.at(number)) }
    }
}

/// The files of one layer.
enum LayerFiles: Sendable {
    case pictures([String])
    case clip(String)

    init(_ name: String, _ template: Template) throws(MotionError) {
        let names = Layout.isNumbered(name) ? Layout.numbered(name, in: template.layout.folder) : [name]
        guard !names.isEmpty else {
            throw .file(.missing(path: template.layout.folder + "/" + name))
        }
        let paths = try filming { try names.map(template.path(ofFile:)) }
        self = Layout.isNumbered(name) || !ClipKind.isClip(paths[0]) ? .pictures(paths) : .clip(paths[0])
    }

    /// The clip, or the first picture.
    var path: String {
        switch self {
        case .pictures(let paths): paths[0]
        case .clip(let path): path
        }
    }
}

/// All of a layer's pictures together, in memory.
private let roomForLayers = 192 << 20

final class MovingOverlay: Sendable {
    private let frames: [VideoOverlay]

    init(
        _ files: LayerFiles, _ box: PixelBox, width: Int, height: Int, _ tools: Tools
    ) throws(MotionError) {
        let most = max(1, roomForLayers / (3 * width * height))
        var frames: [VideoOverlay] = []
        func add(_ image: Image) throws {
            frames.append(try VideoOverlay(image.embedded(x: box.x, y: box.y, width: width, height: height)))
        }
        switch files {
        case .pictures(let paths):
            guard paths.count <= most else {
                throw .tooLarge(path: paths[0], what: "\(paths.count) numbered pictures of this size", limit: "\(most)")
            }
            try filming {
                for path in paths {
                    let file = try PictureFile(path: path)
                    let whole = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
                    try add(file.sampled(whole, width: box.width, height: box.height))
                }
            }
        case .clip(let path):
            let clip = try Clip(path: path, tools: tools)
            guard clip.times.count <= most else {
                throw .tooLarge(path: path, what: "\(clip.times.count) frames before everything", limit: "\(most)")
            }
            let reader = try AlphaReader(clip, width: box.width, height: box.height, tools: tools)
            while let image = try reader.next() { try filming { try add(image) } }
        }
        guard !frames.isEmpty else { throw .nothingLeft(path: files.path, reason: "it has no frame") }
        self.frames = frames
    }

    func at(_ number: Int) -> VideoOverlay { frames[number % frames.count] }
}

/// Its frames are kept as they are shown, once each.
final class MovingBackground: Sendable {
    private let frames: [VideoFrame]
    private let (width, height): (Int, Int)

    init(_ files: LayerFiles, width: Int, height: Int, _ tools: Tools) throws(MotionError) {
        (self.width, self.height) = (width, height)
        let (across, down) = ((width + 1) & ~1, (height + 1) & ~1)
        let most = max(1, roomForLayers / VideoFrame.bytes(width: across, height: down))
        var frames: [VideoFrame] = []
        switch files {
        case .pictures(let paths):
            for path in paths.prefix(most) {
                frames.append(
                    try filming {
                        let file = try PictureFile(path: path)
                        let frame = try VideoFrame(width: across, height: down)
                        let image = try file.sampled(
                            Region(filling: across, down, of: file.width, file.height), width: across, height: down)
                        try frame.draw(image.bands == 3 ? image : Canvas(copying: image).finished(), x: 0, y: 0)
                        return frame
                    })
            }
        case .clip(let path):
            let clip = try Clip(path: path, tools: tools)
            let region = Region(filling: across, down, of: clip.width, clip.height)
            let crop = PixelBox(
                x: Int(region.x) & ~1, y: Int(region.y) & ~1, width: Int(region.width) & ~1,
                height: Int(region.height) & ~1)
            let count = min(most, clip.times.count)
            let reader = try ClipReader(
                clip, 0..<count, .init(crop: crop, width: across, height: down), tools: tools)
            for _ in 0..<count {
                let frame = try filming { try VideoFrame(width: across, height: down) }
                guard try reader.next(into: frame) else { break }
                frames.append(frame)
            }
            reader.stop()
        }
        guard !frames.isEmpty else { throw .nothingLeft(path: files.path, reason: "it has no frame") }
        self.frames = frames
    }

    func image(_ number: Int) throws(ImagingError) -> Image {
        try frames[number % frames.count].image().cropped(to: PixelBox(x: 0, y: 0, width: width, height: height))
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
