import Files
import Foundation
import Glibc
import Rigs
import Testing
import Work

/// `booth kiosk` as it is run, beside a booth that runs.
@Suite(.timeLimit(.minutes(2))) struct CommandTests {
    let hall: Hall
    init() throws { hall = try Hall() }

    private var environment: [String: String] {
        [
            "PATH": "\(hall.path)/bin:/usr/bin:/bin", "XDG_STATE_HOME": hall.path + "/state", "DISPLAY": ":987",
            "WAYLAND_DISPLAY": "", "CUPS_SERVER": "127.0.0.1:1", "XDG_CONFIG_HOME": hall.path + "/config",
        ]
    }

    private func run(_ words: String..., changing change: [String: String] = [:]) async -> Programs.Run {
        let (path, environment) = (hall.path, environment.merging(change) { $1 })
        return await Programs.blocking {
            Programs.run(Programs.folder + "/booth", words, environment: environment, in: path)
        }
    }

    private func start(_ words: String...) throws -> (process: Process, said: FileHandle) {
        let (process, pipe) = (Process(), Pipe())
        (process.executableURL, process.arguments) = (URL(filePath: Programs.folder + "/booth"), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: hall.path)
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
        process.standardError = pipe
        try process.start()
        return (process, pipe.fileHandleForReading)
    }

    /// Reads on until it has said so. Blocks.
    private func read(_ said: FileHandle, until text: String) async -> String {
        await offPool {
            var all = ""
            while !all.contains(text), case let more = said.availableData, !more.isEmpty {
                all += String(decoding: more, as: UTF8.self)
            }
            return all
        }
    }

    private func found() async throws {
        let made = await run("event", "new", "party", "--name", "Emma & Noah", "--layout", "single-frame")
        try #require(made.status == 0, "\(made)")
        #expect(await run("event", "set", "party", "reserve", "0").status == 0)
    }

    @Test func `A booth is waited for and shown, and SIGTERM leaves no process`() async throws {
        try hall.browser()
        try await found()
        let kiosk = try start("kiosk", "party")
        let waits = await read(kiosk.said, until: "no booth runs on this event yet")
        #expect(waits.contains("booth: party: no booth runs on this event yet"), "\(waits)")
        let booth = try start("run", "party", "--unattended", "--printer", "none", "--web", "0")
        let serves = await read(booth.said, until: "operators: ")
        let shown = await read(kiosk.said, until: "is shown")
        let address = try #require(shown.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\//)).0
        #expect(serves.contains(address), "\(serves)")
        try await hall.until("a browser") { hall.browsers.count == 1 }
        let words = try #require(hall.starts.first)
        #expect(words.hasSuffix(" \(address)") && words.contains("--user-data-dir=\(hall.path)/state/boothkit/kiosk-"))
        // A second one for the same event.
        let second = await run("kiosk", "party")
        #expect(second.status == 75 && second.said.contains("party: another booth kiosk shows it already"), "\(second)")
        kiosk.process.terminate()
        await offPool { kiosk.process.waitUntilExit() }
        #expect(kiosk.process.terminationReason == .uncaughtSignal && kiosk.process.terminationStatus == SIGTERM)
        #expect(hall.browsers.allSatisfy { kill($0, 0) != 0 })
        let left = try FileManager.default.contentsOfDirectory(atPath: hall.path + "/state/boothkit")
        #expect(left.filter { $0.hasPrefix("kiosk-") && !$0.hasSuffix(".lock") } == [])
        booth.process.terminate()
        await offPool { booth.process.waitUntilExit() }
    }

    @Test func `What it lacks is one line, and its status`() async throws {
        try await found()
        let noBrowser = await run("kiosk", "party", changing: ["PATH": hall.path + "/bin"])
        #expect(noBrowser.status == 69, "\(noBrowser)")
        #expect(
            noBrowser.said
                == "booth: no browser is installed that could show the screen; apt-get install chromium, or name one with --browser PATH\n"
        )
        try hall.browser()
        let noDesktop = await run("kiosk", "party", "--desktop", changing: ["DISPLAY": ""])
        #expect(noDesktop.status == 69 && noDesktop.said.split(separator: "\n").count == 1, "\(noDesktop)")
        let noEvent = await run("kiosk", "wedding")
        #expect(noEvent.status == 66 && noEvent.said.contains("wedding"), "\(noEvent)")
    }

    @Test(arguments: [
        [], ["party", "--desktop", "--cage"], ["party", "dinner"], ["party", "--browzer", "x"],
    ])
    func `What makes no sense is refused`(words: [String]) async throws {
        let (path, environment) = (hall.path, environment)
        let run = await Programs.blocking {
            Programs.run(Programs.folder + "/booth", ["kiosk"] + words, environment: environment, in: path)
        }
        #expect(run.status == 64 && run.said.contains("Try booth kiosk --help."), "\(run)")
    }
}
