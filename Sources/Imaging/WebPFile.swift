/// A WebP file put together from what the encoder gives for each picture. See "WebP Container Specification": RIFF
/// chunks, little endian, padded to even lengths.
struct WebPFile {
    private struct Features: OptionSet {
        let rawValue: UInt8
        static let animation = Features(rawValue: 0x02)
        static let exif = Features(rawValue: 0x08)
        static let alpha = Features(rawValue: 0x10)
        static let profile = Features(rawValue: 0x20)
    }

    /// WebP has no place for a comment; readers skip chunks that they do not know.
    static let commentChunk = "CMNT"

    private let width: Int
    private let height: Int
    private let loops: Int
    /// The chunks of each picture, as libwebp writes them: VP8, or ALPH and VP8.
    private let pictures: [ArraySlice<UInt8>]
    /// Which picture is shown for how many ms, when the file is an animation.
    private let shown: [(index: Int, delay: Int)]?

    init(still: [UInt8], width: Int, height: Int) {
        (self.width, self.height, loops) = (width, height, 0)
        (pictures, shown) = ([Self.picture(in: still)], nil)
    }

    /// Opaque pictures, each shown as often as `order` says; every entry becomes a frame of its own, whole and exact.
    init(frames: [[UInt8]], order: [Int], delays: [Int], loops: Int, width: Int, height: Int) {
        (self.width, self.height, self.loops) = (width, height, loops)
        (pictures, shown) = (frames.map(Self.picture(in:)), Array(zip(order, delays)))
    }

    /// Exactly what `bytes` of an animation will have.
    func size(comment: String?) -> Int {
        let note = comment.map { 8 + $0.utf8.count + $0.utf8.count % 2 } ?? 0
        return (shown ?? []).reduce(12 + 18 + 14 + note) { $0 + 24 + pictures[$1.index].count }
    }

    func bytes(profile: [UInt8] = [], exif: [UInt8] = [], comment: String?) -> [UInt8] {
        var features: Features = shown == nil ? [] : .animation
        if !profile.isEmpty { features.insert(.profile) }
        if !exif.isEmpty { features.insert(.exif) }
        if pictures.contains(where: { $0.starts(with: "ALPH".utf8) }) { features.insert(.alpha) }
        var body = Array("WEBP".utf8)
        body += chunk("VP8X", [features.rawValue, 0, 0, 0] + three(width - 1) + three(height - 1))
        if !profile.isEmpty { body += chunk("ICCP", profile) }
        if let shown {
            body += chunk("ANIM", [255, 255, 255, 255] + littleEndian(UInt16(loops)))
            for (index, delay) in shown {
                let place = three(0) + three(0) + three(width - 1) + three(height - 1)
                // 2: no blending, the frame covers what was there.
                body += chunk("ANMF", place + three(delay) + [2] + pictures[index])
            }
        } else {
            body += pictures[0]
        }
        if !exif.isEmpty { body += chunk("EXIF", exif) }
        if let comment { body += chunk(Self.commentChunk, Array(comment.utf8)) }
        return Array("RIFF".utf8) + littleEndian(UInt32(body.count)) + body
    }

    private func chunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        Array(name.utf8) + littleEndian(UInt32(payload.count)) + payload + Array(repeating: 0, count: payload.count % 2)
    }

    private func three(_ value: Int) -> [UInt8] { Array(littleEndian(UInt32(value)).prefix(3)) }

    /// What follows RIFF, its length and WEBP, without the VP8X that a picture with alpha has.
    private static func picture(in file: [UInt8]) -> ArraySlice<UInt8> {
        file[12...].starts(with: "VP8X".utf8) ? file[30...] : file[12...]
    }
}
