import Actions
import Files
import Foundation
import Glibc
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// A disk that is full while an operator does something. It is a small one of the test's own, which only root can mount.
@Suite(.enabled(if: SmallDisk.canBeMounted, "only root can mount a small disk, and not in every container"))
struct FullDiskTests {
    @Test func `Nothing is half-done, the answer says why, and it works when there is room`() async throws {
        let path = "/dev/shm/web-full-\(UInt64.random(in: 0 ... .max))"
        try makeFolder(path)
        defer { removeTree(path) }
        let mounted = await Programs.blocking {
            Programs.run("/bin/mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", path])
        }
        try #require(mounted.status == 0, "\(mounted.said)")
        defer { umount2(path, Int32(MNT_DETACH)) }
        let event = try await ServedEvent(sessions: 2, at: path)
        let before = try await event.site.record.session(number: 1)
        let names = event.names("FinalPhoto")
        let filler = path + "/filler"
        fill(filler)
        for (address, body) in [
            ("/api/sessions/1/share", [:]), ("/api/sessions/1/delete", [:]),
            ("/api/sessions/1/delete", ["item": [.string(before.captures[0].path)]]),
        ] as [(String, JSONValue)] {
            let answer = await event.ask(.post, address, body)
            #expect(answer.status == 507 && !answer.error.isEmpty, "\(address): \(answer)")
        }
        let made = await event.ask(.post, "/api/sessions/2/rerun", ["effect": ["sepia"]])
        let job = try await event.ended(made)
        #expect(job[member: "state"] == "failed" && job[member: "error"]?.text?.isEmpty == false, "\(job)")
        let settings = await event.ask(.get, "/api/event")
        let put = await event.ask(.put, "/api/event", settings.json, ifMatch: settings.headers["ETag"])
        #expect(put.status == 507, "\(put)")
        #expect(try await event.site.record.session(number: 1) == before && event.names("FinalPhoto") == names)
        #expect(await event.ask(.get, "/api/event").json == settings.json)
        #expect(event.names("Effects").isEmpty)
        truncate(filler, 0)
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 2)
        let shared = await event.ask(.post, "/api/sessions/1/share")
        #expect(shared.status == 200, "\(shared)")
        let again = try await event.ended(event.ask(.post, "/api/sessions/2/rerun", ["effect": ["sepia"]]))
        #expect(again[member: "state"] == "done", "\(again)")
        #expect(try await event.site.record.check() == [])
    }

    /// Takes every byte that there is.
    private func fill(_ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let block = [UInt8](repeating: 1, count: 4_096)
        for size in [4_096, 512, 1] { while write(file, block, size) > 0 {} }
        close(file)
    }
}

/// Tried once, before the tests are chosen.
enum SmallDisk {
    static let canBeMounted: Bool = {
        let path = "/dev/shm/web-mount-\(UInt64.random(in: 0 ... .max))"
        guard getuid() == 0, mkdir(path, 0o700) == 0 else { return false }
        defer { rmdir(path) }
        guard mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0 else { return false }
        return umount2(path, Int32(MNT_DETACH)) == 0
    }()
}
