import Delivery
import Foundation
import Rigs
import Work

/// What it costs more to have rclone asked for each file than to have one rclone copy all of them: the line is the same, each file goes
/// under a hidden name first, and its size is looked at.
struct ThroughRclone {
    private let room = try! Room()
    private static let files = 12
    private static let megabytes = 4
    private static let rounds = 3

    func rows() async throws -> [Row] {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/rclone") else {
            FileHandle.standardError.write(Data("rows by rclone: skipped, it is not installed\n".utf8))
            return []
        }
        let port = try FarSide().port
        let server = Process()
        server.executableURL = URL(filePath: "/usr/bin/rclone")
        server.arguments = [
            "serve", "webdav", try room.folder("far"), "--addr", "127.0.0.1:\(port)", "--dir-cache-time", "0s",
        ]
        server.environment = ["RCLONE_CONFIG": room.path + "/none.conf", "HOME": room.path]
        (server.standardOutput, server.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try server.start()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        while (try? await curl(["-o", "/dev/null", "http://127.0.0.1:\(port)/"])) == nil {
            guard server.isRunning else { throw Failure(description: "rclone serves nothing") }
        }
        let conf = room.path + "/rclone.conf"
        try "[far]\ntype = webdav\nurl = http://127.0.0.1:\(port)/\nvendor = other\n".write(
            toFile: conf, atomically: false, encoding: .utf8)
        let sources = try sources()
        var shares: [(ours: Double, command: Double)] = []
        let sending = try Sending(remote: "far:ours", rclone: conf)
        // An engine has one rclone for a whole night, which this starts.
        try await sending.file(sources[0], "first")
        for round in 0..<Self.rounds {
            let begun = ContinuousClock.now
            try await send(sources, by: sending, round)
            let sent = ContinuousClock.now
            try await run([
                "rclone", "--config", conf, "copy", room.path + "/near", "far:theirs-\(round)", "--transfers", "4",
            ])
            shares.append(((sent - begun) / .seconds(1), (ContinuousClock.now - sent) / .seconds(1)))
        }
        let middle = shares.sorted { $0.ours / $0.command < $1.ours / $1.command }[shares.count / 2]
        return [
            Row(
                name: "\(Self.files) x \(Self.megabytes) MB by rclone on 40 Mbit/s, beside one rclone copy",
                value: middle.ours,
                unit: "s",
                floor: middle.command, judge: .most, goal: 1.1)
        ]
    }

    private func sources() throws -> [String] {
        let folder = try room.folder("near")
        return try (0..<Self.files).map { number in
            let path = folder + "/\(number).jpg"
            var bytes = Data(repeating: UInt8(number), count: Self.megabytes * 1_000_000)
            bytes.append(contentsOf: Array("\(number)".utf8))
            try bytes.write(to: URL(filePath: path))
            return path
        }
    }

    private func send(_ sources: [String], by sending: Sending, _ round: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for index in stride(from: worker, to: sources.count, by: 4) {
                        try await sending.file(sources[index], "rclone-\(round)-\(index)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
