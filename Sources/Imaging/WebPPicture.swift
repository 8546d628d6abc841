import CVips

/// WebP through libwebp. Of moving pictures the first is shown, which libvips puts together.
enum WebPPicture {
    /// libwebp looks at a file's bytes in memory; no picture within the limits of size comes near this.
    static let mostBytes = 256 << 20
    /// What stands before the picture itself is seldom more.
    private static let headBytes = 1 << 20

    static func header(of file: borrowing OpenFile) throws(ImagingError) -> PictureFile.Header {
        guard file.size <= mostBytes else {
            throw .unsupported(path: file.path, reason: "a WebP file of more than \(mostBytes >> 20) MB")
        }
        var found = cvips_webp_header()
        var report = try read(file.bytes(at: 0, count: headBytes), &found)
        if report.status != CVIPS_READ, file.size > headBytes {
            report = try read(file.bytes(at: 0, count: file.size), &found)
        }
        try JPEGFile.check(report, file.path, width: 0, height: 0)
        if found.animated { return try LoadedFile.header(of: file, as: .webp) }
        let (width, height) = (Int(found.width), Int(found.height))
        try PictureLimits.check(file.path, width: width, height: height)
        let chunks = try WebPChunks(of: file)
        let tags = TIFFTags(exif: chunks.exif)
        var header = PictureFile.Header(
            width: width, height: height, model: found.alpha ? CVIPS_RGBA : CVIPS_RGB, orientation: tags.orientation,
            takenAt: tags.takenAt ?? XMPPacket.time(chunks.xmp))
        header.flaw = chunks.isCut ? "the file ends too early" : nil
        header.use(chunks.profile, isAdobeRGB: tags.isAdobeRGB)
        header.isStill = true
        return header
    }

    static func sampled(
        _ file: borrowing OpenFile, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        guard header.isStill else { return try LoadedFile.sampled(file, as: .webp, header, wanted) }
        var expected = cvips_webp_header()
        (expected.width, expected.height) = (Int32(header.width), Int32(header.height))
        expected.alpha = header.model == CVIPS_RGBA
        let path = file.path
        // What follows the coded picture would be read as more of it where it is damaged.
        let bytes = try file.bytes(at: 0, count: WebPChunks(of: file).pictureEnd)
        return try Image(width: wanted.width, height: wanted.height, bands: expected.alpha ? 4 : 3) {
            (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let report = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { cvips_webp_sample($0, bytes.count, &expected, wanted.request, pixels) }
            }
            if let report { try JPEGFile.check(report, path, width: header.width, height: header.height) }
        }
    }

    private static func read(_ bytes: [UInt8], _ found: inout cvips_webp_header) -> cvips_report {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { cvips_webp_read_header($0, bytes.count, &found) } ?? cvips_report()
        }
    }
}

/// The chunks of a WebP file beside its picture ("WebP Container Specification").
struct WebPChunks {
    private(set) var profile: [UInt8] = []
    private(set) var exif: [UInt8] = []
    private(set) var xmp: [UInt8] = []
    /// The file is shorter than it says.
    private(set) var isCut = false
    /// Where the coded picture ends, or the file.
    private(set) var pictureEnd: Int

    private static let most = 10_000
    private static let mostMetadata = 16 << 20

    init(of file: borrowing OpenFile) throws(ImagingError) {
        var at = 12
        let whole = 8 + Self.length(try file.bytes(at: 4, count: 4))
        // The last chunk's filling may be missing.
        isCut = whole > file.size + 1
        pictureEnd = file.size
        for _ in 0..<Self.most {
            let head = try file.bytes(at: at, count: 8)
            guard head.count == 8, at < whole else { return }
            let length = Self.length(Array(head[4...]))
            guard length <= file.size - at - 8 else {
                isCut = true
                return
            }
            let name = String(decoding: head[..<4], as: UTF8.self)
            if name == "VP8 " || name == "VP8L" { pictureEnd = min(pictureEnd, at + 8 + length) }
            if ["ICCP", "EXIF", "XMP "].contains(name), length <= Self.mostMetadata {
                let content = try file.bytes(at: at + 8, count: length)
                switch name {
                case "ICCP" where profile.isEmpty: profile = content
                case "EXIF" where exif.isEmpty: exif = content
                case "XMP " where xmp.isEmpty: xmp = content
                default: break
                }
            }
            at += 8 + length + length % 2
        }
    }

    private static func length(_ bytes: [UInt8]) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
}
