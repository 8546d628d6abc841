/// The chunks of a PNG, as far as libpng passes over what is wrong with them ("PNG Specification", third edition, section 5).
struct PNGChunks {
    /// Why the file is not whole; nil when it is.
    private(set) var flaw: String?
    private(set) var hasProfile = false
    /// When the picture was last changed, or was created.
    private(set) var time: CaptureTime?

    /// Files of more chunks than this are not looked at to their end.
    private static let most = 200_000

    init(of file: borrowing OpenFile) throws(ImagingError) {
        var at = 8
        var created: CaptureTime?
        for _ in 0..<Self.most {
            let head = try file.bytes(at: at, count: 8)
            guard head.count == 8 else {
                flaw = "the file ends too early"
                break
            }
            let length = head[..<4].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: head[4...], as: UTF8.self)
            guard length <= file.size - at - 12 else {
                flaw = "the file ends too early"
                break
            }
            switch name {
            case "IEND":
                time = created ?? time
                return
            case "iCCP": hasProfile = true
            case "tIME": time = Self.time(try file.bytes(at: at + 8, count: min(length, 7)))
            case "tEXt" where length <= 1024, "iTXt" where length <= 1024:
                if created == nil { created = Self.created(try file.bytes(at: at + 8, count: length)) }
            default: break
            }
            at += 12 + length
        }
        time = created ?? time
    }

    /// Year in two bytes, then month, day, hour, minute, second: UTC.
    private static func time(_ bytes: [UInt8]) -> CaptureTime? {
        guard bytes.count == 7 else { return nil }
        let parts = [Int(bytes[0]) << 8 | Int(bytes[1])] + bytes[2...].map { Int($0) }
        let text = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
        return CaptureTime(
            exif: text[..<3].joined(separator: ":") + " " + text[3...].joined(separator: ":"), offset: "Z")
    }

    private static func created(_ bytes: [UInt8]) -> CaptureTime? {
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: true)
        guard parts.count > 1, parts[0].elementsEqual("Creation Time".utf8) else { return nil }
        return CaptureTime(exif: String(decoding: parts[parts.count - 1], as: UTF8.self))
    }
}
