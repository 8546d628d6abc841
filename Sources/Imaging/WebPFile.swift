/// A WebP file put together from what the encoder gives for each picture. See "WebP Container Specification" (RIFF
/// chunks, little endian, padded to even lengths).
struct WebPFile {
    private struct Features: OptionSet {
        let rawValue: UInt8
        static let animation = Features(rawValue: 0x02)
        static let exif = Features(rawValue: 0x08)
        static let alpha = Features(rawValue: 0x10)
        static let profile = Features(rawValue: 0x20)
    }

    private let width: Int
    private let height: Int
    private var features: Features
    /// The chunks of the picture, or ANIM and all ANMF.
    private let picture: [UInt8]

    /// One encoded picture, as libwebp writes it: VP8, or VP8X (which is replaced), ALPH and VP8.
    init(still: [UInt8], width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        picture = Self.pictureChunks(of: still)
        features = Self.hasAlpha(picture) ? .alpha : []
    }

    /// Encoded opaque pictures, each shown as often as `order` says, for its own time in ms; every entry has a frame of its
    /// own, whole and exact.
    init(frames: [[UInt8]], order: [Int], delays: [Int], loops: Int, width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        features = .animation
        let pictures = frames.map(Self.pictureChunks(of:))
        var chunks = Self.chunk("ANIM", [255, 255, 255, 255] + littleEndian(UInt16(loops)))
        for (index, delay) in zip(order, delays) {
            let place = Self.three(0) + Self.three(0) + Self.three(width - 1) + Self.three(height - 1)
            // 2: do not blend, the frame covers what was there.
            chunks += Self.chunk("ANMF", place + Self.three(delay) + [2] + pictures[index])
        }
        picture = chunks
    }

    func bytes(profile: [UInt8], exif: [UInt8], comment: String?) -> [UInt8] {
        var features = features
        if !profile.isEmpty { features.insert(.profile) }
        if !exif.isEmpty { features.insert(.exif) }
        var body = Array("WEBP".utf8)
        body += Self.chunk("VP8X", [features.rawValue, 0, 0, 0] + Self.three(width - 1) + Self.three(height - 1))
        if !profile.isEmpty { body += Self.chunk("ICCP", profile) }
        body += picture
        if !exif.isEmpty { body += Self.chunk("EXIF", exif) }
        if let comment { body += Self.chunk(Self.commentChunk, Array(comment.utf8)) }
        return Array("RIFF".utf8) + littleEndian(UInt32(body.count)) + body
    }

    /// WebP has no place for a comment; readers skip chunks that they do not know.
    static let commentChunk = "CMNT"

    private static func chunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        Array(name.utf8) + littleEndian(UInt32(payload.count)) + payload + Array(repeating: 0, count: payload.count % 2)
    }

    private static func three(_ value: Int) -> [UInt8] { Array(littleEndian(UInt32(value)).prefix(3)) }

    private static func pictureChunks(of file: [UInt8]) -> [UInt8] {
        let first = 12
        let isExtended = file[first..<first + 4].elementsEqual("VP8X".utf8)
        return Array(file[(isExtended ? first + 18 : first)...])
    }

    private static func hasAlpha(_ chunks: [UInt8]) -> Bool { chunks.prefix(4).elementsEqual("ALPH".utf8) }
}
