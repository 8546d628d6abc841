import Work

/// What ffprobe says of a file.
struct ClipFacts {
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
    /// Places in `times`.
    var keys: [Int] = []
    var isTimed = true
    var isInterlaced = false
    /// How much wider than tall a pixel is.
    private var aspect = 1.0
    var tick = (1, 1)
    /// Seconds at which the file begins.
    var start = 0.0

    init(_ path: String, _ kind: ClipKind, _ tools: Tools) throws(MotionError) {
        let words =
            [tools.ffprobe, "-v", "error", "-hide_banner", "-protocol_whitelist", "file,pipe", "-f", kind.rawValue]
            + ["-show_entries"]
            + [
                "packet=stream_index,pts,dts,flags:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,field_order,time_base,color_transfer,color_space,color_range,pix_fmt,nb_frames"
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
    private static let most = 16 << 20

    private struct Packet {
        var time: Int
        var isKey: Bool
    }

    private mutating func read(_ text: String) {
        var packets: [String: [Packet]] = [:]
        // By when they are decoded, for what does not say when they are seen.
        var untimed: [String: [Packet]] = [:]
        var (read, announced) = ([String: Int](), 0)
        var index: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = Fields(line)
            switch fields.kind {
            case "packet":
                guard let stream = fields["stream_index"] else { continue }
                read[stream, default: 0] += 1
                // D: before the cut that an edit list makes.
                guard let flags = fields["flags"], !flags.contains("D") else { continue }
                let isKey = flags.contains("K")
                if let time = fields["pts"].flatMap({ Int($0) }) {
                    packets[stream, default: []].append(Packet(time: time, isKey: isKey))
                } else if let time = fields["dts"].flatMap({ Int($0) }) {
                    untimed[stream, default: []].append(Packet(time: time, isKey: isKey))
                }
            case "stream" where fields["codec_type"] == "audio": hasSound = true
            case "stream" where fields["codec_type"] == "video" && index == nil:
                guard fields["disposition:attached_pic"] != "1" else { continue }
                index = fields["index"]
                announced = Int(fields["nb_frames"] ?? "") ?? 0
                picture(fields)
            case "format": start = fields["start_time"].flatMap { Double($0) } ?? 0
            default: break
            }
        }
        let (timed, others) = (index.flatMap { packets[$0] } ?? [], index.flatMap { untimed[$0] } ?? [])
        isTimed = timed.count >= others.count
        let all = (isTimed ? timed : others).sorted { $0.time < $1.time }
        (times, keys) = (all.map(\.time), all.indices.filter { all[$0].isKey })
        missing = max(0, announced - (index.flatMap { read[$0] } ?? 0))
    }

    private mutating func picture(_ fields: Fields) {
        codec = fields["codec_name"] ?? "unknown"
        (width, height) = (Int(fields["width"] ?? "") ?? 0, Int(fields["height"] ?? "") ?? 0)
        transfer = fields["color_transfer"] ?? ""
        matrix = fields["color_space"] ?? ""
        (range, pixels) = (fields["color_range"] ?? "", fields["pix_fmt"] ?? "")
        let angle = Int(fields.ending("rotation") ?? fields["tag:rotate"] ?? "") ?? 0
        turned = abs(angle) % 180 == 90
        isInterlaced = ["tt", "bb", "tb", "bt"].contains(fields["field_order"])
        let sides = (fields["sample_aspect_ratio"] ?? "").split(separator: ":").compactMap { Double($0) }
        if sides.count == 2, sides[0] > 0, sides[1] > 0 { aspect = sides[0] / sides[1] }
        let parts = (fields["time_base"] ?? "").split(separator: "/").compactMap { Int($0) }
        if parts.count == 2 { tick = (parts[0], parts[1]) }
    }

    /// Before it is turned, in square pixels: nothing becomes smaller. A shape that no camera has is a mistake in the file.
    var shown: (width: Int, height: Int) {
        guard aspect != 1, (0.25...4).contains(aspect) else { return (width, height) }
        func even(_ side: Double) -> Int { Int((side / 2).rounded()) * 2 }
        return aspect > 1 ? (even(Double(width) * aspect), height) : (width, even(Double(height) / aspect))
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
