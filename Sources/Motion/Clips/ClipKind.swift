import Files
import Imaging

/// What a video file is by its first bytes, as the demuxer that may read it. A playlist, a text or a picture is none, so that nothing
/// in a file can have another one opened.
enum ClipKind: String, CaseIterable {
    case mov, matroska, avi, mpegts

    /// nil for what is no video.
    init?(_ start: [UInt8]) {
        func has(_ text: String, at offset: Int) -> Bool {
            start.count >= offset + text.utf8.count && start[offset...].starts(with: text.utf8)
        }
        if ["ftyp", "moov", "mdat", "wide", "free", "skip"].contains(where: { has($0, at: 4) }) {
            self = .mov
        } else if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .matroska
        } else if has("RIFF", at: 0), has("AVI ", at: 8) {
            self = .avi
        } else if Self.isTransport(start, packet: 188, from: 0) || Self.isTransport(start, packet: 192, from: 4) {
            self = .mpegts
        } else {
            return nil
        }
    }

    /// Packets of equal length, each with its first byte.
    private static func isTransport(_ start: [UInt8], packet: Int, from: Int) -> Bool {
        let places = stride(from: from, to: start.count, by: packet)
        return start.count > 3 * packet && places.allSatisfy { start[$0] == 0x47 }
    }

    /// Whether the file at `path` is one; false, too, for what cannot be read.
    static func isClip(_ path: String) -> Bool {
        guard let start = try? FileReading(path).next(1_024) else { return false }
        // A picture in the same kind of boxes (HEIC, AVIF, CR3) is none.
        let brand = start.count > 12 ? String(decoding: start[8..<12], as: UTF8.self) : ""
        return PictureFormat(ofFileAt: path) == nil && ClipKind(start) != nil
            && !["crx ", "heic", "heix", "mif1", "msf1", "avif", "hevc", "heim"].contains(brand)
    }
}
