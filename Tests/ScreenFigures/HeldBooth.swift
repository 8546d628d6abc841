import Actions
import Capture
import Engine
import Files
import Foundation
import HTTP
import Rigs
import Sessions
import Web
import Work

/// A booth in a process of its own, whose costs are its own, too.
struct HeldBooth: Sendable {
    let folder: String
    let port: Int
    let rate: Double
    let pace: Double

    /// Says its port and the time once it listens, and ends when standard input does.
    func run() async throws {
        let installation = Installation(program: Programs.folder + "/booth")
        var options = installation.options
        // Fingers here are quicker than those of guests.
        (options.pace, options.bounce, options.rest) = (pace, .zero, 0)
        let record = try await offPool { [folder] in try EventRecord(EventFolder(folder + "/party")) }
        let engine = try Engine(record: record, camera: try camera(), options: options)
        let root = Programs.root
        let web = WebServer.Options(
            state: folder + "/state", settings: folder + "/settings", pages: SearchPath([root + "/web"]),
            texts: SearchPath([root + "/web/text"]))
        let port = port
        let serving = try await offPool {
            try Serving(
                WebServer([EventSite(engine, installation)], options: web),
                operators: Address(host: "127.0.0.1", port: port), guests: nil)
        }
        let listening = Date().timeIntervalSince1970 * 1_000
        let line = "\(serving.operators?.address.port ?? 0) \(listening)\n"
        try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
        let ending = Task {
            await offPool { while !FileHandle.standardInput.availableData.isEmpty {} }
            await engine.end()
        }
        try await engine.run()
        await serving.stop()
        ending.cancel()
    }

    private func camera() throws -> any Camera {
        let pictures = Programs.root + "/Tests/GoldenImages/captures"
        guard rate > 0 else { return FolderCamera(folder: pictures) }
        let path = folder + "/frames"
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
        let log = try FileHandle(forWritingTo: URL(filePath: path))
        try log.seekToEnd()
        return try NumberedCamera(folder: pictures, rate: rate, log: log)
    }
}
