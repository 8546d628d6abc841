import Foundation
import Synchronization

@testable import PrintOut

/// A print server of the tests' own, see the script `print-server`. Started once and stopped when the process ends.
final class Station: Sendable {
    let folder: String
    let server: PrintServer

    /// The one that tests share, or why there is none.
    static let shared: Result<Station, Missing> = Result { () throws(Missing) in try Station() }
    static var isThere: Bool { (try? shared.get()) != nil }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    init() throws(Missing) {
        let folder = "/tmp/boothkit-print-\(UUID().uuidString.prefix(8))"
        var said = ""
        // Another program may have the port, or take it first.
        for _ in 0..<5 {
            let port = Int.random(in: 20_000...29_990)
            let (status, text) = Self.script(["start", folder, "\(port)"])
            said = text
            if status == 0 {
                (self.folder, server) = (folder, PrintServer(host: "127.0.0.1", port: port))
                Self.started.withLock { $0.append(folder) }
                atexit { Station.stopAll() }
                return
            }
            guard said.contains("is taken") else { break }
        }
        try? FileManager.default.removeItem(atPath: folder)
        throw Missing(description: "no print server for the tests: \(said)")
    }

    private static let started = Mutex<[String]>([])

    private static func stopAll() {
        for folder in started.withLock({ $0 }) {
            _ = script(["stop", folder])
            try? FileManager.default.removeItem(atPath: folder)
        }
        started.withLock { $0 = [] }
    }

    /// The program, beside the tests.
    static let booth = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "booth").path

    func tell(_ verb: String, _ words: String...) { _ = Self.script([verb, folder] + words) }

    func setMode(_ mode: String, of queue: String) throws {
        try Data((mode + "\n").utf8).write(to: URL(filePath: "\(folder)/mode/\(queue)"))
    }

    /// Runs `body` while the printer of `queue` is in `mode`.
    func during(_ mode: String, of queue: String, _ body: () async throws -> Void) async throws {
        try setMode(mode, of: queue)
        defer { try? setMode("ok", of: queue) }
        try await body()
    }

    func printer(_ queue: String) throws -> CupsPrinter { try CupsPrinter(queue: queue, server: server) }

    /// Paths of what the printer got for `job`, in the order of time: more than one is a double print.
    func sheets(_ queue: String, job: Int) -> [String] {
        let folder = "\(folder)/received/\(queue)"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("\(job).") && $0.hasSuffix(".sheet") }.sorted().map { "\(folder)/\($0)" }
    }

    /// Sheets that came out of `queue` for the print `id`, over all jobs of that name.
    func sheets(_ queue: String, titled id: String) -> [String] {
        let folder = "\(folder)/received/\(queue)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".options") }.flatMap { file -> [String] in
            let text = (try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? ""
            guard text.split(separator: "\n").contains("title=\(id)") else { return [] }
            return sheets(queue, job: Int(file.prefix { $0.isNumber }) ?? 0)
        }
    }

    func sheets(_ queue: String) -> Set<String> {
        Set(
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/received/\(queue)")) ?? [])
                .filter { $0.hasSuffix(".sheet") })
    }

    private static func script(_ words: [String]) -> (Int32, String) {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "print-server").path
        return run(path, words)
    }

    /// Runs a program to its end: its status, and what it wrote to standard error.
    static func run(
        _ path: String, _ words: [String], environment: [String: String] = [:]
    ) -> (status: Int32, said: String) {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: path), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let said = FileManager.default.temporaryDirectory.appending(path: "said-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: said.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: said) }
        // A pipe would stay open in the servers that the script leaves behind.
        guard let file = try? FileHandle(forWritingTo: said) else { return (-1, "no file for its words") }
        (process.standardError, process.standardOutput) = (file, FileHandle.nullDevice)
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return (-1, "\(path): \(error)") }
        process.waitUntilExit()
        return (process.terminationStatus, (try? String(contentsOf: said, encoding: .utf8)) ?? "")
    }
}
