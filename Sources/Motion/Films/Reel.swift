public import Compositor
import Files
import Imaging
import Synchronization
import Work

/// One film of many items, one after the other: a title, pictures that stand for a moment, films and clips as they are. Whatever
/// does not have its shape stands before itself, out of focus.
///
///     var reel = Reel([.still("a.jpg"), .film("b.mp4")], title: ["Emma & Noah"])
///     try reel.write(to: "reel.mp4")
public struct Reel: Sendable {
    public enum Item: Sendable, Hashable {
        case still(String)
        case film(String)
    }

    public struct Music: Sendable {
        public var path: String
        /// Seconds of the file at which it begins.
        public var start = 0.0
        public var fadeOut = 2.0
        public init(path: String) { self.path = path }
    }

    public var items: [Item]
    /// Lines of the first picture; empty: there is none.
    public var title: [String]
    public var music: Music?
    /// Even.
    public var (width, height) = (1_920, 1_080)
    public var workers = 1
    /// Seconds for which the title, and each picture, stands.
    public var (titleSeconds, stillSeconds) = (3.0, 2.5)
    public var tools = Tools()
    public var limits = ClipLimits()
    /// Told how many items there are, then of each as it is done, from any thread.
    public var begins: @Sendable (Int) -> Void = { _ in }
    public var advances: @Sendable () -> Void = {}

    static let rate = 30
    /// Hours of film are a mistake; it is said before anything is made.
    static let mostSeconds = 3_600
    /// Items that one encoder takes, so that a thousand of them do not have a thousand files open.
    private static let together = 8

    public init(_ items: [Item], title: [String] = []) { (self.items, self.title) = (items, title) }

    /// Writes an MP4. Nothing is written unless all of it could be made.
    public func write(to path: String) throws(MotionError) -> RenderResult.Film {
        guard FilmFormat(path: path) == .mp4 else {
            throw .compositor(.unknownOutput(path: path, formats: [FilmFormat.mp4.rawValue]))
        }
        try filming { try checkDestination(path) }
        let (card, scenes) = (try titleCard(), try scenes())
        guard card != nil || !scenes.isEmpty else { throw .nothingLeft(path: path, reason: "there is nothing to show") }
        let frames = scenes.reduce(card == nil ? 0 : Int(titleSeconds * Double(Self.rate))) { $0 + $1.frames }
        guard frames <= Self.mostSeconds * Self.rate else {
            throw .tooLarge(
                path: path, what: "\(frames / Self.rate) s", limit: "\(Self.mostSeconds); choose fewer sessions")
        }
        let sound = try music.map { (music) throws(MotionError) in
            try Sound(music: music.path, start: music.start, fadeOut: music.fadeOut)
        }
        begins(scenes.count)
        let all =
            (card.map { [Scene(source: .card($0), frames: Int(titleSeconds * Double(Self.rate)))] } ?? []) + scenes
        let groups = stride(from: 0, to: all.count, by: Self.together).map {
            Array(all[$0..<min($0 + Self.together, all.count)])
        }
        let streams = Mutex<[Int: ScratchFile]>([:])
        try concurrently(groups.count, workers: workers) { (index) throws(MotionError) in
            let stream = try tools.stoppable(path) { () throws(MotionError) in try encode(groups[index], for: path) }
            streams.withLock { $0[index] = stream }
        }
        let ordered = streams.withLock { made in groups.indices.map { made[$0]! } }
        var tracks = [
            try MP4.Track(
                pictures: try filming { try ordered.map(AnnexB.init) }, passes: 1, rate: Self.rate, width: width,
                height: height, for: path)
        ]
        let length = frames * Timeline.second / Self.rate
        if let sound {
            let scratch = try sound.encoded(length, for: path, tools: tools)
            tracks.append(try filming { try MP4.Track(sound: scratch) })
        }
        try filming { try MP4(width: width, height: height, tracks: tracks, comment: "boothkit reel").write(to: path) }
        return RenderResult.Film(width: width, height: height, milliseconds: length / 90)
    }

    /// What is shown of an item, its header read.
    struct Scene: Sendable {
        enum Source: Sendable {
            case card(Image)
            case still(PictureFile)
            case film(Clip, picks: [Int])
        }
        var source: Source
        var frames: Int
    }

    private func scenes() throws(MotionError) -> [Scene] {
        var scenes: [Scene] = []
        for item in items {
            if tools.isStopped() { throw .stopped(path: "the reel") }
            switch item {
            case .still(let path):
                let file = try filming { try PictureFile(path: path) }
                scenes.append(Scene(source: .still(file), frames: Int(stillSeconds * Double(Self.rate))))
            case .film(let path):
                let clip = try Clip(path: path, tools: tools, limits: limits)
                let part = try clip.part(nil, within: limits)
                let picks = Timeline(times: clip.times, end: clip.length, part: part, rate: Self.rate).picks
                guard !picks.isEmpty else { throw .nothingLeft(path: path, reason: "it has no frame") }
                scenes.append(Scene(source: .film(clip, picks: picks), frames: picks.count))
            }
        }
        return scenes
    }

