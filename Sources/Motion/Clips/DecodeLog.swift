/// What a decoder said, in the order in which it happened: a line for each frame that came out, and what was wrong in between.
struct DecodeLog {
    /// Frames that are not as they were recorded: a flaw lasts until the next key frame.
    let spoiled: Int
    let frames: Int

    /// Frames before `beginning` do not count, but what is wrong with them may last.
    init(_ text: String, from beginning: ClipReader.Beginning = .whole) {
        var (spoiled, frames) = (0, 0)
        var (isFlawed, lasts) = (false, false)
        for line in text.split(whereSeparator: \.isNewline) {
            if line.contains("Parsed_showinfo") {
                guard let key = line.firstRange(of: "iskey:") else { continue }
                if line[key.upperBound...].first == "1" { lasts = false }
                lasts = lasts || isFlawed
                isFlawed = false
                guard Self.counts(line, from: beginning) else { continue }
                frames += 1
                if lasts { spoiled += 1 }
            } else if line.contains("[error]") || line.contains("[fatal]") || line.contains("corrupt") {
                isFlawed = true
            }
        }
        (self.spoiled, self.frames) = (spoiled, frames)
    }

    private static func counts(_ line: Substring, from beginning: ClipReader.Beginning) -> Bool {
        func field(_ name: String) -> Double? {
            line.firstRange(of: name).flatMap { found in
                Double(line[found.upperBound...].drop { $0 == " " }.prefix { $0 != " " })
            }
        }
        switch beginning {
        case .whole: return true
        case .number(let number): return field("] n:").map { $0 >= Double(number) } ?? true
        case .time(let time, _): return field("pts_time:").map { $0 >= time } ?? true
        }
    }
}
