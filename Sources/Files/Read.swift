import Glibc

/// The bytes of the regular file at `path`. Pipes, devices and folders are refused, and the size is compared with
/// `limit` (bytes) before anything is read.
public func readAll(_ path: String, limit: Int) throws(FilesError) -> [UInt8] {
    let file = try Descriptor.reading(path)
    let size = Int(try file.status().st_size)
    guard size <= limit else { throw .tooLarge(path: path, size: size, limit: limit) }
    // One byte more than the size shows whether somebody is still writing to it.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 1, alignment: 16)
    defer { buffer.deallocate() }
    let count = try file.read(into: buffer)
    guard count == size else { throw .failed(path: path, reason: "it changed while it was read") }
    return Array(buffer.prefix(count))
}
