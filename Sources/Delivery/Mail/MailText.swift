import Glibc

/// A mail as it goes over the line, in pieces, so that a picture is never whole in memory.
struct MailText: Sendable {
    enum Piece: Sendable {
        case text([UInt8])
        /// In base64, in lines of 76 characters.
        case encoded(SentFile.Content, size: Int)
    }

    var pieces: [Piece] = []

    /// Bytes, without the dots that are put before others at the beginning of a line.
    var size: Int {
        pieces.reduce(0) { sum, piece in
            switch piece {
            case .text(let bytes): sum + bytes.count
            case .encoded(_, let size): sum + (size + 2) / 3 * 4 + (size + 56) / 57 * 2
            }
        }
    }

    /// Gives a mail's bytes as they are asked for; it belongs to one thread.
    final class Reader {
        private var rest: ArraySlice<Piece>
        private var ready: [UInt8] = []
        private var next = 0
        private var file: UnsafeMutablePointer<FILE>?
        private var offset = 0
        /// Whether all of it was given out: from then on the server may have the mail.
        var isAtEnd: Bool { rest.isEmpty && next == ready.count }
        /// A file that cannot be read, or is not what it was.
        private(set) var missing: String?

        init(_ text: MailText) {
            rest = text.pieces[...]
            for case .encoded(.file(let path), _) in rest where access(path, R_OK) != 0 { missing = path }
        }

        deinit { if let file { fclose(file) } }

        /// How many bytes it has put there: 0 at the end, nil when it cannot go on.
        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
            while next == ready.count {
                (ready, next) = ([], 0)
                guard let piece = rest.first else { return 0 }
                guard fill(from: piece) else { return nil }
            }
            let count = min(buffer.count, ready.count - next)
            ready.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[next..<next + count])) }
            next += count
            return count
        }

        /// So many bytes at a time make whole lines.
        private static let stride = 57 * 512

        private func fill(from piece: Piece) -> Bool {
            switch piece {
            case .text(let bytes):
                ready = bytes
                rest.removeFirst()
            case .encoded(let content, let size):
                let count = min(Self.stride, size - offset)
                guard let bytes = bytes(of: content, count) else { return false }
                ready = base64Lines(bytes)
                offset += count
                guard offset == size else { return true }
                if let file { fclose(file) }
                (file, offset) = (nil, 0)
                rest.removeFirst()
            }
            return true
        }

        private func bytes(of content: SentFile.Content, _ count: Int) -> [UInt8]? {
            switch content {
            case .bytes(let all): return Array(all[offset..<offset + count])
            case .file(let path):
                if file == nil { file = fopen(path, "rbe") }
                guard let file else {
                    missing = path
                    return nil
                }
                let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                    filled = fread(buffer.baseAddress, 1, count, file)
                }
                // Somebody has shortened it meanwhile.
                if bytes.count < count { missing = path }
                return bytes.count < count ? nil : bytes
            }
        }
    }
}

private let base64Letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// RFC 4648, with padding.
func base64(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var (text, held, bits) = ([UInt8](), 0, 0)
    text.reserveCapacity(bytes.count * 4 / 3 + 4)
    for byte in bytes {
        (held, bits) = (held << 8 | Int(byte), bits + 8)
        while bits >= 6 {
            bits -= 6
            text.append(base64Letters[held >> bits & 63])
        }
        held &= 1 << bits - 1
    }
    if bits > 0 { text.append(base64Letters[held << (6 - bits) & 63]) }
    while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
}

/// The same in lines of 76 characters, each with its end.
func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 57) {
        lines += base64(bytes[start..<min(start + 57, bytes.count)])
        lines += [13, 10]
    }
    return lines
}
