import CVips

/// JPEG through our own decoder: a file, or the preview inside a raw file.
enum JPEGFile {
    /// Where its bytes are.
    enum Source {
        case file(Int32)
        case memory(UnsafeRawBufferPointer)

        fileprivate var bytes: cvips_bytes {
            switch self {
            case .file(let descriptor): cvips_bytes(file: descriptor, memory: nil, size: 0)
            case .memory(let bytes):
                cvips_bytes(file: -1, memory: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), size: bytes.count)
            }
        }
    }

    static func header(of file: borrowing OpenFile) throws(ImagingError) -> PictureFile.Header {
        try header(of: .file(file.descriptor), path: file.path)
    }

    static func header(of source: Source, path: String) throws(ImagingError) -> PictureFile.Header {
        var found = cvips_jpeg_header()
        let report = cvips_jpeg_read_header(source.bytes, &found)
        defer { cvips_jpeg_header_clear(&found) }
        try check(report, path, width: Int(found.width), height: Int(found.height))
        try PictureLimits.check(
            path, width: Int(found.width), height: Int(found.height), isProgressive: found.progressive)
        let tags = TIFFTags(exif: Array(UnsafeBufferPointer(start: found.exif, count: found.exif_size)))
        let model = found.components == 1 ? CVIPS_GREY : found.components == 4 ? CVIPS_CMYK : CVIPS_RGB
        let profile = Array(UnsafeBufferPointer(start: found.profile, count: found.profile_size))
        return PictureFile.Header(
            width: Int(found.width), height: Int(found.height), model: model, components: Int(found.components),
            isInverted: found.inverted, orientation: tags.orientation, takenAt: tags.takenAt,
            profile: Profile.needed(profile, model: model, isAdobeRGB: tags.isAdobeRGB))
    }

    /// Three bands in the file's own colours, or four inks.
    static func sampled(
        _ source: Source, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        var expected = cvips_jpeg_header()
        (expected.width, expected.height) = (Int32(header.width), Int32(header.height))
        expected.components = Int32(header.components)
        let bands = header.components == 4 ? 4 : 3
        return try Image(width: wanted.width, height: wanted.height, bands: bands) { (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let report = cvips_jpeg_sample(source.bytes, &expected, wanted.request, pixels)
            try check(report, path, width: header.width, height: header.height)
        }
    }

    static func check(_ report: cvips_report, _ path: String, width: Int, height: Int) throws(ImagingError) {
        let text = withUnsafeBytes(of: report.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        switch report.status {
        case CVIPS_READ: return
        case CVIPS_DAMAGED: throw .damaged(path: path, detail: text)
        case CVIPS_UNREADABLE: throw .unreadable(path: path, reason: text)
        case CVIPS_UNSUPPORTED: throw .notAPicture(path: path, format: text)
        default: throw .outOfMemory(width: width, height: height)
        }
    }
}
