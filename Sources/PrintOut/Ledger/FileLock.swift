public import Files
import Glibc

/// Held by at most one process and one thread; free again when its owner goes, however that dies.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// nil while somebody else holds it. A file carries a lock for each print, and one for all (`id` nil).
    public init?(path: String, for id: PrintID? = nil) throws(FilesError) {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        // A lock of the open file, not of the process (fcntl(2), F_OFD_SETLK): two threads exclude each other, too.
        var range = flock()
        (range.l_type, range.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (range.l_start, range.l_len) = (id.map(Self.place) ?? 0, 1)
        guard fcntl(number, Self.setOpenFileLock, &range) == 0 else {
            let failure = errno
            close(number)
            if failure == EAGAIN || failure == EACCES { return nil }
            throw .failed(path: path, reason: "it cannot be locked: \(String(cString: strerror(failure)))")
        }
        // Last, because deinit also runs after a failure once everything is set, and would close it again.
        descriptor = number
    }

    deinit { close(descriptor) }

    /// F_OFD_SETLK, which Glibc's module does not have.
    private static let setOpenFileLock: Int32 = 37

    /// A byte of the file, beyond its end and never written, for each id: FNV-1a in 62 bits. Two ids that share one wait
    /// for each other.
    private static func place(of id: PrintID) -> Int {
        let hash = id.text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int(hash >> 2) + 1
    }
}
