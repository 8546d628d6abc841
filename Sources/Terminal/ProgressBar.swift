import Faults
import Glibc
import Synchronization
import Work

/// A bar on a terminal: how much is done, how fast, how long it will take. Any thread may report. Without a terminal it
/// shows nothing, so that logs stay readable.
public final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        /// When the bar was last asked for, and whether it is seen.
        var asked: Duration?
        var isShown = false
        var isFinished = false
    }

    private let total: Int
    private let width: Int
    private let elapsed: @Sendable () -> Duration
    private let writer: PacedWriter
    private let isDrawn: Bool
    private let state = Mutex(State())

    /// On standard error, if that is a terminal and nobody asked for quiet.
    public convenience init(total: Int, quiet: Bool) {
        let start = ContinuousClock.now
        var size = winsize()
        let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        self.init(
            total: total, width: width, elapsed: { ContinuousClock.now - start }, writer: Console.errors,
            isDrawn: isatty(STDERR_FILENO) == 1 && !quiet)
    }

    /// `elapsed` counts from the start.
    init(
        total: Int, width: Int, elapsed: @escaping @Sendable () -> Duration, writer: PacedWriter, isDrawn: Bool = true
    ) {
        (self.total, self.width, self.elapsed, self.writer) = (total, width, elapsed, writer)
        self.isDrawn = isDrawn
        if isDrawn { writer.paint { [weak self] lines in self?.drawing(saying: lines) ?? lines } }
    }

    /// One more is done. Draws at most ten times a second.
    public func advance() {
        let isDue = state.withLock { state in
            state.done += 1
            let now = elapsed()
            if let asked = state.asked, now - asked < .milliseconds(100) { return false }
            state.asked = now
            return true
        }
        if isDue, isDrawn { writer.touch() }
    }

    /// Says a line above the bar, on standard error also without a terminal.
    public func say(_ line: String) { writer.say(line.harmless + "\n") }

    /// Takes the bar away.
    public func finish() {
        state.withLock { $0.isFinished = true }
        if isDrawn { writer.touch() }
    }

    private func drawing(saying lines: String) -> String {
        state.withLock { state in
            let erase = state.isShown ? Self.erase : ""
            state.isShown = state.asked != nil && !state.isFinished
            guard state.isShown else { return erase + lines }
            // The last column stays free: some terminals break the line there.
            let bar = Self.line(done: state.done, total: total, elapsed: elapsed(), width: width - 1)
            return (lines.isEmpty ? "" : erase + lines) + Self.erase + bar
        }
    }

    /// To the start of the line, and clear it.
    static let erase = "\r\u{1b}[K"

    /// `[#########-----------] 47/120  12.3/s  6 s left`, in at most `width` characters: the bar takes what is free and
    /// goes first, the rest goes from its end.
    static func line(done: Int, total: Int, elapsed: Duration, width: Int) -> String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var parts = ["\(done)/\(total)"]
        if rate > 0 {
            let tenths = Int((rate * 10).rounded())
            parts.append("\(tenths / 10).\(tenths % 10)/s")
            parts.append(spelled(seconds: Int((Double(max(0, total - done)) / rate).rounded(.up))) + " left")
        }
        while parts.count > 1, parts.joined(separator: "  ").count > width { parts.removeLast() }
        let text = parts.joined(separator: "  ")
        let cells = min(40, width - text.count - 3)
        guard cells >= 10, total > 0 else { return String(text.prefix(width)) }
        let full = min(cells, cells * done / total)
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: cells - full) + "] " + text
    }

    private static func spelled(seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }
}
