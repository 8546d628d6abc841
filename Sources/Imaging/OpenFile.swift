import Glibc

/// A picture's bytes: a regular file, open for reading and closed with its owner, or memory.
struct OpenFile: ~Copyable {
    /// -1 for memory.
    let descriptor: Int32
    /// Empty for a file.
    let memory: [UInt8]
    let path: String
    let size: Int

    /// Bytes that lie in memory already; `name` stands for the path in what is said of them.
    init(memory: [UInt8], name: String) throws(ImagingError) {
        guard !memory.isEmpty else { throw .empty(path: name) }
        (descriptor, self.memory, path, size) = (-1, memory, name, memory.count)
    }

    /// Opens without waiting, so that a pipe or a device in a picture's place is an error and no hang.
    init(path: String) throws(ImagingError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.error(path, errno) }
        var facts = stat()
        let status = fstat(descriptor, &facts)
        let reason: ImagingError? =
            if status != 0 {
                Self.error(path, errno)
            } else if facts.st_mode & S_IFMT == S_IFDIR {
                .notAFile(path: path, kind: "a folder")
            } else if facts.st_mode & S_IFMT != S_IFREG {
                .notAFile(path: path, kind: "a pipe or a device")
            } else if facts.st_size == 0 {
                .empty(path: path)
            } else {
                nil
            }
        if let reason {
            close(descriptor)
            throw reason
        }
        (self.descriptor, memory, self.path, size) = (descriptor, [], path, Int(facts.st_size))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Up to `count` bytes from `offset` on; fewer at the end of the file.
    func bytes(at offset: Int, count: Int) throws(ImagingError) -> [UInt8] {
        try reader.bytes(at: offset, count: count)
    }

    /// Reads while the file is open, where a borrowed file cannot go.
    var reader: Reader { Reader(descriptor: descriptor, memory: memory, path: path, size: size) }

    /// The file as a TIFF structure, for as long as it is open; nil when it is none.
    var structure: TIFFStructure? {
        let (descriptor, size, memory) = (descriptor, size, memory)
        return TIFFStructure { offset, count in
            guard offset >= 0, offset < size, count > 0 else { return [] }
            let wanted = min(count, size - offset)
            guard descriptor >= 0 else { return Array(memory[offset..<offset + wanted]) }
            return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                filled = max(0, pread(descriptor, buffer.baseAddress, wanted, off_t(offset)))
            }
        }
    }

    fileprivate static func error(_ path: String, _ number: Int32) -> ImagingError {
        switch number {
        case ENOENT, ENOTDIR: .missing(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        default: .unreadable(path: path, reason: String(cString: strerror(number)))
        }
    }
}

extension OpenFile {
    struct Reader {
        let descriptor: Int32
        let memory: [UInt8]
        let path: String
        let size: Int

        /// Up to `count` bytes from `offset` on; fewer at the end of the file.
        func bytes(at offset: Int, count: Int) throws(ImagingError) -> [UInt8] {
            guard offset >= 0, offset < size, count > 0 else { return [] }
            let wanted = min(count, size - offset)
            guard descriptor >= 0 else { return Array(memory[offset..<offset + wanted]) }
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                filled = 0
                while filled < wanted, let base = buffer.baseAddress {
                    let got = pread(descriptor, base + filled, wanted - filled, off_t(offset + filled))
                    if got < 0, errno == EINTR { continue }
                    if got < 0 { failure = errno }
                    guard got > 0 else { return }
                    filled += got
                }
            }
            guard failure == 0 else { throw OpenFile.error(path, failure) }
            return bytes
        }
    }
}
