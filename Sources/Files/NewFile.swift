import Glibc
import Work

/// A file that is written as its content comes. Nobody takes it for whole before it has another name: whoever makes one stages it
/// under a hidden name, and flushes it before it counts. One thread at a time writes.
public final class NewFile: Sendable {
    private let file: Descriptor

    /// Fails when there is a file of that name already. Blocks.
    public init(_ path: String) throws(FilesError) {
        assertOffPool()
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw FilesError(errno: errno, path: path, doing: .creating) }
        file = Descriptor(adopting: number, path: path)
    }

    /// Blocks.
    public func append(_ bytes: [UInt8]) throws(FilesError) {
        assertOffPool()
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(FilesError) in try file.write(buffer) }
        }
        try result.get()
    }

    /// Writes over bytes that are there already; what comes after them still goes to the end. Blocks.
    public func overwrite(_ bytes: [UInt8], at offset: Int) throws(FilesError) {
        assertOffPool()
        let written = bytes.withUnsafeBytes { pwrite(file.number, $0.baseAddress!, $0.count, off_t(offset)) }
        guard written == bytes.count else { throw FilesError(errno: errno, path: file.path, doing: .transferring) }
    }
}

/// `count` bytes of the regular file at `path` from `offset` on; fewer where it ends before.
public func readPart(of path: String, at offset: Int, count: Int) throws(FilesError) -> [UInt8] {
    assertOffPool()
    let file = try Descriptor.reading(path)
    guard lseek(file.number, off_t(offset), SEEK_SET) >= 0 else {
        throw FilesError(errno: errno, path: path, doing: .transferring)
    }
    return try file.next(count)
}
