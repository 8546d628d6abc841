import Actions
import Foundation
import Glibc
import Rigs
import Sessions
import Work

/// An event of this program's own, and the process of its booth. Gone when it is.
final class Booth {
    let folder: String
    private let rate: Double
    private let pace: Double
    private var process: Process?
    private var input: Pipe?
    private(set) var port = 0
    /// When it began to listen, in milliseconds since 1970.
    private(set) var listening = 0.0

    var base: String { "http://127.0.0.1:\(port)/" }
    var id: Int32 { process?.processIdentifier ?? 0 }

    /// - Parameters:
    ///   - steps: of its workflow, as JSON.
    ///   - rate: frames a second, with numbers; 0: a folder's.
    ///   - pace: how many times faster guests are waited for.
    init(
        _ steps: String, layout: String? = "single-frame", rate: Double = 25, pace: Double = 1,
        change: (inout Event) -> Void = { _ in }
    ) async throws {
        folder =
            (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + "/screen-figures-\(UUID().uuidString.prefix(8))"
        (self.rate, self.pace) = (rate, pace)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = folder + "/workflow.json"
        try #"{"name":"figures","steps":[\#(steps)]}"#.write(toFile: file, atomically: true, encoding: .utf8)
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.linkBase) = (0, "https://photos.example/s/")
        change(&event)
        let editor = EventEditor(EventFolder(folder + "/party"), Installation(program: Programs.folder + "/booth"))
        _ = try await editor.found(event, try Workflow(file: file), layouts: layout.map { [$0] } ?? [])
        try await start()
    }

    deinit {
        process?.terminate()
        process?.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it, at the port that it had.
    func start() async throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["booth", folder, "\(port)", "\(rate)", "\(pace)"]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder + "/config", "CUPS_SERVER": "127.0.0.1:1",
        ]) { $1 }
        (process.standardInput, process.standardOutput) = (input, output)
        try process.start()
        (self.process, self.input) = (process, input)
        let line = await offPool { String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) }
        let parts = line.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let port = Int(parts[0]), let time = Double(parts[1]) else {
            throw Failure(description: "the booth did not begin: \(line)")
        }
        (self.port, listening) = (port, time)
    }

    /// As a power cut does.
    func kill() async {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        await offPool { process.waitUntilExit() }
    }

    /// As an operator does; gives how long it took, in seconds.
    func end() async -> Double {
        guard let process else { return 0 }
        return await timed {
            try? input?.fileHandleForWriting.close()
            await offPool { process.waitUntilExit() }
        }
    }

    /// When each frame was given to the booth, by its count, in milliseconds since 1970.
    func frames() throws -> [(count: Int, at: Double)] {
        try String(contentsOfFile: folder + "/frames", encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let count = Int(parts[0]), let at = Double(parts[1]) else { return nil }
            return (count, at)
        }
    }
}
