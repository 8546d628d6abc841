import Files
import Glibc

/// A disk in memory that is soon full. Only root can mount one. Gone when it is.
package final class SmallDisk: Sendable {
    package let path: String
    private var filler: String { path + "/filler" }

    package struct NotMounted: Error {}

    /// Blocks.
    package init(megabytes: Int) throws {
        path = "/dev/shm/small-disk-\(UInt64.random(in: 0 ... .max))"
        try makeFolder(path)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            removeTree(path)
            throw NotMounted()
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        removeTree(path)
    }

    package static let canBeMounted = getuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil
    package static let needsRoot = "only root can mount a small disk, and not in every container"

    /// Takes every byte that there is. Blocks.
    package func fill() {
        let block = [UInt8](repeating: 1, count: 4_096)
        let file = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        for size in [4_096, 512, 1] { while write(file, block, size) > 0 {} }
        close(file)
    }

    /// Takes all but so many bytes. Blocks.
    package func leave(_ bytes: Int) {
        fill()
        var facts = stat()
        guard stat(filler, &facts) == 0 else { return }
        truncate(filler, max(0, facts.st_size - off_t(bytes)))
    }

    /// Gives back what `fill` has taken.
    package func makeRoom() { truncate(filler, 0) }
}
