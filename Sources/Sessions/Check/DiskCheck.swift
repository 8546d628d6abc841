public import Checks
internal import Faults
internal import Foundation

/// Whether the event's disk has room for a night, and keeps what it has acknowledged.
public struct DiskCheck: Sendable {
    let folder: EventFolder
    let event: Event?
    let captures: @Sendable () -> Int
    /// What a long night has.
    private static let night = 200
    /// Files of a session besides its captures.
    private static let filesBesides = 6
    /// A JPEG of 24 megapixels, and what is made of a session's captures, in bytes.
    private static let (capture, renditions) = (10_000_000, 6_000_000)

    /// - Parameters:
    ///   - event: nil when it cannot be read.
    ///   - captures: how many the workflow takes of a guest; blocks.
    public init(folder: EventFolder, event: Event?, captures: @escaping @Sendable () -> Int) {
        (self.folder, self.event, self.captures) = (folder, event, captures)
    }

    /// Blocks.
    public func look(_ report: CheckReport) {
        var space = statvfs()
        guard statvfs(folder.path, &space) == 0 else {
            return report.fail(
                "disk", "\(folder.path): \(String(cString: strerror(errno)))", "check the drive")
        }
        let free = Int(space.f_bavail) * Int(space.f_frsize)
        let reserve = (event?.reserve ?? 0) * 1_000_000
        let size = sessionSize
        let sessions = max(0, free - reserve) / max(size, 1)
        let found =
            "\(text(free)) free, room for about \(counted(sessions, "session")) of \(text(size)) "
            + "before the reserve of \(text(reserve))"
        let files = (try? folder.freeFiles()) ?? nil
        if let files, files < EventFolder.filesOfASession {
            report.fail("disk", SessionsError.noFilesLeft(path: folder.path, free: files))
        } else if let files, files / (captures() + Self.filesBesides) < Self.night {
            report.warn(
                "disk", "the file system takes only \(counted(files, "more file")) (inodes)",
                "delete small files that nobody needs: a long night has \(Self.night) sessions")
        } else if free < reserve {
            report.fail(
                "disk",
                "\(text(free)) free, less than the reserve of \(text(reserve)): no session would start",
                "free some space, or put the event on a larger drive")
        } else if sessions < Self.night {
            report.warn("disk", found, "free some space: a long night has \(Self.night) sessions")
        } else {
            report.ok("disk", found)
        }
        lookAtFileSystem(report)
    }

    /// Bytes of one session: as those so far, or as the workflow promises.
    private var sessionSize: Int {
        if folder.hasRecord, let known = try? Inspection.bytesPerSession(in: folder) { return known }
        return captures() * Self.capture + Self.renditions
    }

    private func text(_ bytes: Int) -> String {
        guard bytes >= 1_000_000 else { return "\(bytes / 1000) kB" }
        guard bytes >= 1_000_000_000 else { return "\(bytes / 1_000_000) MB" }
        let tenths = bytes / 100_000_000
        return tenths >= 100 ? "\(tenths / 10) GB" : "\(tenths / 10).\(tenths % 10) GB"
    }

    private func lookAtFileSystem(_ report: CheckReport) {
        var status = stat()
        guard stat(folder.path, &status) == 0,
            let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return }
        Self.judge(FileSystem.kind(ofDevice: status.st_dev, in: mounts), report)
        // Changes nothing, and fails where a folder cannot be made durable.
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 {
            report.warn(
                "file system", "cannot make a folder durable (\(String(cString: strerror(errno))))",
                "put the event on a drive with ext4, xfs or btrfs")
        }
    }

    static func judge(_ kind: String?, _ report: CheckReport) {
        guard let kind else { return }
        if let flaw = FileSystem.flaw(of: kind) {
            report.warn("file system", "\(kind): \(flaw)", "put the event on a drive with ext4, xfs or btrfs")
        } else {
            report.ok("file system", "\(kind), fit for an event")
        }
    }
}

/// Kinds of file systems.
enum FileSystem {
    /// What the kernel calls the file system on a device; nil when it cannot be told. `mounts` is /proc/self/mountinfo:
    ///
    ///     36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
    static func kind(ofDevice device: dev_t, in mounts: String) -> String? {
        let number = "\(device >> 8 & 0xfff):\(device & 0xff | device >> 12 & 0xfff00)"
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 6, words[2] == number, let mark = words.firstIndex(of: "-"), mark + 1 < words.count
            else { continue }
            return String(words[mark + 1])
        }
        return nil
    }

    /// Why an event is not safe there; nil when it is.
    static func flaw(of kind: String) -> String? {
        switch kind {
        case "vfat", "msdos", "exfat":
            "made for cards and sticks, without a journal; a pulled plug may damage it"
        case "tmpfs", "ramfs": "in memory; everything is gone when the power is"
        case "nfs", "nfs4", "cifs", "smb3", "9p": "on the network; the booth stands still whenever that does"
        case "ntfs", "ntfs3", "fuseblk": "another system's; a pulled plug may damage it"
        case _ where kind.hasPrefix("fuse"): "a program stands between booth and disk; a pulled plug may cost pictures"
        default: nil
        }
    }
}
