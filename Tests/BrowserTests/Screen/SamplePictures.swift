import Foundation
import Rigs
import Synchronization
import Work

/// What a scripted booth's camera and printer would have made: captures, and what the shipped layouts make of them.
final class SamplePictures: Sendable {
    private static let folder =
        ProcessInfo.processInfo.environment["BOOTHKIT_CAPTURES"] ?? Programs.root + "/Tests/GoldenImages/captures"
    private static let files = {
        let known = ["family", "party", "toast", "wedding"].map { "\(folder)/\($0).jpg" }
        guard known.contains(where: { !FileManager.default.fileExists(atPath: $0) }) else { return known }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".jpg") }.sorted().prefix(4).map { "\(folder)/\($0)" }
    }()
    private static let captures = files.compactMap { FileManager.default.contents(atPath: $0).map { Array($0) } }

    private struct NotRendered: Error { let said: String }
    private let made = Mutex<[String: [UInt8]]>([:])

    /// The camera file of a shot, counted from 1.
    func capture(_ number: Int) -> [UInt8] { Self.captures[(max(number, 1) - 1) % Self.captures.count] }

    /// The FinalPhoto of a shipped layout, as `render` makes it.
    func print(_ layout: String) async throws -> [UInt8] {
        if let known = made.withLock({ $0[layout] }) { return known }
        let bytes = try await offPool {
            let file = NSTemporaryDirectory() + "/screen-\(UUID().uuidString).jpg"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let run = Programs.run(
                Programs.folder + "/render",
                ["--layout", layout, "--value", "event.name=Emma & Noah", "-o", file] + Self.files, in: Programs.root)
            guard run.status == 0, let data = FileManager.default.contents(atPath: file) else {
                throw NotRendered(said: run.said)
            }
            return Array(data)
        }
        made.withLock { $0[layout] = bytes }
        return bytes
    }
}
