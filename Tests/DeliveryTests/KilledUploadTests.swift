import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import Delivery

/// Servers, rclone and attempts that end in the midst of uploads: nobody ever sees half a file, and all arrive. BOOTHKIT_SOAK asks
/// for as many as an evening has.
@Suite struct KilledUploadTests {
    enum Mishap: String, CaseIterable { case serverKilled, rcloneKilled, attemptCancelled }

    private static let count = Soak.isAskedFor ? 200 : 8
    private static let size = 6_000_000

    @Test(
        .enabled(
            if: FarProgram.hasRclone && FarProgram.hasPython, "there is no rclone, or scripts/far-sides was not run"),
        arguments: [
            (FarProgram.FileServer.rcloneWebDAV, false, [Mishap.serverKilled, .attemptCancelled]),
            (.wsgidav, false, [.serverKilled, .attemptCancelled]),
            (.rcloneWebDAV, true, [.serverKilled, .rcloneKilled, .attemptCancelled]),
            (.sftp, true, [.serverKilled, .rcloneKilled]),
        ])
    func `Nobody sees half a file`(server: FarProgram.FileServer, byRclone: Bool, mishaps: [Mishap]) async throws {
        let (first, port) = try await FarProgram.files(server)
        let scene = Scene(first)
        let room = first.scratch
        let rig = try await Self.rig(server, byRclone, port)
        let kills = (Soak.isAskedFor ? 25 : 4) / mishaps.count
        let look = FinalNames(in: room.path("files"), of: Self.size)
        let (delivered, happened) = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for index in stride(from: worker, to: Self.count, by: 4) {
                        try await Self.deliver(Self.item(index, rig), by: rig, scene, worker)
                    }
                    return 0
                }
            }
            group.addTask {
                var happened = 0
                for mishap in (0..<kills).flatMap({ _ in mishaps }) {
                    guard try await Self.untilPart(in: room) else { break }
                    switch mishap {
                    case .serverKilled:
                        scene.far.withLock { $0 }.kill()
                        let next = try await FarProgram.files(server, in: room, at: port).program
                        scene.far.withLock { $0 = next }
                    case .rcloneKilled: Self.killRclone(of: rig)
                    case .attemptCancelled: scene.attempts.withLock { $0.values.first }?.cancel()
                    }
                    happened += 1
                }
                return happened
            }
            var happened = 0
            for try await one in group { happened += one }
            return (room.names(in: "files"), happened)
        }
        #expect(happened > 0)
        #expect(look.halves() == [])
        #expect(delivered == (0..<Self.count).map { Self.name($0) }.sorted())
        for index in 0..<Self.count {
            let isSame = room.read("files/" + Self.name(index)) == Self.content(index)
            #expect(isSame, "\(Self.name(index))")
        }
        print("delivery: \(server), by rclone \(byRclone): \(Self.count) files, \(happened) mishaps, none half")
    }

    private static func rig(_ server: FarProgram.FileServer, _ byRclone: Bool, _ port: Int) async throws -> Rig {
        let base = "http://127.0.0.1:\(port)/"
        guard byRclone else {
            return try Rig(
                "{\"name\":\"far\",\"kind\":\"recipe\",\"recipe\":\"webdav-put\",\"base\":\"\(base)\",\"lan\":true}")
        }
        let rig = try Rig(#"{"name":"far","kind":"rclone","remote":"far:"}"#)
        let hidden = await Programs.blocking { Programs.run(FarProgram.rclone ?? "", ["obscure", "geheim"]).out }
        let settings =
            server == .sftp
            ? "type = sftp\nhost = 127.0.0.1\nport = \(port)\nuser = booth\npass = \(hidden)"
            : "type = webdav\nurl = \(base)\nvendor = other"
        _ = try rig.scratch.put("[far]\n\(settings)\n", at: "rclone.conf", mode: 0o600)
        return rig
    }

    private static func name(_ index: Int) -> String { String(format: "%06d-5b5da724.jpg", index) }

    private static func content(_ index: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size)
    }

    private static func item(_ index: Int, _ rig: Rig) throws -> Item {
        var item = Rig.item(.media, key: "media-\(index)")
        let path = try rig.scratch.put(content(index), at: name(index))
        item.files = [SentFile(.file(path), name: name(index), mediaType: "image/jpeg")]
        return item
    }

    private static func deliver(
        _ item: Item, by rig: Rig, _ scene: Scene, _ worker: Int
    ) async throws {
        // A server that is killed is away for as long as it takes to start it; one that is there has its reasons soon no more.
        var excuses = 0
        while true {
            try Task.checkCancellation()
            let attempt = Task { await rig.service.send(item, to: "far") }
            scene.attempts.withLock { $0[worker] = attempt }
            defer { scene.attempts.withLock { $0[worker] = nil } }
            switch await attempt.value {
            case .delivered: return
            case .unreachable: await Task.yield()
            case .busy(let why, _):
                excuses += 1
                guard excuses < 1_000 else { throw FarProgram.NotUp(description: "\(item.key): still busy: \(why)") }
                await Task.yield()
            case let verdict: throw FarProgram.NotUp(description: "\(verdict)")
            }
        }
    }

    /// Waits until an upload is under way; false when all have arrived.
    private static func untilPart(in room: Scratch) async throws -> Bool {
        while true {
            let names = room.names(in: "files")
            if names.contains(where: { $0.hasPrefix(".part-") }) { return true }
            if names.count(where: { !$0.hasPrefix(".") }) == count { return false }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private static func killRclone(of rig: Rig) {
        let mark = rig.scratch.path("rclone.conf")
        for pid in ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap({ pid_t($0) }) {
            func read(_ name: String) -> String {
                (try? String(contentsOfFile: "/proc/\(pid)/\(name)", encoding: .utf8)) ?? ""
            }
            if read("comm") == "rclone\n", read("environ").contains(mark) { kill(pid, SIGKILL) }
        }
    }
}

/// The server as it is now, and what is under way, by who sends it.
private final class Scene: Sendable {
    let far: Mutex<FarProgram>
    let attempts = Mutex<[Int: Task<Verdict, Never>]>([:])

    init(_ far: FarProgram) { self.far = Mutex(far) }
}

/// Looks at a folder all the time, for files that have their final name and not their size.
private final class FinalNames: Sendable {
    private let state = Mutex((halves: [String](), isOver: false))

    init(in folder: String, of size: Int) {
        onOwnThread("final-names") { [self] in
            while !state.withLock({ $0.isOver }) {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                where !name.hasPrefix(".") {
                    var status = stat()
                    guard stat(folder + "/" + name, &status) == 0, Int(status.st_size) != size else { continue }
                    state.withLock { $0.halves.append("\(name): \(status.st_size)") }
                }
                usleep(500)
            }
        }
    }

    /// What was seen until now, which is the end.
    func halves() -> [String] {
        state.withLock { state in
            state.isOver = true
            return state.halves
        }
    }
}
