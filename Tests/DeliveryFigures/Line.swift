import Delivery
import Foundation
import Rigs
import Synchronization
import Work

/// A slow line: loopback in a network namespace of this program's own, with a token bucket. That needs root.
struct Line {
    private let room = try! Room()

    /// In a process that has its own network.
    static func rowsInNamespace() async throws -> [Row] {
        guard geteuid() == 0 else {
            FileHandle.standardError.write(Data("rows on a slow line: skipped, they need root\n".utf8))
            return []
        }
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        return try Row.decode(try await run(["unshare", "-n", program, "line", "speed,guests,rclone,dead"]))
    }

    /// - Parameter names: "speed" beside the curl command, "guests" before what nobody waits for, "rclone" beside its own command, a line that
    ///   goes "dead".
    func rows(_ names: Set<String>) async throws -> [Row] {
        // Packets of loopback are 64 kB by themselves, more than the bucket holds.
        try await set("link set lo mtu 1500 up")
        var rows: [Row] = []
        if names.contains("speed") { rows += try await besideCurl() }
        if names.contains("guests") { rows += try await finalPhoto() }
        if names.contains("rclone") {
            try await limit(toMegabits: 40)
            rows += try await ThroughRclone().rows()
        }
        if names.contains("dead") { rows += try await halfOpen() }
        return rows
    }

    private func set(_ words: String, by tool: String = "ip") async throws {
        try await run([tool] + words.split(separator: " ").map(String.init))
    }

    private func limit(toMegabits rate: Int) async throws {
        try await set("qdisc replace dev lo root tbf rate \(rate)mbit burst 64kb latency 100ms", by: "tc")
    }

    private func besideCurl() async throws -> [Row] {
        try await limit(toMegabits: 40)
        let far = try FarSide(bodies: .dropped)
        let sending = try Sending("webhook", to: far.base)
        let path = try room.file(5 << 20)
        var shares: [(ours: Double, command: Double)] = []
        for number in 0..<3 {
            let ours = try await timed { try await sending.file(path, "line-\(number)") }
            shares.append((ours, try await curl(["-T", path, far.base + "x", "-o", "/dev/null"])))
        }
        let middle = shares.sorted { $0.command / $0.ours < $1.command / $1.ours }[1]
        return [
            Row(
                name: "5 MiB on 40 Mbit/s, beside curl", value: 5 / middle.ours, unit: "MiB/s",
                floor: 5 / middle.command,
                judge: .least, goal: 0.95)
        ]
    }

    /// Files as WebDAV has them: by path, how many bytes.
    private final class Store: Sendable {
        let sizes = Mutex<[String: Int]>([:])

        func answer(_ request: FarSide.Request) -> FarSide.Answer {
            sizes.withLock { sizes in
                switch request.method {
                case "PUT":
                    sizes[request.path] = request.body.count
                    return .status(201)
                case "MOVE":
                    let target = (request.headers["destination"] ?? "").split(separator: "/").last ?? ""
                    sizes["/" + target] = sizes.removeValue(forKey: request.path)
                    return .status(201)
                default:
                    guard let size = sizes[request.path] else { return .status(404) }
                    return .status(200, body: String(repeating: "x", count: size))
                }
            }
        }
    }

    private func finalPhoto() async throws -> [Row] {
        try await limit(toMegabits: 10)
        var rows: [Row] = []
        for (raws, goal) in [(0, 1.5), (3, 2.8)] {
            let store = Store()
            let far = try FarSide { request, _ in store.answer(request) }
            let sending = try Sending("webdav-put", to: far.base)
            let (picture, raw) = (try room.file(1_500_000), try room.file(8_000_000))
            let waiting = (0..<raws).map { number in
                Task { [sending] in try await sending.file(raw, "raw-\(number)", lane: .raw) }
            }
            // The first raw is on its way.
            if raws > 0 { await far.requests(reach: 1) }
            let taken = try await timed { try await sending.file(picture, "final") }
            rows.append(
                Row(
                    name: raws == 0
                        ? "FinalPhoto of 1.5 MB there, 10 Mbit/s, idle" : "the same with three raws of 8 MB waiting",
                    value: taken, unit: "s", judge: .most, goal: goal))
            for one in waiting { one.cancel() }
            for one in waiting { _ = await one.result }
        }
        rows.append(
            Row(
                name: "raws waiting, beside idle", value: rows[1].value, unit: "s", floor: rows[0].value, judge: .most,
                goal: 2.8 / 1.5))
        return rows
    }

    /// The line goes dead in the midst of an upload, and nobody says so.
    private func halfOpen() async throws -> [Row] {
        try await limit(toMegabits: 10)
        let far = try FarSide(bodies: .dropped)
        let sending = try Sending("webhook", to: far.base)
        let path = try room.file(8_000_000)
        let task = Task { try await sending.file(path, "half-open") }
        try await Task.sleep(for: .seconds(1))
        try await set("link set lo down")
        let taken = await timed { _ = await task.result }
        try await set("link set lo up")
        try await sending.file(path, "again")
        return [
            Row(
                name: "line dead in mid upload: noticed after, limit 30 s", value: taken, unit: "s", judge: .most,
                goal: 31)
        ]
    }
}
