import Glibc
import Work

/// Replaces the file at `path` in one step and returns when the disk has it: temporary file in the same folder, fsync,
/// rename, fsync of the folder. A crash at any moment leaves the old file or the new one; a failure leaves no
/// temporary file. The mode is 0644 less the umask, or 0600 for what is secret. A symbolic link at `path` is replaced, not
/// followed; devices, pipes and folders are refused.
public func writeDurably(_ bytes: [UInt8], to path: String, isSecret: Bool = false) throws(FilesError) {
    try replaceDurably(path, mode: isSecret ? 0o600 : 0o644) { (file) throws(FilesError) in
        // Typed throws do not pass through withUnsafeBytes' rethrows.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(FilesError) in try file.write(buffer) }
        }
        try result.get()
    }
}

/// As `writeDurably(_:to:)`, for bytes that a C library owns.
public func writeDurably(_ bytes: UnsafeRawBufferPointer, to path: String) throws(FilesError) {
    try replaceDurably(path) { (file) throws(FilesError) in try file.write(bytes) }
}

/// `body` writes into the temporary file; what it throws is passed on after the temporary file is gone.
func replaceDurably(
    _ path: String, mode: mode_t = 0o644, body: (borrowing Descriptor) throws(FilesError) -> Void
) throws(FilesError) {
    assertOffPool()
    let place = try Destination(path)
    try place.requireNothingButAFile(path: path)
    let temporary = try createTemporary(in: place, path: path, mode: mode)
    var renamed = false
    defer { if !renamed { unlinkat(place.folder.number, temporary.name, 0) } }
    try body(temporary.file)
    try temporary.file.synchronise()
    guard renameat(place.folder.number, temporary.name, place.folder.number, place.name) == 0 else {
        throw FilesError(errno: errno, path: path, doing: .creating)
    }
    renamed = true
    // EINVAL: a file system that cannot synchronise a folder, and does so by itself (some network and FUSE ones).
    guard fsync(place.folder.number) == 0 || errno == EINVAL else {
        throw FilesError(errno: errno, path: path, doing: .transferring)
    }
}

private struct Temporary: ~Copyable {
    let file: Descriptor
    let name: String
}

/// A new hidden file `.NAME.XXXXXX`. `open` rather than `mkstemp`, so that the kernel applies the umask: asking for
/// the umask is a race between threads. 60 scalars of NAME are at most 240 bytes, within the 255 that a name may have.
private func createTemporary(
    in place: borrowing Destination, path: String, mode: mode_t
) throws(FilesError) -> Temporary {
    let start = String(String.UnicodeScalarView(place.name.unicodeScalars.prefix(60)))
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    while true {
        let suffix = String((0..<6).map { _ in letters.randomElement()! })
        let hidden = ".\(start).\(suffix)"
        let number = openat(place.folder.number, hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if number >= 0 { return Temporary(file: Descriptor(adopting: number, path: path), name: hidden) }
        guard errno == EEXIST else { throw FilesError(errno: errno, path: path, doing: .creating) }
    }
}