    /// Several items in one encoder. Frames come and go one by one, so that memory does not depend on the length.
    private func encode(_ scenes: [Scene], for path: String) throws(MotionError) -> ScratchFile {
        let encoder = try SegmentEncoder(.mp4, width: width, height: height, rate: Self.rate, for: path, tools: tools)
        defer { encoder.stop() }
        let frame = try filming { () throws in try VideoFrame(width: width, height: height) }
        for scene in scenes {
            switch scene.source {
            case .card(let image):
                try filming { try frame.draw(image, x: 0, y: 0) }
                try write(frame, times: scene.frames, to: encoder, path)
            case .still(let file):
                try filming {
                    let box = fitted(file.width, file.height)
                    if needsBackdrop(box) { try frame.draw(backdrop(file), x: 0, y: 0) }
                    let whole = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
                    let image = try file.sampled(whole, width: box.width, height: box.height, acceptDamaged: true)
                    let opaque = try image.bands == 3 ? image : Canvas(copying: image).finished()
                    try frame.draw(opaque, x: box.x, y: box.y)
                }
                try write(frame, times: scene.frames, to: encoder, path)
            case .film(let clip, let picks): try write(clip, picks, on: frame, to: encoder, path)
            }
            if case .card = scene.source { continue }
            advances()
        }
        return try encoder.finish()
    }

    private func write(
        _ frame: VideoFrame, times: Int, to encoder: SegmentEncoder, _ path: String
    ) throws(MotionError) {
        for _ in 0..<times {
            if tools.isStopped() { throw .stopped(path: path) }
            try encoder.write(frame)
        }
    }

    private func write(
        _ clip: Clip, _ picks: [Int], on frame: VideoFrame, to encoder: SegmentEncoder, _ path: String
    ) throws(MotionError) {
        let box = fitted(clip.width, clip.height)
        let part = try filming { () throws in try VideoFrame(width: box.width, height: box.height) }
        let whole = PixelBox(x: 0, y: 0, width: clip.width & ~1, height: clip.height & ~1)
        let reader = try ClipReader(
            clip, 0..<clip.times.count, .init(crop: whole, width: box.width, height: box.height), tools: tools)
        defer { reader.stop() }
        var read = 0
        for pick in picks {
            if tools.isStopped() { throw .stopped(path: path) }
            // What is missing at the end of a damaged film stands still.
            while read <= pick {
                guard try reader.next(into: part) else {
                    guard read > 0 else { throw .damaged(path: clip.path, bad: picks.count, of: picks.count) }
                    read = .max
                    break
                }
                if read == 0, needsBackdrop(box) {
                    try filming { () throws in try frame.draw(backdrop(part), x: 0, y: 0) }
                }
                read += 1
            }
            frame.draw(part, x: box.x, y: box.y)
            try encoder.write(frame)
        }
    }

    /// Where something of that shape stands: as large as it can be, in the middle, at even pixels.
    func fitted(_ across: Int, _ down: Int) -> PixelBox {
        let scale = min(Double(width) / Double(across), Double(height) / Double(down))
        let (w, h) = (max(16, Int(Double(across) * scale) & ~1), max(16, Int(Double(down) * scale) & ~1))
        return PixelBox(x: (width - w) / 2 & ~1, y: (height - h) / 2 & ~1, width: w, height: h)
    }

    static let colour = Colour(red: 18, green: 18, blue: 20)

    /// The first line large, the others smaller below it.
    private func titleCard() throws(MotionError) -> Image? {
        let lines = title.filter { !$0.isEmpty }
        guard !lines.isEmpty else { return nil }
        return try filming {
            var canvas = try Canvas(width: width, height: height, colour: Self.colour)
            let (w, h, short) = (Double(width), Double(height), Double(min(width, height)))
            var top = h / 2 - short * 0.12
            for (index, line) in lines.prefix(3).enumerated() {
                let tall = index == 0 ? short * 0.16 : short * 0.06
                let style = TextStyle(
                    font: Font(family: "Lato", weight: index == 0 ? 700 : 400),
                    colour: index == 0 ? .white : Colour(red: 190, green: 190, blue: 196))
                let block = try TextBlock(line, style: style, width: w * 0.84, height: tall)
                if let image = block.image {
                    try canvas.draw(image, x: Int(w * 0.08) + block.x, y: Int(top) + block.y)
                }
                top += tall + short * 0.03
            }
            return try canvas.finished()
        }
    }
}
