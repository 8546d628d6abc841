import Faults
import Rigs
import Synchronization
import Testing
import Work

@testable import Terminal

/// A terminal whose size changes.
private final class Glass: Sendable {
    private let screen: Mutex<TerminalScreen>
    private let drawings = Mutex(0)
    private let writer = Mutex<PacedWriter?>(nil)

    init(columns: Int, rows: Int) { screen = Mutex(TerminalScreen(columns: columns, rows: rows)) }

    func footer() -> Footer {
        let writer = PacedWriter { text in
            self.drawings.withLock { $0 += 1 }
            self.screen.withLock { $0.take(text) }
        }
        self.writer.withLock { $0 = writer }
        return Footer(size: { self.screen.withLock { .init(columns: $0.columns, rows: $0.rows) } }, writer: writer)
    }

    /// Where the former rows are then, each kind of terminal decides otherwise: here they are all over.
    func resize(columns: Int, rows: Int) {
        settle()
        screen.withLock { $0 = TerminalScreen(columns: columns, rows: rows, filledWith: "#") }
    }

    /// Somebody else's words.
    func draw(_ text: String) {
        settle()
        screen.withLock { $0.take(text) }
    }

    private func settle() { writer.withLock { $0 }?.flush(within: .seconds(60)) }

    private var now: TerminalScreen {
        settle()
        return screen.withLock { $0 }
    }

    var lines: [String] { now.lines }
    var foreign: [String] { now.foreign }
    var drawn: Int {
        settle()
        return drawings.withLock { $0 }
    }
}

@Suite struct FooterTests {
    @Test func `Passages stay at the bottom while lines go by`() {
        let glass = Glass(columns: 40, rows: 6)
        let footer = glass.footer()
        footer.say("open")
        footer.show([Passage("question"), Passage("keys")])
        footer.say("one")
        #expect(glass.lines == ["open", "one", "question", "keys"])
        footer.show([Passage("another question"), Passage("> typed", .end), Passage("keys")])
        #expect(glass.lines == ["open", "one", "another question", "> typed", "keys"])
        footer.show([Passage("keys")])
        #expect(glass.lines == ["open", "one", "keys"])
        for number in 1...9 { footer.say("line \(number)") }
        #expect(glass.lines == ["line 5", "line 6", "line 7", "line 8", "line 9", "keys"])
        footer.clear()
        #expect(glass.lines.last == "line 9")
    }

    @Test func `Lines that go by break between words, too`() {
        let glass = Glass(columns: 20, rows: 6)
        let footer = glass.footer()
        footer.show([Passage("keys")])
        footer.say("camera: switch it off and on again")
        #expect(glass.lines == ["camera: switch it", "off and on again", "keys"])
    }

