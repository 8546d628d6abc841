import Files
import Synchronization
import Work

/// Which programs make a film: others give other bytes, so their versions are part of its content hash. Starting ffmpeg costs as much as
/// encoding some frames, so they are taken from what an encoder says that runs anyway; only where a film is there already and may be
/// unchanged is one started for this alone. Each is found out once.
extension Tools {
    private static let known = Mutex<[String: String]>([:])

    /// Of ffmpeg, its libraries, and the encoder of `format`; nil: of what makes no film.
    func version(of format: FilmFormat?) throws(MotionError) -> String {
        if let known = Self.known.withLock({ $0[key(format)] }) { return known }
        let frame = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "64x64", "-i", "file:/dev/zero", "-frames:v", "1"]
        let words =
            [ffmpeg, "-v", "level+info"] + Tools.quiet
            + (format.map { frame + $0.encoding + ["pipe:1"] } ?? ["-version"])
        let outcome = Child(
            words, output: .captured(1 << 16), errors: .captured(1 << 16), limits: limits
        ).run(within: patience)
        try check(started: outcome, ffmpeg)
        return learn(format, from: format == nil ? outcome.text : outcome.said, outcome.output)
    }

    /// Takes them from what a child has said, and from the beginning of a stream that it has made. Returns them.
    @discardableResult func learn(_ format: FilmFormat?, from text: String, _ stream: [UInt8]) -> String {
        var parts = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
            let words = line.split(separator: " ").filter { $0 != "[info]" }
            guard let first = words.first else { return nil }
            // "ffmpeg version 5.1.9", "libavcodec 59. 37.100 / 59. 37.100", "[libvpx-vp9 @ 0x55…] [info] v1.12.0"
            if first == "ffmpeg", words.count > 2, words[1] == "version" { return words[..<3].joined(separator: " ") }
            if first.hasPrefix("lib"), words.contains("/") { return words.joined(separator: " ") }
            if first.hasPrefix("[libvpx"), words.count == 4, words[3].hasPrefix("v") { return "libvpx \(words[3])" }
            return nil
        }
        var isWhole = parts.contains { $0.hasPrefix("ffmpeg version") }
        if format == .mp4 {
            let encoder = Self.x264(stream)
            isWhole = isWhole && !encoder.isEmpty
            parts.append(encoder)
        }
        let version = parts.joined(separator: "; ")
        if isWhole { Self.known.withLock { $0[key(format)] = version } }
        return version
    }

    func knows(_ format: FilmFormat) -> Bool { Self.known.withLock { $0[key(format)] != nil } }

    /// "x264 - core 164 r3095 baee400", which it writes into its first frame.
    private static func x264(_ stream: [UInt8]) -> String {
        let mark = Array("x264 - core ".utf8)
        guard let place = stream.firstRange(of: mark) else { return "" }
        let text = stream[place.lowerBound...].prefix(60).prefix { $0 >= 32 && $0 < 127 }
        return String(decoding: text, as: UTF8.self).split(separator: " ").prefix(6).joined(separator: " ")
    }

    private func key(_ format: FilmFormat?) -> String { "\(ffmpeg) \(format?.rawValue ?? "")" }
}
