import Foundation
import Synchronization

/// A print server of the tests' own, see the script `print-server`. Started once and stopped when the process ends.
package final class Station: Sendable {
    package let folder: String
    /// On 127.0.0.1.
    package let port: Int

    /// The one that tests share, or why there is none.
    package static let shared: Result<Station, Missing> = Result { () throws(Missing) in try Station() }
    /// Says why there is none.
    package static let isThere: Bool = {
        if case .failure(let missing) = shared {
            try? FileHandle.standardError.write(contentsOf: Data("\(missing)\n".utf8))
            return false
        }
        return true
    }()

    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    package init() throws(Missing) {
        let folder = "/tmp/boothkit-print-\(UUID().uuidString.prefix(8))"
        var said = ""
        // Another program may have the port, or take it first.
        for _ in 0..<5 {
            let port = Int.random(in: 20_000...29_990)
            let start = Self.script(["start", folder, "\(port)"])
            said = start.said
            if start.status == 0 {
                (self.folder, self.port) = (folder, port)
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

    package func tell(_ verb: String, _ words: String...) { _ = Self.script([verb, folder] + words) }

    package func setMode(_ mode: String, of queue: String) throws {
        try Data((mode + "\n").utf8).write(to: URL(filePath: "\(folder)/mode/\(queue)"))
    }

    /// Runs `body` while the printer of `queue` is in `mode`.
    package func during(_ mode: String, of queue: String, _ body: () async throws -> Void) async throws {
        try setMode(mode, of: queue)
        defer { try? setMode("ok", of: queue) }
        try await body()
    }

    /// Paths of what the printer got for `job`, in the order of time: more than one is a double print.
    package func sheets(_ queue: String, job: Int) -> [String] {
        names(queue).filter { $0.hasPrefix("\(job).") && $0.hasSuffix(".sheet") }.sorted()
            .map { "\(folder)/received/\(queue)/\($0)" }
    }

    /// Sheets that came out of `queue` for the print `id`, over all jobs of that name.
    package func sheets(_ queue: String, titled id: String) -> [String] {
        jobs(queue)[id, default: []].flatMap { sheets(queue, job: $0) }
    }

    /// Numbers of the jobs that reached the printer, by their names.
    package func jobs(_ queue: String) -> [String: [Int]] {
        var jobs: [String: [Int]] = [:]
        for file in names(queue) where file.hasSuffix(".options") {
            let text = (try? String(contentsOfFile: "\(folder)/received/\(queue)/\(file)", encoding: .utf8)) ?? ""
            guard let title = text.split(separator: "\n").first(where: { $0.hasPrefix("title=") }) else { continue }
            jobs[String(title.dropFirst(6)), default: []].append(Int(file.prefix { $0.isNumber }) ?? 0)
        }
        return jobs
    }

    package func sheets(_ queue: String) -> Set<String> { Set(names(queue).filter { $0.hasSuffix(".sheet") }) }

    private func names(_ queue: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/received/\(queue)")) ?? []
    }

    private static func script(_ words: [String]) -> Programs.Run {
        Programs.run(URL(filePath: #filePath).deletingLastPathComponent().appending(path: "print-server").path, words)
    }
}
