import Glibc
import Work

/// A file without a name: nobody else sees it, and it is gone when the last process that has it open lets go of it, whatever happens.
public final class ScratchFile: Sendable {
    private let file: Descriptor
    /// Open for reading and writing, for a child. It stays this object's.
    public var descriptor: Int32 { file.number }

    /// In the folder of the file `path`, which it is made for and which errors name.
    public init(beside path: String) throws(FilesError) {
        assertOffPool()
        let folder = Files.folder(of: path)
        var number = open(folder, Self.withoutName | O_RDWR | O_CLOEXEC, 0o600)
        if number < 0, [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) {
            // A card's file system has no such files: there it has a name for a moment.
            let name = "\(folder)/.scratch-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            number = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if number >= 0 { unlink(name) }
        }
        guard number >= 0 else { throw FilesError(errno: errno, path: path, doing: .creating) }
        file = Descriptor(adopting: number, path: path)
    }

    /// O_TMPFILE, which glibc shows only for _GNU_SOURCE.
    private static let withoutName = 0o20_000_000 | O_DIRECTORY

    /// In bytes.
    public func size() throws(FilesError) -> Int { Int(try file.status().st_size) }

    /// At its end.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) { try file.write(bytes) }

    /// The bytes from `offset` on, `count` of them unless it ends before.
    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = pread(
                file.number, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw FilesError(errno: errno, path: file.path, doing: .transferring)
            }
        }
        return filled
    }

    public func bytes(at offset: Int, count: Int) throws(FilesError) -> [UInt8] {
        var failure: FilesError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FilesError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
