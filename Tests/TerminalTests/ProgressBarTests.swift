import Synchronization
import Testing
import Work

@testable import Terminal

/// What was written, and a clock that stands still.
private final class Screen: Sendable {
    private let written = Mutex("")
    private let now = Mutex(Duration.zero)
    private let writer = Mutex<PacedWriter?>(nil)

    func bar(total: Int, isDrawn: Bool = true) -> ProgressBar {
        let writer = PacedWriter { new in self.written.withLock { $0 += new } }
        self.writer.withLock { $0 = writer }
        return ProgressBar(
            total: total, width: 80, elapsed: { self.now.withLock { $0 } }, writer: writer, isDrawn: isDrawn)
    }

    func wait(_ duration: Duration) { now.withLock { $0 += duration } }
    var text: String {
        writer.withLock { $0 }?.flush(within: .seconds(60))
        return written.withLock { $0 }
    }
    var frames: Int { text.split(separator: ProgressBar.erase).count }
    /// What a terminal would show in its last line.
    var lastLine: String {
        String(text.split(separator: ProgressBar.erase, omittingEmptySubsequences: false).last ?? "")
    }
}

@Suite struct ProgressBarTests {
    @Test(arguments: [
        (0, 120, 0.0, 79, "[----------------------------------------] 0/120"),
        (60, 120, 5.0, 79, "[####################--------------------] 60/120  12.0/s  5 s left"),
        (120, 120, 90.0, 79, "[########################################] 120/120  1.3/s  0 s left"),
        (1, 1000, 1.0, 79, "[----------------------------------------] 1/1000  1.0/s  16 min 39 s left"),
        (1, 10_000, 1.0, 60, "[--------------------------] 1/10000  1.0/s  2 h 46 min left"),
        (60, 120, 5.0, 30, "60/120  12.0/s  5 s left"), (60, 120, 5.0, 20, "60/120  12.0/s"),
        (60, 120, 5.0, 8, "60/120"), (60, 120, 5.0, 3, "60/"), (0, 0, 1.0, 79, "0/0"),
        (7, 5, 1.0, 79, "[########################################] 7/5  7.0/s  0 s left"),
    ])
    func `the line says how much, how fast, how long`(
        done: Int, total: Int, seconds: Double, width: Int, line: String
    ) {
        let drawn = ProgressBar.line(done: done, total: total, elapsed: .seconds(seconds), width: width)
        #expect(drawn == line)
        #expect(drawn.count <= width)
    }

    @Test func `draws at most ten times a second`() {
        let screen = Screen()
        let bar = screen.bar(total: 1000)
        for _ in 0..<1000 {
            screen.wait(.milliseconds(1))
            bar.advance()
            _ = screen.text
        }
        #expect(screen.frames == 10)
    }

    @Test func `takes itself away at the end`() {
        let screen = Screen()
        let bar = screen.bar(total: 2)
        bar.advance()
        #expect(screen.lastLine.contains("1/2"))
        bar.finish()
        #expect(screen.lastLine.isEmpty)
    }

    @Test func `what is said stands above the bar`() {
        let screen = Screen()
        let bar = screen.bar(total: 2)
        bar.say("first")
        #expect(screen.text == "first\n")
        bar.advance()
        #expect(screen.frames == 2)
        bar.say("a.jpg: damaged")
        let drawn = screen.text
        #expect(drawn.hasPrefix("first\n"))
        #expect(drawn.contains(ProgressBar.erase + "a.jpg: damaged\n" + ProgressBar.erase))
        #expect(screen.lastLine.contains("1/2"))
    }

    @Test func `a bar that was never drawn leaves nothing to clear`() {
        let screen = Screen()
        screen.bar(total: 1).finish()
        #expect(screen.text.isEmpty)
    }

    @Test func `counts what many threads report`() async {
        let screen = Screen()
        let bar = screen.bar(total: 400)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<50 { bar.advance() } } }
        }
        screen.wait(.seconds(1))
        bar.advance()
        #expect(screen.lastLine.contains("401/400"))
    }

    @Test func `without a terminal nothing is drawn`() {
        let screen = Screen()
        let bar = screen.bar(total: 1, isDrawn: false)
        bar.advance()
        bar.say("a.jpg: damaged")
        bar.finish()
        #expect(screen.text == "a.jpg: damaged\n")
    }
}
