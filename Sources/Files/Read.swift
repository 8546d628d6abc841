import Glibc
import Work

/// The bytes of the regular file at `path`. Pipes, devices and folders are refused, and the size is compared with
/// `limit` (bytes) before anything is read.
public func readAll(_ path: String, limit: Int) throws(FilesError) -> [UInt8] {
    assertOffPool()
    let file = try Descriptor.reading(path)
    let size = Int(try file.status().st_size)
    guard size <= limit else { throw .tooLarge(path: path, size: size, limit: limit) }
    // One byte more than the size shows whether somebody is still writing.
    let bytes = try file.next(size + 1)
    guard bytes.count == size else { throw .failed(path: path, reason: "it changed while it was read") }
    return bytes
}

/// The regular file at `path`, open, with its size in bytes and its time in seconds since 1970. Whoever gets the descriptor closes
/// it.
public func openForReading(_ path: String) throws(FilesError) -> (descriptor: Int32, size: Int, modified: Int) {
    assertOffPool()
    let file = try Descriptor.reading(path)
    let status = try file.status()
    let number = fcntl(file.number, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw FilesError(errno: errno, path: path, doing: .opening) }
    return (number, Int(status.st_size), status.st_mtim.tv_sec)
}

/// A regular file that is read piece by piece. One thread at a time reads.
public final class FileReading: Sendable {
    private let file: Descriptor

    /// Blocks.
    public init(_ path: String) throws(FilesError) {
        assertOffPool()
        file = try Descriptor.reading(path)
    }

    /// In bytes.
    public func size() throws(FilesError) -> Int { Int(try file.status().st_size) }

    /// The next bytes, at most so many; none at the end. Blocks.
    public func next(_ count: Int) throws(FilesError) -> [UInt8] {
        assertOffPool()
        return try file.next(count)
    }
}
