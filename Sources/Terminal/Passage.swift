import Faults

/// Something that stands at the bottom of a terminal, in as many rows as it needs.
public struct Passage: Sendable, Equatable {
    public enum Room: Sendable {
        /// Goes first where there are too few rows.
        case spare
        case needed
        /// One row with the end of it: what is being typed.
        case end
    }

    /// How it is shown where colours are wanted.
    public enum Tone: String, Sendable {
        case plain = ""
        case strong = "1"
        case warning = "33"
    }

    /// A no-break space (U+00A0) keeps two words in one row.
    public let text: String
    let room: Room
    let tone: Tone

    public init(_ text: String, _ room: Room = .needed, tone: Tone = .plain) {
        (self.text, self.room, self.tone) = (text.onOneLine, room, tone)
    }

    /// The passages in at most `rows` rows: the spare ones go, from the last, then the longest loses its end.
    static func rows(of passages: [Passage], columns: Int, rows: Int, isColoured: Bool = false) -> [String] {
        var blocks = passages.map { (passage: $0, lines: $0.lines(columns: columns)) }.filter { !$0.lines.isEmpty }
        var kept = blocks.map(\.lines.count)
        func excess() -> Int { kept.reduce(0, +) - rows }
        while excess() > 0, let spare = blocks.lastIndex(where: { $0.passage.room == .spare }) {
            blocks.remove(at: spare)
            kept.remove(at: spare)
        }
        while excess() > 0, let most = kept.max(), most > 1, let longest = kept.firstIndex(of: most) {
            kept[longest] -= 1
        }
        let lines = zip(blocks, kept).flatMap { block, kept -> [String] in
            var lines = block.lines
            if kept < lines.count {
                let last = lines[kept - 1]
                lines = lines.prefix(kept - 1) + [String(prefix(of: last[...], columns: columns - 2)) + "…"]
            }
            let tone = block.passage.tone
            guard isColoured, tone != .plain else { return lines }
            return lines.map { "\u{1b}[\(tone.rawValue)m\($0)\u{1b}[m" }
        }
        return lines.prefix(rows).map { $0.replacing("\u{a0}", with: " ") }
    }

    private func lines(columns: Int) -> [String] {
        guard room == .end, Self.width(text) > columns else { return Self.wrapped(text, columns: columns) }
        var end = text[...]
        while Self.width(end) > columns - 2 { end.removeFirst() }
        return ["…" + end]
    }

    /// Breaks between words. One that is longer than a row is broken where it has a no-break space or, as addresses and paths do,
    /// a stroke; only what has neither is broken anywhere.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, width(line) + 1 + width(word) <= columns {
                lines[lines.count - 1] = line + " " + word
                continue
            }
            var rest = word
            repeat {
                let piece = piece(of: rest, columns: columns)
                lines.append(String(piece))
                rest = rest[piece.endIndex...]
            } while !rest.isEmpty
        }
        return lines
    }

    private static func piece(of word: Substring, columns: Int) -> Substring {
        let most = prefix(of: word, columns: columns)
        guard most.endIndex < word.endIndex else { return most }
        let joint = most.lastIndex { $0 == "\u{a0}" } ?? most.lastIndex { $0 == "/" }
        return joint.map { most[...$0] } ?? most
    }

    private static func prefix(of text: Substring, columns: Int) -> Substring {
        var left = columns
        let piece = text.prefix { letter in
            left -= width(letter)
            return left >= 0
        }
        return piece.isEmpty ? text.prefix(1) : piece
    }

    private static func width(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + width($1) } }

    /// A letter of East Asian scripts, or a picture, takes two columns.
    private static func width(_ letter: Character) -> Int {
        letter.unicodeScalars.first.map { $0.value >= 0x1100 } ?? false ? 2 : 1
    }
}
