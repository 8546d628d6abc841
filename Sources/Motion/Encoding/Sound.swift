import Files
import Work

/// What is heard with a film: a part of a sound file, or of the clip itself, cut or filled up with silence to the film's length.
struct Sound: Sendable {
    var path: String
    var kind: String
    /// Seconds.
    var start: Double
    var fadeOut: Double
    /// How long one pass of a film that is repeated is, in ticks: what is heard is repeated with it. nil: it is heard once.
    private var pass: Int?

    /// Music of a layout. Throws what is no sound by its first bytes.
    init(music path: String, start: Double, fadeOut: Double) throws(MotionError) {
        let bytes = try filming { try FileReading(path).next(64) }
        guard let kind = Self.kind(bytes) else {
            throw .unsupported(path: path, reason: "not music", remedy: "use MP3, M4A, WAV, FLAC or OGG")
        }
        (self.path, self.kind, self.start, self.fadeOut) = (path, kind, start, fadeOut)
    }

    init(of clip: Clip, from start: Double, pass: Int?) {
        (path, kind, self.start, fadeOut, self.pass) = (clip.path, clip.kind.rawValue, start, 0, pass)
    }

    private static func kind(_ start: [UInt8]) -> String? {
        func has(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
        if has("ftyp", at: 4) { return "mov" }
        if has("RIFF"), has("WAVE", at: 8) { return "wav" }
        if has("fLaC") { return "flac" }
        if has("OggS") { return "ogg" }
        // Frames begin with eleven bits that are set.
        if has("ID3") || (start.count > 1 && start[0] == 0xFF && start[1] & 0xE0 == 0xE0) { return "mp3" }
        return nil
    }

    /// The words for ffmpeg that open it where it begins.
    private var input: [String] {
        ["-f", kind, "-ss", ClipReader.seconds(ticks: Timeline.ticks(start)), "-i", "file:" + path]
    }

    private func shaping(_ length: Int) -> [String] {
        // Where a recording has a gap, silence keeps its place.
        var filters = ["aresample=48000:async=1:first_pts=0", "apad"]
        if let pass {
            let samples = pass * 48_000 / Timeline.second
            filters += ["atrim=end_sample=\(samples)", "aloop=loop=-1:size=\(samples)"]
        }
        if fadeOut > 0 {
            let begin = max(0, length - Timeline.ticks(fadeOut))
            let fade = ClipReader.seconds(ticks: length - begin)
            filters.append("afade=t=out:st=\(ClipReader.seconds(ticks: begin)):d=\(fade)")
        }
        return [
            "-vn", "-sn", "-dn", "-af", filters.joined(separator: ","), "-ac", "2", "-t",
            ClipReader.seconds(ticks: length),
        ]
    }

    /// As frames for the sound track of an MP4. `film` is its path, for errors.
    func encoded(_ length: Int, for film: String, tools: Tools) throws(MotionError) -> ScratchFile {
        try encoded(length, ["-c:a", "aac", "-b:a", "160k", "-f", "adts", "pipe:1"], for: film, tools)
    }

    /// As an Ogg file for the sound track of a WebM.
    func opus(_ length: Int, for film: String, tools: Tools) throws(MotionError) -> ScratchFile {
        try encoded(length, ["-c:a", "libopus", "-b:a", "128k", "-f", "ogg", "pipe:1"], for: film, tools)
    }

    private func encoded(
        _ length: Int, _ encoding: [String], for film: String, _ tools: Tools
    ) throws(MotionError) -> ScratchFile {
        let scratch = try filming { try ScratchFile(beside: film) }
        // Without the instructions that differ from processor to processor, so that the same music gives the same bytes.
        let words =
            [tools.ffmpeg, "-v", "error", "-cpuflags", "0"] + Tools.quiet + input + shaping(length)
            + ["-flags", "+bitexact", "-fflags", "+bitexact"] + encoding
        let outcome = Child(
            words, output: .descriptor(scratch.descriptor), errors: .captured(1 << 16), limits: tools.limits
        ).run(within: tools.patience)
        try tools.check(started: outcome, tools.ffmpeg)
        guard outcome.end == .exited(0) else {
            if outcome.said.contains("No space left") { throw .encoding(film, outcome) }
            throw .failed(stage: "reading the sound", path: path, reason: outcome.complaint)
        }
        return scratch
    }
}
