import Foundation
import Glibc
import Rigs
import Sessions
import Testing
import Work

@testable import Engine

/// `booth run` in a terminal, with keys.
@Suite(.tags(.realClock)) struct TerminalTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func booth(_ steps: String, columns: Int = 120, rows: Int = 30) throws -> ProgramInTerminal {
        _ = try rig.engine(steps)
        return try ProgramInTerminal(
            Programs.folder + "/booth", ["run", rig.folder.path, "--printer", "none"], in: rig.path, columns: columns,
            rows: rows)
    }

    private func sees(_ terminal: ProgramInTerminal, _ text: String, at place: SourceLocation = #_sourceLocation) async
    {
        let isSeen = await terminal.until(sees: text)
        #expect(isSeen, "\(text)\n\(terminal.screen.text)", sourceLocation: place)
    }

    @Test func aHalfTypedAnswerIsForNoOtherQuestion() async throws {
        let terminal = try booth(
            #"{"step":"attract"},{"step":"survey","key":"a","text":"First?"},"#
                + #"{"step":"survey","key":"b","text":"Second?"},{"step":"share"},{"step":"capture"}"#)
        defer { terminal.end() }
        await sees(terminal, "attract")
        terminal.type(" ")
        await sees(terminal, "First?")
        terminal.type("half answ")
        await sees(terminal, "> half answ_")
        // Somebody else answers in the meantime.
        let answered = await Child([Programs.folder + "/booth", "ctl", rig.folder.path, "answer", "blue"])
            .result(within: hangGuard)
        #expect(answered.end == .exited(0))
        await sees(terminal, "Second?")
        #expect(!terminal.screen.text.contains("half answ"))
        terminal.type("\r")
        await sees(terminal, "(share)")
        terminal.type("qy")
        #expect(await terminal.until { !$0.isRunning }, "\(terminal.screen.text)")
        let sessions = try await EventRecord(rig.folder).sessions()
        #expect(sessions.flatMap(\.inputs).map(\.value) == ["blue"])
    }

    @Test(arguments: ["\u{1b}", "\u{12}"])
    func whatWasTypedIsGoneWithItsGuest(key: String) async throws {
        let terminal = try booth(#"{"step":"attract"},{"step":"email","text":"Where to?"},{"step":"capture"}"#)
        defer { terminal.end() }
        await sees(terminal, "attract")
        terminal.type(" ")
        await sees(terminal, "Where to?")
        terminal.type("anna@example.org")
        await sees(terminal, "> anna@example.org_")
        terminal.type(key)
        #expect(await terminal.until { !$0.screen.text.contains("anna") }, "\(terminal.screen.text)")
        await sees(terminal, key == "\u{1b}" ? "stopped: s opens the booth again" : "attract")
    }

    @Test func aStoppedProgramLeavesTheTerminalInOrder() async throws {
        let terminal = try booth(#"{"step":"attract","text":"Touch me"},{"step":"share"},{"step":"capture"}"#)
        defer { terminal.end() }
        await sees(terminal, "Touch me")
        #expect(terminal.isRaw)
        for _ in 0..<2 {
            terminal.send(SIGTSTP)
            #expect(await terminal.until { $0.isStopped && !$0.isRaw })
            #expect(await terminal.until { !$0.screen.text.contains("Touch me") })
            terminal.send(SIGCONT)
            #expect(await terminal.until { $0.isRaw })
            await sees(terminal, "Touch me")
        }
        // A shell that puts its own settings back, unasked.
        terminal.send(SIGSTOP)
        #expect(await terminal.until(\.isStopped))
        terminal.makeCooked()
        terminal.send(SIGCONT)
        #expect(await terminal.until { $0.isRaw })
        terminal.type(" ")
        await sees(terminal, "(share)")
        terminal.type("qy")
        #expect(await terminal.until { !$0.isRunning } && !terminal.isRaw)
    }

    @Test func aSmallTerminalShowsWhatMatters() async throws {
        let terminal = try booth(
            #"{"step":"attract"},{"step":"survey","key":"a","choices":["yes","no"],"text":"Shall we send you our "#
                + #"newsletter, which comes four times a year\nand not more \u001b[31moften?"},{"step":"capture"}"#,
            columns: 60, rows: 10)
        defer { terminal.end() }
        await sees(terminal, "attract")
        terminal.type(" ")
        await sees(terminal, "yes | no")
        terminal.type("mayb")
        await sees(terminal, "> mayb_")
        func isWhole() -> Bool {
            let text = terminal.screen.lines.joined(separator: " ")
            return ["Shall we send", "often?", "[yes | no]", "> mayb_", "Ctrl-R: restart", "Esc: stop"].allSatisfy {
                text.ranges(of: $0).count == 1
            }
        }
        #expect(await terminal.until { _ in isWhole() }, "\(terminal.screen.text)")
        #expect(terminal.screen.foreign.isEmpty)
        for (columns, rows) in [(100, 30), (40, 12), (60, 10)] {
            terminal.resize(columns: columns, rows: rows)
            #expect(await terminal.until { _ in isWhole() }, "\(terminal.screen.text)")
        }
    }
}
