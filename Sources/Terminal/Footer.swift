import Faults
import Glibc
import Synchronization

/// Passages that stay at the bottom of a terminal while lines go by above them.
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
        /// The newest lines: they are drawn again when the terminal has another size.
        var lines: [String] = []
    }

    private let shown = Mutex(Shown())
    private let size: @Sendable () -> Size
    private let write: @Sendable (String) -> Void

    /// On standard error. A terminal that does not tell its size has 80 columns and 24 rows.
    public convenience init() {
        self.init(
            size: {
                var size = winsize()
                let isTold = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 && size.ws_row > 1
                return isTold ? Size(columns: Int(size.ws_col), rows: Int(size.ws_row)) : Size(columns: 80, rows: 24)
            }, write: Console.draw)
    }

    init(size: @escaping @Sendable () -> Size, write: @escaping @Sendable (String) -> Void) {
        (self.size, self.write) = (size, write)
    }

    /// A line that stays.
    public func say(_ line: String) {
        shown.withLock { shown in
            let line = line.onOneLine
            shown.lines = shown.lines.suffix(199) + [line]
            draw(&shown, saying: line)
        }
    }

    /// What stands at the bottom from now on; also fits it to a terminal that has another size.
    public func show(_ passages: [Passage]) {
        shown.withLock { shown in
            shown.passages = passages
            draw(&shown)
        }
    }

    /// Takes the passages away.
    public func clear() { show([]) }

    /// Somebody else has the terminal: nothing is drawn until `redraw`.
    public func hide() {
        shown.withLock { shown in
            let passages = shown.passages
            shown.passages = []
            draw(&shown)
            (shown.passages, shown.isHidden) = (passages, true)
        }
    }

    /// Somebody else has drawn on the terminal: all of it is drawn anew, so that nothing former is left.
    public func redraw() {
        shown.withLock { shown in
            (shown.isSpoilt, shown.isHidden) = (true, false)
            draw(&shown)
        }
    }

    private func draw(_ shown: inout Shown, saying line: String? = nil) {
        guard !shown.isHidden else { return }
        let size = size()
        // The last column stays free, some terminals break the line there; the first row is for what is said.
        let rows = Passage.rows(of: shown.passages, columns: max(size.columns - 1, 2), rows: max(size.rows - 1, 1))
        defer { (shown.rows, shown.size, shown.isSpoilt) = (rows, size, false) }
        let bottom = rows.joined(separator: "\n")
        if shown.isSpoilt || shown.size ?? size != size {
            // Where the former rows are now, each kind of terminal decides otherwise.
            let lines = shown.lines.flatMap { Passage.wrapped($0, columns: size.columns - 1) }
            let above = lines.suffix(max(size.rows - rows.count, 0)).map { $0 + "\n" }.joined()
            write("\u{1b}[H\u{1b}[J" + above + bottom)
        } else if line != nil || rows != shown.rows {
            let up = shown.rows.count > 1 ? "\u{1b}[\(shown.rows.count - 1)A" : ""
            write("\r\(up)\u{1b}[J" + (line.map { $0 + "\n" } ?? "") + bottom)
        }
    }
}