    @Test func `Colours are for terminals that can, and for people who want them`() {
        let page = [Passage("plain"), Passage("a warning of two rows", tone: .warning)]
        #expect(Passage.rows(of: page, columns: 12, rows: 9) == ["plain", "a warning of", "two rows"])
        #expect(
            Passage.rows(of: page, columns: 12, rows: 9, isColoured: true) == [
                "plain", "\u{1b}[33ma warning of\u{1b}[m", "\u{1b}[33mtwo rows\u{1b}[m",
            ])
        #expect(Footer.wantsColours(nil, "xterm") && Footer.wantsColours("", "xterm"))
        #expect(!Footer.wantsColours("1", "xterm") && !Footer.wantsColours(nil, "dumb"))
        #expect(!Footer.wantsColours(nil, nil))
    }

    @Test func `What does not change is not drawn again`() {
        let glass = Glass(columns: 40, rows: 6)
        let footer = glass.footer()
        for _ in 0..<5 {
            footer.show([Passage("keys")])
            #expect(glass.drawn == 1)
        }
    }

    @Test func `A terminal of another size is drawn anew, with the newest lines`() {
        let glass = Glass(columns: 40, rows: 6)
        let footer = glass.footer()
        for number in 1...9 { footer.say("line \(number)") }
        let page = [Passage("a question that is long enough for two rows"), Passage("keys")]
        footer.show(page)
        glass.resize(columns: 25, rows: 8)
        footer.show(page)
        #expect(
            glass.lines == [
                "line 5", "line 6", "line 7", "line 8", "line 9", "a question that is long", "enough for two rows",
                "keys",
            ])
        glass.resize(columns: 60, rows: 4)
        footer.say("line 10")
        #expect(glass.lines == ["line 9", "line 10", "a question that is long enough for two rows", "keys"])
    }

    @Test func `After others have drawn nothing former is left`() {
        let glass = Glass(columns: 40, rows: 6)
        let footer = glass.footer()
        footer.say("open")
        footer.show([Passage("question"), Passage("> anna@example.org", .end), Passage("keys")])
        footer.hide()
        footer.say("meanwhile")
        footer.show([Passage("> anna@example.org", .end)])
        #expect(glass.lines == ["open"])
        glass.draw("[1]+  Stopped\n$ fg\n")
        footer.redraw()
        footer.show([Passage("keys")])
        #expect(glass.lines == ["open", "meanwhile", "keys"])
    }

    @Test func `Control characters are spaces`() {
        let glass = Glass(columns: 40, rows: 6)
        let footer = glass.footer()
        footer.say("a\u{1b}[2Jb\nbooth: well again\u{9b}31m\u{7f}")
        footer.show([Passage("Name?\r\n\u{1b}]0;title\u{7}")])
        #expect(glass.lines == ["a [2Jb booth: well again 31m", "Name? ]0;title"])
        #expect(glass.foreign.isEmpty)
        #expect("a\tb\n\u{1b}[1m\r\n".harmless == "a\tb\n [1m \n")
        #expect("Zoë 👩‍👩‍👧".onOneLine == "Zoë 👩‍👩‍👧")
    }

    @Test func `Where there are few rows the spare ones go, then the end of the longest`() {
        let question = Array(repeating: "word", count: 30).joined(separator: " ")
        let page = [
            Passage("counts", .spare), Passage(question), Passage("[yes | no]"), Passage("> typed", .end),
            Passage("! a trouble"), Passage("keys"),
        ]
        #expect(Passage.rows(of: page, columns: 39, rows: 20).count == 9)
        let eight = Passage.rows(of: page, columns: 39, rows: 8)
        #expect(eight.count == 8 && !eight.contains("counts") && eight.suffix(4).first == "[yes | no]")
        let five = Passage.rows(of: page, columns: 39, rows: 5)
        #expect(five == ["word word word word word word word wo…", "[yes | no]", "> typed", "! a trouble", "keys"])
        #expect(Passage.rows(of: page, columns: 39, rows: 2).count == 2)
    }

    @Test(arguments: [
        ("a b", 10, ["a b"]), ("", 10, []), ("one two three", 7, ["one two", "three"]),
        ("https://photos.example/s/abc", 10, ["https://", "photos.exa", "mple/s/abc"]),
        ("Esc:\u{a0}stop s:\u{a0}go", 10, ["Esc:\u{a0}stop", "s:\u{a0}go"]),
        ("a:\u{a0}longer\u{a0}word", 10, ["a:\u{a0}longer\u{a0}", "word"]),
        ("日本語の質問", 5, ["日本", "語の", "質問"]), ("日本", 1, ["日", "本"]),
    ])
    func `Rows break between words, and within what is too long`(text: String, columns: Int, rows: [String]) {
        #expect(Passage.wrapped(text, columns: columns) == rows)
    }

    @Test func `Of what is being typed the end is seen`() {
        let typed = Passage("> anna-maria.of.the.long.name@example.org_", .end)
        let row = Passage.rows(of: [typed], columns: 20, rows: 9)
        #expect(row.count == 1 && row[0].hasPrefix("…") && row[0].hasSuffix("@example.org_") && row[0].count <= 20)
    }
}
