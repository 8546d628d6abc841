import Foundation
import Glibc
import Rigs
import Synchronization
import Testing
import Work

/// Whoever reads what a booth shows and says may stop reading. Guests must not notice.
@Suite(.tags(.realClock)) struct StalledTerminalTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func booth(_ words: [String]) async -> Programs.Run {
        let (path, folder) = (Programs.folder + "/booth", rig.path)
        return await Programs.blocking { Programs.run(path, words, in: folder) }
    }

    private func founded() async throws -> String {
        let event = rig.path + "/party"
        #expect(await booth(["event", "new", event, "--name", "X", "--layout", "duo"]).status == 0)
        return event
    }

    private func until(_ isSo: () async -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if await isSo() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    enum Reader: CaseIterable { case pipe, terminal }

    /// Two ends of what is full from the start.
    private func full(_ reader: Reader) -> (read: Int32, written: Int32) {
        var (ends, outer, inner): ([Int32], Int32, Int32) = ([-1, -1], -1, -1)
        if reader == .pipe {
            #expect(pipe(&ends) == 0)
        } else {
            #expect(openpty(&outer, &inner, nil, nil, nil) == 0)
            ends = [outer, inner]
        }
        let flags = fcntl(ends[1], F_GETFL)
        _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
        for size in [4096, 1] { while write(ends[1], String(repeating: "x", count: size), size) > 0 {} }
        _ = fcntl(ends[1], F_SETFL, flags)
        return (ends[0], ends[1])
    }

    @Test(arguments: Reader.allCases) func whoDoesNotReadStopsNothing(reader: Reader) async throws {
        let event = try await founded()
        let (read, written) = full(reader)
        defer { for end in [read, written] { close(end) } }
        let mode = reader == .pipe ? ["--unattended"] : []
        let booth = Child(
            [Programs.folder + "/booth", "run", event, "--pace", "200"] + mode, in: rig.path,
            input: reader == .pipe ? .nothing : .descriptor(written), output: .descriptor(written))
        let running = Task { await booth.result(within: .seconds(180)) }
        #expect(await until { await self.booth(["ctl", event, "next"]).status == 0 })
        let pictures = event + "/FinalPhoto"
        #expect(await until { (try? FileManager.default.contentsOfDirectory(atPath: pictures))?.isEmpty == false })
        #expect(await self.booth(["status", event]).status == 0)
        booth.send(SIGTERM)
        #expect(await running.value.end == .signalled(SIGTERM))
    }

    @Test func resultsComeWholeAndTheStatusIsTrueWhenNobodyReadsWhatIsSaid() async throws {
        let (read, written) = full(.pipe)
        defer { for end in [read, written] { close(end) } }
        let words = [
            "--layout", Programs.root + "/layouts/strip", Programs.root + "/README.md", "-o", rig.path + "/a.jpg",
        ]
        let refused = Child([Programs.folder + "/render"] + words, output: .dropped, errors: .descriptor(written))
        #expect(await refused.result(within: .seconds(60)).end == .exited(65))
        let list = Child(
            [Programs.folder + "/render", "--list-effects"], output: .captured(1 << 20), errors: .descriptor(written))
        let outcome = await list.result(within: .seconds(60))
        #expect(outcome.end == .exited(0) && outcome.text.contains("green-screen"))
    }

    @Test func ctrlSIsAKeyLikeOthersWhileTheBoothHasTheKeyboard() async throws {
        let event = try await founded()
        let terminal = try ProgramInTerminal(
            Programs.folder + "/booth", ["run", event, "--pace", "200"], in: rig.path, columns: 80, rows: 24)
        defer { terminal.end() }
        #expect(terminal.heedsFlowControl)
        #expect(await terminal.until { $0.isRaw })
        #expect(!terminal.heedsFlowControl)
        terminal.type("\u{13}q")
        #expect(await terminal.until { !$0.isRunning })
        #expect(terminal.heedsFlowControl)
    }
}
