import Foundation
import Glibc
import Rigs
import Synchronization
import Testing
import Work

/// Whoever reads what a booth shows and says may stop reading. Guests must not notice.
@Suite struct StalledTerminalTests {
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

    @Test(arguments: Reader.allCases) func whoDoesNotReadStopsNothing(reader: Reader) async throws {
        let event = try await founded()
        var (read, written): (Int32, Int32) = (-1, -1)
        if reader == .pipe {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            (read, written) = (ends[0], ends[1])
        } else {
            #expect(openpty(&read, &written, nil, nil, nil) == 0)
        }
        defer { for end in [read, written] { close(end) } }
        // Full from the start.
        let flags = fcntl(written, F_GETFL)
        _ = fcntl(written, F_SETFL, flags | O_NONBLOCK)
        for size in [4096, 1] { while write(written, String(repeating: "x", count: size), size) > 0 {} }
        _ = fcntl(written, F_SETFL, flags)
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
}
