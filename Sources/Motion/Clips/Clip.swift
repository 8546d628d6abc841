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
        pixels = facts.pixels
        (width, height) = facts.turned ? (facts.height, facts.width) : (facts.width, facts.height)
        guard width > 15, height > 15 else {
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
        self.start = max(0, first * tick - facts.start)
        // Before whole numbers are made of them: a file may claim any time.
        guard let longest = seconds.last, longest <= Double(limits.seconds) else {
            throw .tooLarge(
                path: path, what: "\(Int(min(seconds.last ?? 0, 1e9).rounded(.up))) s", limit: "\(limits.seconds)")
        }
        times = seconds.map { Int(($0 * Double(second)).rounded()) }
        let (count, last) = (times.count, times[times.count - 1])
        // The last frame is there for as long as the others on average.
        length = last + (count > 1 ? max(1, last / (count - 1)) : second / 30)
        guard length <= limits.seconds * second else {
            throw .tooLarge(path: path, what: "\(length / second) s", limit: "\(limits.seconds)")
        }
        guard count * second <= limits.rate * length + second else {
            throw .tooLarge(path: path, what: "\(count * second / length) frames a second", limit: "\(limits.rate)")
        }
    }
}

/// What ffprobe says of a file.
private struct ClipFacts {
    var codec: String?
    var width = 0
    var height = 0
    var turned = false
    var transfer = ""
    var matrix = ""
    var range = ""
    var pixels = ""
    var hasSound = false
    /// Frames that the index announces and the file does not have.
    var missing = 0
    /// In units of `tick`, ascending.
    var times: [Int] = []
    var tick = (1, 1)
    /// Seconds at which the file begins.
    var start = 0.0

    init(_ path: String, _ kind: ClipKind, _ tools: Tools) throws(MotionError) {
        let words =
            [tools.ffprobe, "-v", "error", "-hide_banner", "-protocol_whitelist", "file,pipe", "-f", kind.rawValue]
            + ["-show_entries"]
            + [
                "packet=stream_index,pts,flags:stream=index,codec_type,codec_name,width,height,time_base,color_transfer,color_space,color_range,pix_fmt,nb_frames"
                    + ":stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation:format=start_time"
            ] + ["-of", "compact", "file:" + path]
        let outcome = Child(
            words, output: .captured(Self.most), errors: .captured(1 << 16), limits: tools.limits
        ).run(within: tools.patience)
        try tools.check(started: outcome, tools.ffprobe)
        guard outcome.end == .exited(0) else {
            if outcome.said.contains("moov atom not found") { throw .incomplete(path: path) }
            if case .exited = outcome.end { throw .notAClip(path: path, reason: "damaged (\(outcome.complaint))") }
            throw .failed(stage: "reading the header", path: path, reason: outcome.complaint)
        }
        guard outcome.output.count < Self.most else {
            throw .tooLarge(path: path, what: "its frames", limit: "\(ClipLimits.standard.rate) a second")
        }
        read(outcome.text)
    }

    /// Bytes of what is said: a line for each frame, and for each bit of sound.
    private static let most = 4 << 20

    private mutating func read(_ text: String) {
        var packets: [String: [Int]] = [:]
        var (read, announced) = ([String: Int](), 0)
        var index: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = Fields(line)
            switch fields.kind {
            case "packet":
                // D: before the cut that an edit list makes.
                if let stream = fields["stream_index"] { read[stream, default: 0] += 1 }
                guard let stream = fields["stream_index"], let time = fields["pts"].flatMap({ Int($0) }),
                    fields["flags"]?.contains("D") != true
                else { continue }
                packets[stream, default: []].append(time)
            case "stream" where fields["codec_type"] == "audio": hasSound = true
            case "stream" where fields["codec_type"] == "video" && index == nil:
                guard fields["disposition:attached_pic"] != "1" else { continue }
                index = fields["index"]
                codec = fields["codec_name"] ?? "unknown"
                (width, height) = (Int(fields["width"] ?? "") ?? 0, Int(fields["height"] ?? "") ?? 0)
                transfer = fields["color_transfer"] ?? ""
                matrix = fields["color_space"] ?? ""
                announced = Int(fields["nb_frames"] ?? "") ?? 0
                (range, pixels) = (fields["color_range"] ?? "", fields["pix_fmt"] ?? "")
                let angle = Int(fields.ending("rotation") ?? fields["tag:rotate"] ?? "") ?? 0
                turned = abs(angle) % 180 == 90
                let parts = (fields["time_base"] ?? "").split(separator: "/").compactMap { Int($0) }
                if parts.count == 2 { tick = (parts[0], parts[1]) }
            case "format": start = fields["start_time"].flatMap { Double($0) } ?? 0
            default: break
            }
        }
        times = (index.flatMap { packets[$0] } ?? []).sorted()
        missing = max(0, announced - (index.flatMap { read[$0] } ?? 0))
    }

    /// `stream|index=0|codec_name=h264`
    private struct Fields {
        let kind: Substring
        private let values: [(key: Substring, value: String)]

        init(_ line: Substring) {
            let parts = line.split(separator: "|")
            kind = parts.first ?? ""
            values = parts.dropFirst().map { part in
                let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (sides[0], sides.count == 2 ? String(sides[1]) : "")
            }
        }

        subscript(_ key: String) -> String? { values.first { $0.key == key }?.value }

        func ending(_ key: String) -> String? { values.first { $0.key.hasSuffix(key) }?.value }
    }
}
