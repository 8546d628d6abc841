import CVips

/// How much colour a JPEG keeps: for every pixel, or for every four. WebP always keeps a quarter, PNG everything.
public enum Chroma: String, Sendable, CaseIterable {
    case full = "4:4:4"
    case half = "4:2:0"
}

public enum StillFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp

    /// By the extension of a file's name, in either case; nil for another one.
    public init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[dot...].dropFirst().lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        case "webp": self = .webp
        default: return nil
        }
    }

    /// The longest side that the format, or its library, can hold.
    var limit: Int {
        switch self {
        case .jpeg: 65500
        case .png: 1_000_000
        case .webp: 16383
        }
    }
}

extension Image {
    /// The bytes of a file. Always the same for the same picture and metadata.
    ///
    /// JPEG and lossy WebP take `quality` 1 to 100; PNG is lossless. JPEG has no alpha and shows white where the picture is
    /// clear. One band is written as grey, without a profile, for it is no colour; WebP has no grey and writes it as RGB.
    public func encoded(
        as format: StillFormat, quality: Int = 95, chroma: Chroma = .full, metadata: Metadata
    ) throws(ImagingError) -> [UInt8] {
        try metadata.check(for: format)
        guard (1...100).contains(quality) else {
            throw .notEncodable(format: format.rawValue, reason: "quality \(quality)", remedy: "use 1 to 100")
        }
        guard max(width, height) <= format.limit else {
            throw .notEncodable(
                format: format.rawValue, reason: "\(width)x\(height) pixels",
                remedy: "the format ends at \(format.limit)")
        }
        let picture = try converted(to: metadata.profile)
        let profile = bands == 1 ? [] : metadata.profile.bytes
        let exif = ExifBlock(width: width, height: height, metadata: metadata).bytes
        return try picture.withPixels { pixels throws(ImagingError) in
            switch format {
            case .jpeg:
                try jpeg(
                    pixels, quality: quality, chroma: chroma, dpi: metadata.dpi,
                    exif: Array("Exif\0\0".utf8) + exif, profile: profile, comment: Array((metadata.comment ?? "").utf8)
                )
            case .png: try png(pixels, metadata: metadata, exif: exif, profile: profile)
            case .webp:
                try WebPFile(still: webp(pixels, quality: quality), width: width, height: height)
                    .bytes(profile: profile, exif: exif, comment: metadata.comment)
            }
        }
    }

    private func converted(to profile: ColourProfile) throws(ImagingError) -> Image {
        guard case .icc(let bytes) = profile, bands > 1 else { return self }
        return try withPixels { pixels throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { converted throws(ImagingError) in
                var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON))
                guard let from = pixels.baseAddress, let to = converted.baseAddress else { return }
                let failed = cvips_profile_convert(from, to, width * height, Int32(bands), bytes, bytes.count, &reason)
                if failed != 0 { throw .badProfile(reason: text(reason)) }
            }
        }
    }

    private func jpeg(
        _ pixels: UnsafeBufferPointer<UInt8>, quality: Int, chroma: Chroma, dpi: Double, exif: [UInt8],
        profile: [UInt8], comment: [UInt8]
    ) throws(ImagingError) -> [UInt8] {
        try bytes(from: "libjpeg") { length, reason in
            withBlock(exif) { exif in
                withBlock(profile) { profile in
                    withBlock(comment) { comment in
                        cvips_jpeg_encode(
                            pixels.baseAddress!, Int32(width), Int32(height), Int32(bands), Int32(quality),
                            chroma == .half ? 1 : 0, Int32(dpi.rounded()), exif, profile, comment, length, reason)
                    }
                }
            }
        }
    }

    private func png(
        _ pixels: UnsafeBufferPointer<UInt8>, metadata: Metadata, exif: [UInt8], profile: [UInt8]
    ) throws(ImagingError) -> [UInt8] {
        try bytes(from: "libpng") { length, reason in
            withBlock(profile) { profile in
                withBlock(exif) { exif in
                    cvips_png_encode(
                        pixels.baseAddress!, Int32(width), Int32(height), Int32(bands), 8,
                        Int32((metadata.dpi / 0.0254).rounded()), profile, exif, metadata.comment, length, reason)
                }
            }
        }
    }

    func webp(_ pixels: UnsafeBufferPointer<UInt8>, quality: Int) throws(ImagingError) -> [UInt8] {
        try bytes(from: "libwebp") { length, reason in
            cvips_webp_encode(
                pixels.baseAddress!, Int32(width), Int32(height), Int32(bands), Int32(quality), length, reason)
        }
    }
}

/// Runs an encoder of CVips, which returns a buffer of `length` bytes or NULL and a reason.
func bytes(
    from call: String,
    _ encode: (_ length: UnsafeMutablePointer<Int>, _ reason: UnsafeMutablePointer<CChar>) -> UnsafeMutablePointer<
        UInt8
    >?
) throws(ImagingError) -> [UInt8] {
    var length = 0
    var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON))
    guard let bytes = encode(&length, &reason) else { throw .failed(call: call, reason: text(reason)) }
    defer { g_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: length))
}

private func text(_ reason: [CChar]) -> String {
    String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Bytes for the length of a call; none become NULL.
private func withBlock<Result>(_ bytes: [UInt8], _ body: (cvips_block) -> Result) -> Result {
    bytes.withUnsafeBufferPointer {
        body(cvips_block(bytes: bytes.isEmpty ? nil : $0.baseAddress, length: bytes.count))
    }
}
