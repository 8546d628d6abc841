import Faults

/// A format that cameras write, or that art comes in.
public enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, tiff, heic, raw
}

extension PictureFormat {
    /// What a file is by its first bytes, and by the tags of a TIFF, without decoding anything of it; nil for what is no
    /// picture, is of a format that is not taken, or cannot be read.
    public init?(ofFileAt path: String) {
        guard let file = try? OpenFile(path: path), let start = try? file.bytes(at: 0, count: Signature.length),
            case .picture(let found) = Signature(start)
        else { return nil }
        let tags = found == .tiff ? TIFFTags(file.structure) : TIFFTags(nil)
        self = tags.isRaw ? .raw : found
    }
}

/// What the first bytes of a file say it is. A file's name is never asked.
enum Signature: Equatable {
    case picture(PictureFormat)
    /// A known format that is not taken, by its name.
    case refused(String)
    case unknown

    /// How many bytes are looked at.
    static let length = 512

    init(_ bytes: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool {
            bytes.count >= offset + text.utf8.count && bytes[offset...].starts(with: text.utf8)
        }
        self =
            if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
                .picture(.jpeg)
            } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                .picture(.png)
            } else if has("RIFF"), has("WEBP", at: 8) {
                .picture(.webp)
            } else if has("CR", at: 8), has("II*\0") {
                .picture(.raw)  // Canon CR2, otherwise an ordinary TIFF
            } else if has("HEAPCCDR", at: 6) || Self.rawStarts.contains(where: { has($0) }) {
                .picture(.raw)
            } else if Self.tiffStarts.contains(where: { has($0) }) {
                .picture(.tiff)  // or one of the raw formats built on it; its tags tell
            } else if has("ftyp", at: 4) {
                Self.box(bytes)
            } else if let name = Self.otherStarts.first(where: { has($0.start) })?.name {
                .refused(name)
            } else if bytes.starts(with: [0xFF, 0x0A]) {
                .refused("JPEG XL")
            } else if bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
                .refused("JPEG 2000")
            } else if Self.isSVG(bytes) {
                .refused("SVG")
            } else {
                .unknown
            }
    }

    /// Olympus, Panasonic, Fujifilm, Minolta and, in its first years, Canon start their raw files in their own way.
    private static let rawStarts = ["IIRO", "IIRS", "MMOR", "IIU\0", "FUJIFILMCCD-RAW", "\0MRM"]
    private static let tiffStarts = ["II*\0", "MM\0*", "II+\0", "MM\0+"]
    private static let otherStarts: [(start: String, name: String)] = [
        ("GIF8", "GIF"), ("BM", "BMP"), ("%PDF", "PDF"), ("%!PS", "PostScript"), ("8BPS", "Photoshop"),
        ("\0\0\0\u{C}JXL ", "JPEG XL"), ("\0\0\0\u{C}jP  ", "JPEG 2000"), ("\0\0\u{1}\0", "icon"),
        ("FOVb", "Sigma X3F"), ("P4\n", "PNM"), ("P5\n", "PNM"), ("P6\n", "PNM"), ("RIFF", "AVI video"),
    ]

    /// ISO base media: brands tell HEIC, AVIF, Canon CR3 and videos apart. Encoders that name only the family (`mif1`) list
    /// the codec among the compatible brands.
    private static func box(_ bytes: [UInt8]) -> Signature {
        let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let end = min(max(length, 16), bytes.count)
        let brands = stride(from: 8, to: end - 3, by: 4).filter { $0 != 12 }.map {
            String(decoding: bytes[$0..<$0 + 4], as: UTF8.self)
        }
        let heic: Set = ["heic", "heix", "heim", "heis", "hevc", "hevx"]
        guard let major = brands.first else { return .unknown }
        if major == "crx " { return .picture(.raw) }
        if heic.contains(major) { return .picture(.heic) }
        if brands.contains("avif") || brands.contains("avis") { return .refused("AVIF") }
        if ["mif1", "msf1", "mif2"].contains(major) {
            return heic.isDisjoint(with: brands) ? .refused("HEIF") : .picture(.heic)
        }
        let isVideo = ["qt  ", "isom", "mp41", "mp42", "M4V "].contains(major)
        return .refused(isVideo ? "video" : "ISO media \(major.onOneLine)")
    }

    private static func isSVG(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.drop(while: { $0.isWhitespace || $0 == "\u{FEFF}" }).hasPrefix("<") && text.contains("<svg")
    }
}
