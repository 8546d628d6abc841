import Delivery
import Files
import Foundation
import Rigs
import StrictJSON
import Work

/// A delivery to one destination called "far", with the shipped recipes, and files to send.
struct Sending: Sendable {
    let service: DeliveryService

    init(_ recipe: String, to base: String) throws {
        try self.init(#"{"name":"far","kind":"recipe","recipe":"\#(recipe)","base":"\#(base)","lan":true}"#)
    }

    /// - Parameter rclone: the path of an rclone.conf.
    init(remote: String, rclone: String) throws {
        try self.init(#"{"name":"far","kind":"rclone","remote":"\#(remote)"}"#, rclone: rclone)
    }

    private init(_ destination: String, rclone: String? = nil) throws {
        service = try DeliveryService(
            DestinationList(parsing: Array("{\"destinations\":[\(destination)]}".utf8)),
            recipes: RecipeLibrary(SearchPath([Programs.root + "/recipes"])), rclone: rclone)
    }

    /// Sends a file as it is.
    func file(_ path: String, _ key: String, lane: Item.Lane = .guest) async throws {
        var item = Item(.media, key: key, event: "figures", session: "s", subject: path)
        item.files = [SentFile(.file(path), name: key + ".jpg", mediaType: "image/jpeg")]
        item.lane = lane
        try check(await service.send(item, to: "far"))
    }

    /// Sends an answer.
    func answer(_ number: Int) async throws {
        var item = Item(.survey, key: "survey-\(number)", event: "figures", session: "s", subject: "song")
        item.values = ["answer": "Dancing Queen"]
        try check(await service.send(item, to: "far"))
    }

    private func check(_ verdict: Verdict) throws {
        guard verdict.isDelivered else { throw Failure(description: "not sent: \(verdict)") }
    }

    /// An attempt that is cancelled once it stands before a far side that reads no more.
    func cancelled(_ path: String) async -> Double {
        let task = Task { try await file(path, "cut") }
        // Until what the kernel takes is full; by then nothing moves any more.
        try? await Task.sleep(for: .milliseconds(30))
        return await timed {
            task.cancel()
            _ = await task.result
        }
    }
}

struct Failure: Error, CustomStringConvertible { var description: String }

/// A folder that goes with the program.
final class Room {
    let path = FileManager.default.temporaryDirectory.appending(path: "delivery-figures-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file of so many bytes.
    func file(_ bytes: Int) throws -> String {
        let file = path + "/\(bytes)"
        try Data(repeating: 7, count: bytes).write(to: URL(filePath: file))
        return file
    }

    func folder(_ name: String) throws -> String {
        let folder = path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// Runs a program, which must end well; gives what it has written.
@discardableResult
func run(_ words: [String]) async throws -> String {
    let outcome = await Child(words, output: .captured(1 << 20), errors: .captured(4096)).result()
    guard outcome.end == .exited(0) else {
        let said = String(decoding: outcome.errors, as: UTF8.self)
        throw Failure(description: "\(words.joined(separator: " ")): \(outcome.end) \(said)")
    }
    return String(decoding: outcome.output, as: UTF8.self)
}

/// The `curl` command; gives how long it took.
func curl(_ words: [String]) async throws -> Double {
    try await timed { try await run(["curl", "-sS", "-H", "Expect:"] + words) }
}
