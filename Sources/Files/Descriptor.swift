import Glibc

/// An open file, closed when its owner goes. `path` is for the text of errors.
struct Descriptor: ~Copyable {
    let number: Int32
    let path: String

    /// Takes ownership of an open descriptor.
    init(adopting number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    /// Opens a regular file for reading. `O_NONBLOCK`, because opening a pipe would otherwise wait for its writer;
    /// it means nothing to a regular file, and nothing else gets past the check.
    static func reading(_ path: String) throws(FilesError) -> Descriptor {
        guard !path.utf8.contains(0) else { throw .unreadable(path: path, reason: "NUL in the name") }
        let number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        // ENXIO is how a socket, or a device without a driver, answers.
        guard number >= 0 || errno != ENXIO else { throw .notAFile(path: path, kind: "a socket or device") }
        guard number >= 0 else { throw FilesError(errno: errno, path: path, doing: .opening) }
        let file = Descriptor(adopting: number, path: path)
        try FilesError.requireRegular(file.status().st_mode, path: path)
        return file
    }

    deinit { close(number) }

    func status() throws(FilesError) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw FilesError(errno: errno, path: path, doing: .transferring) }
        return status
    }

    /// The number of bytes read, less than asked for only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = Glibc.read(number, buffer.baseAddress! + filled, buffer.count - filled)
            if count == 0 { break }
            if count > 0 { filled += count } else if errno != EINTR { throw transferError() }
        }
        return filled
    }

    /// The next `count` bytes, fewer only at the end of the file.
    func next(_ count: Int) throws(FilesError) -> [UInt8] {
        var failure: FilesError?
        // Straight into the array, because a second copy costs as much as reading.
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FilesError) { filled = try read(into: UnsafeMutableRawBufferPointer(buffer)) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(number, bytes.baseAddress! + written, bytes.count - written)
            if count > 0 { written += count } else if errno != EINTR { throw transferError() }
        }
    }

    /// Returns when the disk has it.
    func synchronise() throws(FilesError) {
        guard fsync(number) == 0 else { throw transferError() }
    }

    private func transferError() -> FilesError { FilesError(errno: errno, path: path, doing: .transferring) }
}

extension FilesError {
    /// Refuses what is not a regular file, by name.
    static func requireRegular(_ mode: mode_t, path: String) throws(FilesError) {
        switch mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw .isAFolder(path: path)
        case S_IFIFO: throw .notAFile(path: path, kind: "a pipe")
        case S_IFSOCK: throw .notAFile(path: path, kind: "a socket")
        default: throw .notAFile(path: path, kind: "a device")
        }
    }
}
