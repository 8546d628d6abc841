/// What a film is written as.
public enum FilmFormat: String, Sendable, CaseIterable {
    case mp4, webm

    /// By the extension of a file's name, in either case; nil for another one.
    public init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        self.init(rawValue: name[dot...].dropFirst().lowercased())
    }

    /// What the encoder is asked for. One thread and no instructions that only some processors have, since x264's bytes depend on
    /// both; the next picture never waits for a later one, and nothing refers beyond a segment. It changes with the content hash.
    var encoding: [String] {
        let colours = [
            "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-color_range", "tv",
        ]
        switch self {
        case .mp4:
            return colours + [
                "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-bf", "0", "-threads",
                "1", "-maxrate", "10M", "-bufsize", "20M", "-x264-params", "cpu-independent=1:open-gop=0", "-f", "h264",
            ]
        case .webm:
            return colours + [
                "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-crf", "32", "-b:v", "0",
                "-lag-in-frames", "0", "-auto-alt-ref", "0", "-row-mt", "0", "-threads", "1", "-f", "ivf",
            ]
        }
    }
}
