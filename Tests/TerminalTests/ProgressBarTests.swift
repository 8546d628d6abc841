import Synchronization
import Testing

@testable import Terminal

/// What was written, and a clock that stands still.
private final class Screen: Sendable {
    let text = Mutex("")
    let now = Mutex(Duration.zero)

    func bar(total: Int) -> ProgressBar {
        ProgressBar(
            total: total, width: 80, elapsed: { self.now.withLock { $0 } },
            write: { new in self.text.withLock { $0 += new } })
    }

    func wait(_ duration: Duration) { now.withLock { $0 += duration } }
    var frames: Int { text.withLock { $0.split(separator: ProgressBar.erase).count } }
    /// What a terminal would show in its last line.
    var lastLine: String {
        text.withLock { String($0.split(separator: ProgressBar.erase, omittingEmptySubsequences: false).last ?? "") }
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
        bar.advance()
        bar.say("a.jpg: damaged")
        let drawn = screen.text.withLock { $0 }
        #expect(drawn.hasPrefix("first\n"))
        #expect(drawn.contains(ProgressBar.erase + "a.jpg: damaged\n" + ProgressBar.erase))
        #expect(screen.lastLine.contains("1/2"))
    }

    @Test func `a bar that was never drawn leaves nothing to clear`() {
        let screen = Screen()
        screen.bar(total: 1).finish()
        #expect(screen.text.withLock { $0 }.isEmpty)
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
        let bar = ProgressBar(total: 1, width: 80, elapsed: { .zero }, write: nil)
        bar.advance()
        bar.finish()
    }
}
