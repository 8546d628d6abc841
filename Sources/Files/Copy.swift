import Glibc

/// A copy of the file at `source`, which appears at `path` as `writeDurably` has a file appear. Whatever its size, a megabyte of it
/// is held at a time.
public func copyDurably(_ source: String, to path: String) throws(FilesError) {
    let file = try Descriptor.reading(source)
    let size = Int(try file.status().st_size)
    var copied = 0
    try replaceDurably(path) { (target) throws(FilesError) in
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while case let count = try file.read(into: buffer), count > 0 {
            try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            copied += count
        }
        guard copied == size else { throw .failed(path: source, reason: "it changed while it was read") }
    }
}
