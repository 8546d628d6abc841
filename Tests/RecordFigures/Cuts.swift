import Foundation
import Sessions

/// Ends a writer at one numbered call after another, and each time lets the power go in several ways: nothing but the
/// process is gone; nothing is left but what was flushed; some of the rest is left, too.
struct Cuts {
    let room: String
    /// From one call to the next that is cut at.
    let step: Int
    /// How often the disk keeps some of what was not flushed.
    let ways: Int
    /// The flush that the writer leaves out; "" for none. With one, the first loss is what is wanted.
    let without: String

    private var start: EventFolder { EventFolder(room + "/start") }
    private var event: EventFolder { EventFolder(room + "/event") }

    func run() async throws {
        try prepare()
        var (point, cuts, captures) = (1, 0, 0)
        while true {
            let (acknowledged, wasKilled) = try write(until: point)
            captures += acknowledged.captures.count
            for seed in 0...ways {
                let after = EventFolder(room + "/after")
                try Remains(event: event.path, disk: room + "/disk", seed: seed).restore(to: after.path)
                cuts += 1
                try await judge(after, acknowledged, "call \(point), way \(seed)")
            }
            try await judge(event, acknowledged, "call \(point), process killed")
            cuts += 1
            guard wasKilled else { break }
            point += step
        }
        print("\(cuts) cuts at \(1 + (point - 1) / step) calls, \(captures) captures acknowledged, none lost")
    }

    private func judge(_ folder: EventFolder, _ acknowledged: Acknowledged, _ place: String) async throws {
        let problems = await acknowledged.problems(in: folder)
        guard !problems.isEmpty else { return }
        print("\(place): lost: \(problems.joined(separator: "; "))")
        exit(1)
    }

    /// An event that has had its first guest. Its journal is gone, so that making one is among what can be cut off.
    private func prepare() throws {
        try? FileManager.default.removeItem(atPath: room)
        try FileManager.default.createDirectory(atPath: room, withIntermediateDirectories: true)
        _ = try EventRecord.create(settings(), workflow: .standard, in: start)
        _ = try runSelf(["write", start.path, "1", "0", "0", "0"])
        try FileManager.default.removeItem(atPath: start.database + "-journal")
    }

    private func write(until point: Int) throws -> (Acknowledged, wasKilled: Bool) {
        for name in ["event", "disk"] { try? FileManager.default.removeItem(atPath: room + "/" + name) }
        try FileManager.default.copyItem(atPath: start.path, toPath: event.path)
        try FileManager.default.createDirectory(atPath: room + "/disk", withIntermediateDirectories: true)
        let (output, wasKilled) = try runSelf(["write", event.path, "1", "\(point)", "0", "0", room + "/disk", without])
        var acknowledged = Acknowledged()
        acknowledged.note(output)
        return (acknowledged, wasKilled)
    }
}
