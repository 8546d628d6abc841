import Dispatch
import Foundation
import Glibc

/// The built `render`, run as a user runs it.
enum Program {
    /// Beside the test bundle, where the package manager puts both.
    static let path: String = {
        var bundle = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bundle, bundle.count)
        let products = URL(filePath: String(decoding: bundle.prefix(max(0, count)).map(UInt8.init), as: UTF8.self))
            .deletingLastPathComponent()
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug")
        return [products, package].map { $0.appending(path: "render").standardizedFileURL.path }
            .first(where: FileManager.default.isExecutableFile(atPath:)) ?? "render"
    }()

    /// What a run left behind.
    struct Run {
        var status: Int32
        /// The signal that ended it.
        var signal: Int32?
        var out: String
        var err: String

        var lines: [String] { out.split(separator: "\n").map(String.init) }
    }

    /// Runs to the end. Streams go through files, because a pipe can fill up.
    static func run(
        _ arguments: [String], in studio: Studio, environment: [String: String] = [:], input: String = "",
        program: String = path, while running: (Process) throws -> Void = { _ in }
    ) throws -> Run {
        let streams = try ["in", "out", "err"].map { name in
            let file = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString).\(name)")
            try Data((name == "in" ? input : "").utf8).write(to: file)
            return file
        }
        defer { for file in streams { try? FileManager.default.removeItem(at: file) } }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: studio.folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: streams[0])
        process.standardOutput = try FileHandle(forWritingTo: streams[1])
        process.standardError = try FileHandle(forWritingTo: streams[2])
        try process.run()
        // What hangs is to fail, not to hang the tests. Of the process only its number: the queue keeps also what is cancelled
        // for the whole minute, and hundreds of runs would keep their files open.
        let deadline = DispatchWorkItem { [id = process.processIdentifier] in kill(id, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
        defer { deadline.cancel() }
        try running(process)
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Run(
            status: process.terminationStatus, signal: isSignal ? process.terminationStatus : nil,
            out: try String(contentsOf: streams[1], encoding: .utf8),
            err: try String(contentsOf: streams[2], encoding: .utf8))
    }
}
