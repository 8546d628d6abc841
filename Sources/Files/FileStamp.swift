import Glibc

/// By which a file that has changed is told from what it was: another file of that name, another size or another time.
public struct FileStamp: Hashable, Sendable {
    private let identity: FileIdentity
    private let size: Int
    private let (seconds, nanoseconds): (Int, Int)

    /// nil when nothing is at `path`.
    public init?(_ path: String) {
        var status = stat()
        guard let identity = FileIdentity(path), stat(path, &status) == 0 else { return nil }
        (self.identity, size) = (identity, Int(status.st_size))
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}
