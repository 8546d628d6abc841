import Work

/// Whether films can be made on this machine at all.
public enum FilmTools {
    /// Why not; nil: they can. Asks ffmpeg what it has. Blocks.
    public static func problem(_ tools: Tools = Tools()) -> MotionError? {
        do throws(MotionError) {
            let probe = Child([tools.ffprobe, "-version"], output: .dropped, errors: .dropped).run(
                within: tools.patience)
            try tools.check(started: probe, tools.ffprobe)
            let outcome = Child(
                [tools.ffmpeg, "-v", "error", "-hide_banner", "-encoders"], output: .captured(1 << 18),
                errors: .dropped
            ).run(within: tools.patience)
            try tools.check(started: outcome, tools.ffmpeg)
            let names = Set(
                outcome.text.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first })
            for needed in ["libx264", "aac"] where !names.contains(Substring(needed)) {
                throw .failed(stage: "encoding", path: tools.ffmpeg, reason: "it has no encoder \(needed)")
            }
            return nil
        } catch { return error }
    }
}
