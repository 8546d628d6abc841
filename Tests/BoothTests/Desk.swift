import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

/// An operator at a terminal of a test's own: a folder, and the program as it is run there. Gone when the test is.
final class Desk: Sendable {
    let path: String
    var event: EventFolder { EventFolder(path + "/party") }

    init() throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        let base = memory ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory
        path = base.appending(path: "booth-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// A print server that is not there, and no settings, whatever the machine has.
    var environment: [String: String] {
        ["CUPS_SERVER": "127.0.0.1:1", "XDG_CONFIG_HOME": path + "/config"]
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func booth(_ words: String...) async -> Programs.Run { await run(words) }

    func run(_ words: [String]) async -> Programs.Run {
        let (program, path, environment) = (Programs.folder + "/booth", path, environment)
        return await Programs.blocking { Programs.run(program, words, environment: environment, in: path) }
    }

    /// An event called "party", whose disk is never too full.
    func found(_ options: String..., layouts: [String] = ["single-frame"]) async throws {
        let words =
            ["event", "new", "party", "--name", "Emma & Noah"] + options + layouts.flatMap { ["--layout", $0] }
        let (program, path, environment) = (Programs.folder + "/booth", path, environment)
        let made = await Programs.blocking { Programs.run(program, words, environment: environment, in: path) }
        try #require(made.status == 0, "\(made)")
        #expect(await booth("event", "set", "party", "reserve", "0").status == 0)
    }

    /// Sessions that begin by themselves, with test pictures.
    func hold(_ sessions: Int, _ options: String...) async throws {
        let words = ["run", "party", "--unattended", "--sessions", "\(sessions)", "--pace", "1000"] + options
        let (program, path, environment) = (Programs.folder + "/booth", path, environment)
        let run = await Programs.blocking { Programs.run(program, words, environment: environment, in: path) }
        try #require(run.status == 0, "\(run)")
    }

    func put(_ text: String, at name: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path + "/" + name))) }
    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
    func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? [])
            .filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// The parsed JSON on standard output.
func json(_ run: Programs.Run) throws -> JSONValue { try JSONValue(parsing: Array(run.out.utf8), document: "output") }

extension JSONValue {
    var rows: [JSONValue] { if case .array(let rows) = self { rows } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
}
