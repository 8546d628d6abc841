import Glibc

/// The comment that a picture carries in its file, such as the content hash of a render.
public enum Stamp {
    /// The first comment of a JPEG (COM), PNG (tEXt or iTXt "Comment"), GIF (comment extension before the first frame)
    /// or WebP of ours, found by hopping from block to block without decoding a pixel. Nil when there is none, or when
    /// the file is of another kind or broken.
    public static func comment(ofFile path: String) throws(ImagingError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var file = BlockReader(descriptor: descriptor)
        guard let magic = file.bytes(at: 0, count: 12) else { return nil }
        return switch magic {
        case _ where magic.starts(with: [0xFF, 0xD8, 0xFF]): jpeg(&file)
        case _ where magic.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]): png(&file)
        case _ where magic.starts(with: "GIF8".utf8): gif(&file)
        case _ where magic.starts(with: "RIFF".utf8) && magic[8...].elementsEqual("WEBP".utf8): webp(&file)
        default: nil
        }
    }

    private static func jpeg(_ file: inout BlockReader) -> String? {
        var offset = 2
        while let head = file.bytes(at: offset, count: 4), head[0] == 0xFF {
            let length = Int(head[2]) << 8 | Int(head[3])
            // After start of scan come the pixels.
            guard head[1] != 0xDA, length >= 2 else { return nil }
            if head[1] == 0xFE { return file.text(at: offset + 4, count: length - 2) }
            offset += 2 + length
        }
        return nil
    }

    private static func png(_ file: inout BlockReader) -> String? {
        let key = Array("Comment\0".utf8)
        var offset = 8
        while let head = file.bytes(at: offset, count: 8) {
            let length = head[..<4].reduce(0) { $0 << 8 | Int($1) }
            let name = head[4...]
            if name.elementsEqual("IDAT".utf8) { return nil }
            // iTXt: two bytes for "not compressed", two empty strings for language and translated key.
            let prefix =
                name.elementsEqual("tEXt".utf8) ? key : name.elementsEqual("iTXt".utf8) ? key + [0, 0, 0, 0] : []
            if !prefix.isEmpty, length >= prefix.count, file.bytes(at: offset + 8, count: prefix.count) == prefix {
                return file.text(at: offset + 8 + prefix.count, count: length - prefix.count)
            }
            offset += 12 + length
        }
        return nil
    }

    private static func gif(_ file: inout BlockReader) -> String? {
        guard let screen = file.bytes(at: 0, count: 13) else { return nil }
        var offset = 13 + (screen[10] & 0x80 != 0 ? 3 << (Int(screen[10] & 7) + 1) : 0)
        while let head = file.bytes(at: offset, count: 2), head[0] == 0x21 {
            var content: [UInt8] = []
            offset += 2
            while let size = file.bytes(at: offset, count: 1)?[0] {
                offset += 1
                if size == 0 { break }
                guard let block = file.bytes(at: offset, count: Int(size)) else { return nil }
                if head[1] == 0xFE { content += block }
                guard content.count <= BlockReader.limit else { return nil }
                offset += Int(size)
            }
            if head[1] == 0xFE { return String(validating: content, as: UTF8.self) }
        }
        return nil
    }

    private static func webp(_ file: inout BlockReader) -> String? {
        var offset = 12
        while let head = file.bytes(at: offset, count: 8) {
            let length = head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
            if head[..<4].elementsEqual(WebPFile.commentChunk.utf8) {
                return file.text(at: offset + 8, count: length)
            }
            offset += 8 + length + length % 2
        }
        return nil
    }
}

/// Small reads at any place of a file, through a window, so that a walk over small blocks costs few system calls.
private struct BlockReader {
    /// No comment of ours is longer.
    static let limit = 65536

    let descriptor: Int32
    private var window: [UInt8] = []
    private var start = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    mutating func bytes(at offset: Int, count: Int) -> [UInt8]? {
        if offset < start || offset + count > start + window.count {
            let size = max(count, 4096)
            let read = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
                filled = max(0, pread(descriptor, buffer.baseAddress, size, off_t(offset)))
            }
            (window, start) = (read, offset)
            guard read.count >= count else { return nil }
        }
        return Array(window[(offset - start)..<(offset - start + count)])
    }

    mutating func text(at offset: Int, count: Int) -> String? {
        guard count <= Self.limit, let bytes = bytes(at: offset, count: count) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
