import Faults
import Files
import Glibc
import Imaging
import Work

/// A video file whose header has been read: it is within limits and can be shown, but nothing of it is decoded yet.
public struct Clip: Sendable {
    public let path: String
    let kind: ClipKind
    /// As it is shown, its rotation applied.
    public let width: Int
    public let height: Int
    /// When each frame is seen, in ticks from the first one, ascending: of the stream, never of a nominal rate.
    public let times: [Int]
    /// Places in `times` at which a decoder can begin.
    let keys: [Int]
    /// Whether the file says when each frame is seen; in others frames only follow one another.
    let isTimed: Bool
    /// When the last frame goes.
    public let length: Int
    public let hasSound: Bool
    /// Frames that the index announces behind the last of `times`: the file was cut off.
    let missing: Int
    /// When the first frame is seen, in seconds from where the file begins.
    let start: Double
    let colours: Colours
    /// What ffmpeg calls the format of its pixels.
    let pixels: String
    /// Whether a frame holds two moments, in every other line each.
    let isInterlaced: Bool
    /// Whether its pixels are wider or narrower than tall, so that frames are stretched before they are shown.
    let isStretched: Bool

    /// How the file's colours are coded, which decides whether they are converted.
    enum Colours {
        /// As those of a film.
        case same
        /// In planes of another matrix or range, which take little to recode.
        case planes(VideoFrame.Coding)
        /// It leaves open how; a frame of this size is taken for BT.709, as players do.
        case open
        case other
    }

    /// The file's codec, for messages.
    public let codec: String

    /// Reads the header. Throws what is wrong with the file or too much of it.
    public init(
        path: String, tools: Tools = Tools(), limits: ClipLimits = ClipLimits()
    ) throws(MotionError) {
        let size = try filming { () throws in
            let (descriptor, size, _) = try openForReading(path)
            Glibc.close(descriptor)
            return size
        }
        guard size > 0 else {
            throw .notAClip(path: path, reason: "the file is empty")
        }
        guard size <= limits.bytes else {
            throw .tooLarge(path: path, what: "\(size) bytes", limit: "\(limits.bytes)")
        }
        let start = try filming { try FileReading(path).next(1_024) }
        guard let kind = ClipKind(start) else { throw .notAClip(path: path, reason: "not a video") }
        let facts = try ClipFacts(path, kind, tools)
        guard let codec = facts.codec else { throw .notAClip(path: path, reason: "the file has sound, but no picture") }
        (self.path, self.kind, self.codec, hasSound) = (path, kind, codec, facts.hasSound)
        missing = facts.missing
        let isOpen = ["", "unknown", "reserved"].contains(facts.matrix)
        let isLarge = facts.width * facts.height >= 1_280 * 720
        let isPlain = facts.pixels == "yuv420p" && ["", "unknown", "tv"].contains(facts.range)
        let isPlanar = isPlain || (["yuv420p", "yuvj420p"].contains(facts.pixels) && facts.range == "pc")
        let isBT709 = facts.matrix == "bt709" || (isOpen && isLarge)
        let isBT601 = ["bt470bg", "smpte170m"].contains(facts.matrix) || (isOpen && !isLarge)
        colours =
            switch (isPlain, isPlanar, isBT709, isBT601) {
            case (true, _, true, _): .same
            case (true, _, _, true): .planes(.bt601)
            case (_, true, true, _): .planes(.fullBT709)
            case (_, true, _, true): .planes(.fullBT601)
            default: isOpen && isLarge ? .open : .other
            }
        (pixels, isInterlaced) = (facts.pixels, facts.isInterlaced)
        let shown = facts.shown
        isStretched = shown != (facts.width, facts.height)
        (width, height) = facts.turned ? (shown.height, shown.width) : shown
        guard min(width, height, facts.width, facts.height) > 15 else {
            throw .unsupported(
                path: path, reason: "frames of \(width)x\(height) pixels", remedy: "record it larger")
        }
        guard width * height <= limits.pixels else {
            throw .tooLarge(path: path, what: "\(width)x\(height) pixels", limit: "3840x2160")
        }
        guard !["smpte2084", "arib-std-b67"].contains(facts.transfer) else {
            throw .unsupported(
                path: path, reason: "recorded in HDR, whose colours would be wrong",
                remedy: "switch HDR off in the camera, or convert it to SDR")
        }
        guard !facts.times.isEmpty, facts.tick.0 > 0, facts.tick.1 > 0 else { throw .incomplete(path: path) }
        let (first, second) = (Double(facts.times[0]), Timeline.second)
        let tick = Double(facts.tick.0) / Double(facts.tick.1)
        let seconds = facts.times.map { (Double($0) - first) * tick }
        (keys, isTimed) = (facts.keys, facts.isTimed)
        self.start = max(0, first * tick - facts.start)
        // Before whole numbers are made of them: a file may claim any time.
        guard let longest = seconds.last, longest <= Double(limits.fileSeconds) else {
            throw .tooLarge(
                path: path, what: "\(Int(min(seconds.last ?? 0, 1e9).rounded(.up))) s", limit: "\(limits.fileSeconds)")
        }
        times = seconds.map { Int(($0 * Double(second)).rounded()) }
        let (count, last) = (times.count, times[times.count - 1])
        // The last frame is there for as long as the others on average.
        length = last + (count > 1 ? max(1, last / (count - 1)) : second / 30)
        guard count * second <= limits.rate * length + second else {
            throw .tooLarge(path: path, what: "\(count * second / length) frames a second", limit: "\(limits.rate)")
        }
    }
}

extension Clip {
    /// The part of it that is shown, in ticks from its first frame. Throws when that is more than a film may take.
    func part(_ trim: ClosedRange<Double>?, within limits: ClipLimits) throws(MotionError) -> Range<Int> {
        let ends = trim.map { (Timeline.ticks($0.lowerBound), Timeline.ticks($0.upperBound)) } ?? (0, length)
        let end = min(ends.1, length)
        let part = min(max(0, ends.0), end)..<end
        guard part.count <= limits.seconds * Timeline.second else {
            throw .tooLarge(path: path, what: "\(part.count / Timeline.second) s", limit: "\(limits.seconds)")
        }
        return part
    }
}
