import Glibc

/// A regular file, open for reading, closed with its owner.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    let path: String
    let size: Int

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
        (self.descriptor, self.path, size) = (descriptor, path, Int(facts.st_size))
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from `offset` on; fewer at the end of the file.
    func bytes(at offset: Int, count: Int) throws(ImagingError) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = min(count, size - offset)
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
        guard failure == 0 else { throw Self.error(path, failure) }
        return bytes
    }

    /// What the file says as a TIFF structure; nothing when it is none, or cannot be read.
    var tags: TIFFTags {
        let (descriptor, size) = (descriptor, size)
        return TIFFTags { offset, count in
            guard offset >= 0, offset < size, count > 0 else { return [] }
            let wanted = min(count, size - offset)
            return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                filled = max(0, pread(descriptor, buffer.baseAddress, wanted, off_t(offset)))
            }
        }
    }

    private static func error(_ path: String, _ number: Int32) -> ImagingError {
        switch number {
        case ENOENT, ENOTDIR: .missing(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        default: .unreadable(path: path, reason: String(cString: strerror(number)))
        }
    }
}
