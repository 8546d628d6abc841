import Foundation
import Work

/// The programs of this package, run as a user runs them.
package enum Programs {
    /// Where they lie: beside the tests.
    package static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .path
    /// Where the package lies.
    package static let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path

    /// What a program left behind.
    package struct Run: Sendable {
        package let status: Int32
        /// On standard output, and on standard error.
        package let out: String
        package let said: String
    }

    /// Runs a program to its end. Blocks.
    package static func run(
        _ path: String, _ words: [String], environment: [String: String] = [:], in folder: String? = nil
    ) -> Run {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: path), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        // A pipe would stay open in servers that a script leaves behind.
        let files = ["out", "said"].map {
            FileManager.default.temporaryDirectory.appending(path: "\($0)-\(UUID().uuidString)")
        }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        guard let out = try? FileHandle(forWritingTo: files[0]), let said = try? FileHandle(forWritingTo: files[1])
        else { return Run(status: -1, out: "", said: "no file for its words") }
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, out, said)
        do { try process.start() } catch { return Run(status: -1, out: "", said: "\(path): \(error)") }
        process.waitUntilExit()
        let texts = files.map { (try? String(contentsOf: $0, encoding: .utf8)) ?? "" }
        return Run(status: process.terminationStatus, out: texts[0], said: texts[1])
    }

    /// On a thread that may wait: none of the cooperative pool.
    package static func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await offPool(body)
    }
}
