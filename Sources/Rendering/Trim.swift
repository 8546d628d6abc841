public import Terminal

/// `--trim A..B`: which seconds of a clip are shown.
public enum Trim {
    public static let option = Option.single(
        "trim", "A..B", "with a clip: show it from second A to second B, as 0.5..8, whatever the layout says")

    /// nil: it was not given.
    public static func of(_ arguments: Arguments) throws(TerminalError) -> ClosedRange<Double>? {
        guard let text = arguments[option] else { return nil }
        let parts = text.contains("...") ? [] : text.split(separator: "..", maxSplits: 1).map { Double($0) }
        guard parts.count == 2, let from = parts[0], let to = parts[1], from >= 0, from < to, to <= 3_600
        else {
            throw .usage(
                "--trim \(text): two times in seconds are needed, the earlier one first", remedy: "such as 0.5..8")
        }
        return from...to
    }
}
