public import Files
import Glibc

/// A file that is open, so that it is sent as it was even when it is removed meanwhile.
public final class ServedFile: Sendable {
    let descriptor: Int32
    /// Bytes.
    public let size: Int
    /// Seconds since 1970.
    public let modified: Int

    /// Opens a regular file. Blocks.
    public init(_ path: String) throws(FilesError) {
        (descriptor, size, modified) = try openForReading(path)
    }

    deinit { close(descriptor) }
}
