import Faults
import Glibc
import Synchronization
import Work

/// Passages that stay at the bottom of a terminal while lines go by above them. Nobody waits for the terminal: what has
/// changed meanwhile is drawn when it takes more.
public final class Footer: Sendable {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    private struct Shown {
        var passages: [Passage] = []
        var rows: [String] = []
        var size: Size?
        var isSpoilt = false
        var isHidden = false
        /// The passages have been taken away since.
        var isAway = false
        /// The newest lines: they are drawn again when the terminal has another size.
        var lines: [String] = []
    }

    private let shown = Mutex(Shown())
    private let size: @Sendable () -> Size
    private let writer: PacedWriter
    private let isColoured: Bool

    /// On standard error. A terminal that does not tell its size has 80 columns and 24 rows.
    public convenience init() {
        self.init(
            size: {
                var size = winsize()
                let isTold = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 && size.ws_row > 1
                return isTold ? Size(columns: Int(size.ws_col), rows: Int(size.ws_row)) : Size(columns: 80, rows: 24)
            }, writer: Console.errors, isColoured: Self.wantsColours(getenv("NO_COLOR"), getenv("TERM")))
    }

    /// Unless NO_COLOR says something, or the terminal can do nothing.
    static func wantsColours(_ noColour: UnsafePointer<CChar>?, _ terminal: UnsafePointer<CChar>?) -> Bool {
        let isRefused = noColour.map { $0.pointee != 0 } ?? false
        return !isRefused && terminal.map { !["", "dumb"].contains(String(cString: $0)) } ?? false
    }

    init(size: @escaping @Sendable () -> Size, writer: PacedWriter, isColoured: Bool = false) {
        (self.size, self.writer, self.isColoured) = (size, writer, isColoured)
        writer.paint { [weak self] lines in self?.drawing(saying: lines) ?? lines }
    }

    /// A line that stays.
    public func say(_ line: String) { writer.say(line.onOneLine + "\n") }

    /// What stands at the bottom from now on; also fits it to a terminal that has another size.
    public func show(_ passages: [Passage]) {
        shown.withLock { $0.passages = passages }
        writer.touch()
    }

    /// Takes the passages away.
    public func clear() { show([]) }

    /// Somebody else will have the terminal: the passages are taken away, and nothing is drawn until `redraw`. Blocks until
    /// that is done, or for a second.
    public func hide() {
        shown.withLock { $0.isHidden = true }
        writer.touch()
        writer.flush(within: .seconds(1))
    }

    /// Somebody else has drawn on the terminal: all of it is drawn anew, so that nothing former is left.
    public func redraw() {
        shown.withLock { ($0.isSpoilt, $0.isHidden, $0.isAway) = (true, false, false) }
        writer.touch()
    }

    /// What takes the terminal from what it shows to what it is to show.
    private func drawing(saying text: String) -> String {
        shown.withLock { shown in
            let new = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            shown.lines = (shown.lines + new).suffix(200)
            guard shown.isHidden else { return drawing(&shown, saying: text) }
            // Lines that are said meanwhile are drawn with all the others afterwards.
            guard !shown.isAway else { return "" }
            defer { (shown.rows, shown.isAway) = ([], true) }
            return Self.erase(shown.rows) + text
        }
    }

    private func drawing(_ shown: inout Shown, saying text: String) -> String {
        let size = size()
        // The last column stays free, some terminals break the line there; the first row is for what is said.
        let rows = Passage.rows(
            of: shown.passages, columns: max(size.columns - 1, 2), rows: max(size.rows - 1, 1), isColoured: isColoured)
        defer { (shown.rows, shown.size, shown.isSpoilt) = (rows, size, false) }
        let bottom = rows.joined(separator: "\n")
        if shown.isSpoilt || shown.size ?? size != size {
            // Where the former rows are now, each kind of terminal decides otherwise.
            let lines = shown.lines.flatMap { Passage.wrapped($0, columns: size.columns - 1) }
            let above = lines.suffix(max(size.rows - rows.count, 0)).map { $0 + "\n" }.joined()
            return "\u{1b}[H\u{1b}[J" + above + bottom
        }
        guard !text.isEmpty || rows != shown.rows else { return "" }
        // The terminal would break lines within words.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().flatMap { line in
            let rows = Passage.wrapped(String(line), columns: size.columns - 1)
            return rows.isEmpty ? [""] : rows
        }
        return Self.erase(shown.rows) + lines.map { $0 + "\n" }.joined() + bottom
    }

    /// From the end of the rows that are shown to their beginning, and clear.
    private static func erase(_ rows: [String]) -> String {
        "\r" + (rows.count > 1 ? "\u{1b}[\(rows.count - 1)A" : "") + "\u{1b}[J"
    }
}
