import Foundation
import Glibc
import Rigs
import Sessions
import Work

/// The `booth run` of an event, in a process of its own that can be killed.
final class KilledBooth {
    let event: WalkedEvent
    private var process: Process?
    private(set) var port = 0
    /// When it began to listen.
    private(set) var began = ContinuousClock.now

    init(_ event: WalkedEvent) { self.event = event }

    deinit { if let process { Glibc.kill(process.processIdentifier, SIGKILL) } }

    /// Starts it, at the port that it had.
    func start() async throws {
        let (process, said) = (Process(), Pipe())
        process.executableURL = URL(filePath: Programs.folder + "/booth")
        process.arguments = [
            "run", event.folder.path, "--unattended", "--web", "\(port)", "--camera",
            "folder:" + Programs.root + "/Tests/GoldenImages/captures", "--printer", "file:" + event.path + "/printed",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "XDG_STATE_HOME": event.path + "/state", "XDG_CONFIG_HOME": event.path + "/config",
            "CUPS_SERVER": "127.0.0.1:1",
        ]) { $1 }
        process.currentDirectoryURL = URL(filePath: event.path)
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, said)
        try process.start()
        self.process = process
        let found = await offPool { Self.port(said.fileHandleForReading) }
        guard let found else { throw Walker.Lost(description: "booth run says no address") }
        (port, began) = (found, .now)
    }

    /// As a power cut does.
    func kill() async {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        await offPool { process.waitUntilExit() }
    }

    /// Reads until it says where its screen is, and what it says after that without keeping it. Blocks.
    private static func port(_ output: FileHandle) -> Int? {
        var said = ""
        while case let some = output.availableData, !some.isEmpty {
            said += String(decoding: some, as: UTF8.self)
            if let port = said.firstMatch(of: /screen: http:\/\/127\.0\.0\.1:(\d+)\//)?.1 {
                output.readabilityHandler = { _ = $0.availableData }
                return Int(port)
            }
        }
        return nil
    }
}
