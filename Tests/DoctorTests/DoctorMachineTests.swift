import Checks
import Faults
import Foundation
import Rigs
import Testing

@testable import Sessions

/// What is said about the machine that the booth runs on.
@Suite struct DoctorMachineTests {
    @Test func `A disk is judged by its reserve, and in sessions`() async throws {
        let event = try await DoctorEvent()
        #expect(try await event.examine().says("disk", .ok, "sessions of 16 MB"))
        var space = statvfs()
        #expect(statvfs(event.folder.path, &space) == 0)
        let free = Int(space.f_bavail) * Int(space.f_frsize) / 1_000_000
        let tight = try await DoctorEvent { $0.reserve = free - 1_600 }
        #expect(try await tight.examine().says("disk", .warning, "room for about"))
        let full = try await DoctorEvent { $0.reserve = 1_000_000_000 }
        let findings = try await full.examine()
        #expect(
            findings.says("disk", .failure, "no session would start") && findings.tells("disk", to: "free some space"))
    }

    @Test func `After the first sessions, their size counts`() async throws {
        let event = try await DoctorEvent()
        let record = try EventRecord(event.folder)
        let session = try await record.start(SessionPlan(workflow: .standard))
        let bytes = [UInt8](repeating: 7, count: 3_000_000)
        _ = try await record.keep(NewCapture(bytes: bytes, fileExtension: "jpg", source: "test"), in: session.id)
        #expect(try await event.examine().says("disk", .ok, "sessions of 3 MB"))
    }

    @Test(
        arguments: [
            ("vfat", "made for cards"), ("exfat", "made for cards"), ("tmpfs", "in memory"), ("nfs4", "network"),
            ("fuseblk", "another system's"), ("fuse.sshfs", "a program stands between"), ("ext4", nil), ("btrfs", nil),
        ] as [(String, String?)])
    func `File systems that may lose pictures are named`(kind: String, flaw: String?) {
        let found = findings { DiskCheck.judge(kind, $0) }
        #expect(found.says("file system", flaw == nil ? .ok : .warning, flaw ?? kind))
        #expect(findings { DiskCheck.judge(nil, $0) } == [])
    }

    @Test func `The file system of a device is read from the kernel's list`() {
        let mounts = """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
            40 27 8:17 / /media/STICK rw - vfat /dev/sdb1 rw
            """
        #expect(FileSystem.kind(ofDevice: 254 << 8, in: mounts) == "ext4")
        #expect(FileSystem.kind(ofDevice: 8 << 8 | 17, in: mounts) == "vfat")
        #expect(FileSystem.kind(ofDevice: 9 << 8, in: mounts) == nil)
    }

    private func clock(
        _ event: DoctorEvent, now: String = "2026-06-14T18:15:00Z", built: String = "2026-01-01T00:00:00Z",
        zone: String = "Europe/Berlin", synchronised: Bool? = true
    ) throws -> [Finding] {
        var check = ClockCheck(event.folder, event: try Event(in: event.folder))
        check.now = try Date(now, strategy: .iso8601)
        check.built = try Date(built, strategy: .iso8601)
        (check.zone, check.isSynchronised) = (TimeZone(identifier: zone)!, synchronised)
        return findings { check.look($0) }
    }

    @Test func `A clock that is right is told with its zone`() async throws {
        let found = try clock(await DoctorEvent())
        #expect(found.allSatisfy { $0.grade == .ok })
        #expect(found.says("clock", .ok, "2026-06-14 20:15 (Europe/Berlin)"))
        #expect(found.says("date", .ok, "the event is on 14 June 2026, today is 2026-06-14"))
    }

    @Test(
        arguments: [
            ("16 June 2026", "en", Finding.Grade.ok, "today is"), ("17 June 2026", "en", .warning, "3 days to go"),
            ("June 1, 2026", "en", .warning, "13 days ago"), ("2026-11-20", "en", .warning, "159 days to go"),
            ("20. November 2026", "de", .warning, "159 days to go"), ("12 Jun 2026", "en", .ok, "today is"),
            ("all summer long", "en", .ok, "today is"), ("6/7/2026", "en", .ok, "today is"),
            ("", "en", .ok, "has none"),
        ] as [(String, String, Finding.Grade, String)])
    func `A date that is not today's is told`(
        date: String, locale: String, grade: Finding.Grade, found: String
    ) async throws {
        let event = try await DoctorEvent { ($0.date, $0.locale) = (date, locale) }
        #expect(try clock(event).says("date", grade, found))
    }

    @Test func `A clock of before the program fails, one without a server warns`() async throws {
        let event = try await DoctorEvent()
        let old = try clock(event, now: "1970-01-01T00:01:00Z")
        #expect(old.says("clock", .failure, "before this program was built") && old.tells("clock", to: "timedatectl"))
        #expect(try clock(event, synchronised: false).says("clock", .warning, "not set by a time server"))
        #expect(try clock(event, synchronised: nil).grade("clock") == .ok)
    }

    @Test(
        arguments: [
            ("Asia/Tokyo", "Europe/Berlin", Finding.Grade.ok, "where it is 03:15; this machine is on Europe/Berlin"),
            ("Europe/Paris", "Europe/Berlin", .ok, "Europe/Paris"),
            (nil, "Europe/Berlin", .ok, "Europe/Berlin, this machine's"),
            (nil, "Etc/UTC", .warning, "the event names none"),
        ] as [(String?, String, Finding.Grade, String)])
    func `The event's zone is compared with the machine's`(
        own: String?, machine: String, grade: Finding.Grade, found: String
    ) async throws {
        let event = try await DoctorEvent { $0.zone = own }
        #expect(try clock(event, zone: machine).says("zone", grade, found))
    }
}

/// A file system that has room for bytes, and for no more names.
@Suite(.enabled(if: geteuid() == 0, "only root may mount")) struct DoctorFileCountTests {
    @Test(arguments: [(40, Finding.Grade.failure), (800, .warning)])
    func `A disk that takes no more files is found while it has room`(files: Int, grade: Finding.Grade) async throws {
        let mount = FileManager.default.temporaryDirectory.appending(path: "doctor-mount-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: mount) }
        let mounted = Programs.run(
            "/bin/mount", ["-t", "tmpfs", "-o", "size=64m,nr_inodes=\(files)", "none", mount])
        #expect(mounted.status == 0)
        defer { _ = Programs.run("/bin/umount", [mount]) }
        let folder = EventFolder(mount + "/event")
        var event = Event(name: "Emma & Noah", date: "")
        event.reserve = 1
        let record = try EventRecord.create(event, workflow: .standard, in: folder)
        let found = findings { DiskCheck(folder: folder, event: event) { 4 }.look($0) }
        #expect(found.grade("disk") == grade && found.says("disk", grade, "more file"))
        guard grade == .failure else { return }
        #expect(found.tells("disk", to: "delete small files"))
        let error = await #expect(throws: SessionsError.self) {
            try await record.start(SessionPlan(workflow: .standard))
        }
        #expect(error?.guest != nil && error?.description.contains("no inodes") == true)
    }
}
