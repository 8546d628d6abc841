extension Command {
    /// The help, in lines of at most 100 characters.
    public var helpText: String {
        var lines = usages.enumerated().map { ($0.offset == 0 ? "usage: " : "       ") + "\(name) \($0.element)" }
        lines += [""] + Self.wrapped(summary, width: 100)
        let widest = sections.flatMap(\.options).map(\.spelling.count).filter { $0 <= 30 }.max() ?? 0
        for section in sections {
            lines += ["", section.title + ":"]
            for option in section.options { lines += Self.lines(for: option, column: widest + 4) }
        }
        if !examples.isEmpty { lines += ["", "Examples:"] }
        for example in examples {
            lines += ["  " + example.line] + Self.wrapped(example.purpose, width: 94).map { "      " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The option's spelling, and its help from `column` on; a spelling that is too long has its own line.
    private static func lines(for option: OptionDeclaration, column: Int) -> [String] {
        let spelling = "  " + option.spelling
        let indent = String(repeating: " ", count: column)
        var help = wrapped(option.help, width: 100 - column).map { indent + $0 }
        guard spelling.count + 2 <= column, !help.isEmpty else { return [spelling] + help }
        help[0] = spelling + help[0].dropFirst(spelling.count)
        return help
    }

    /// Breaks between words, never within one.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, line.count + 1 + word.count <= width {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
