import CVips

/// JPEG through our own decoder: a file, or the preview inside a raw file.
enum JPEGFile {
    /// Where its bytes are.
    enum Source {
        case file(Int32)
        case memory(UnsafeRawBufferPointer)

        var bytes: cvips_bytes {
            switch self {
            case .file(let descriptor): cvips_bytes(file: descriptor, memory: nil, size: 0)
            case .memory(let bytes):
                cvips_bytes(file: -1, memory: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), size: bytes.count)
            }
        }
    }

    static func header(of file: borrowing OpenFile) throws(ImagingError) -> PictureFile.Header {
        let path = file.path
        return try withSource(of: file) { (source) throws(ImagingError) in try header(of: source, path: path) }
    }

    static func withSource<Result>(
        of file: borrowing OpenFile, _ body: (Source) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        guard file.descriptor < 0 else { return try body(.file(file.descriptor)) }
        let outcome = file.memory.withUnsafeBytes { bytes in
            Swift.Result { () throws(ImagingError) in try body(.memory(bytes)) }
        }
        return try outcome.get()
    }

    static func header(of source: Source, path: String) throws(ImagingError) -> PictureFile.Header {
        var found = cvips_jpeg_header()
        let report = cvips_jpeg_read_header(source.bytes, &found)
        defer { cvips_jpeg_header_clear(&found) }
        try check(report, path, width: Int(found.width), height: Int(found.height))
        try PictureLimits.check(
            path, width: Int(found.width), height: Int(found.height), isProgressive: found.progressive)
        let tags = TIFFTags(exif: Array(UnsafeBufferPointer(start: found.exif, count: found.exif_size)))
        let xmp = Array(UnsafeBufferPointer(start: found.xmp, count: found.xmp_size))
        let model = found.components == 1 ? CVIPS_GREY : found.components == 4 ? CVIPS_CMYK : CVIPS_RGB
        let profile = Array(UnsafeBufferPointer(start: found.profile, count: found.profile_size))
        var header = PictureFile.Header(
            width: Int(found.width), height: Int(found.height), model: model, components: Int(found.components),
            // As Adobe writes it: 255 is no ink. Files without Adobe's marker do the same.
            isInverted: found.components == 4, orientation: tags.orientation,
            takenAt: tags.takenAt ?? XMPPacket.time(xmp))
        header.use(profile, isAdobeRGB: tags.isAdobeRGB)
        header.doubt(report)
        return header
    }

    /// Three bands in the file's own colours, or four inks.
    static func sampled(
        _ source: Source, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling,
        noting remarks: Remarks? = nil
    ) throws(ImagingError) -> Image {
        var expected = cvips_jpeg_header()
        (expected.width, expected.height) = (Int32(header.width), Int32(header.height))
        expected.components = Int32(header.components)
        let bands = header.components == 4 ? 4 : 3
        return try Image(width: wanted.width, height: wanted.height, bands: bands) { (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let report = cvips_jpeg_sample(source.bytes, &expected, wanted.request, pixels)
            try check(report, path, width: header.width, height: header.height)
            if let doubt = report.doubtText { remarks?.add(doubt) }
        }
    }

    /// False where that is no shorter way.
    static func sampled(
        _ source: Source, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling, into planes: cvips_planes,
        noting remarks: Remarks
    ) throws(ImagingError) -> Bool {
        var expected = cvips_jpeg_header()
        (expected.width, expected.height) = (Int32(header.width), Int32(header.height))
        expected.components = Int32(header.components)
        var taken = false
        let report = cvips_jpeg_sample_planes(source.bytes, &expected, wanted.request, planes, &taken)
        try check(report, path, width: header.width, height: header.height)
        if let doubt = report.doubtText { remarks.add(doubt) }
        return taken
    }

    static func check(_ report: cvips_report, _ path: String, width: Int, height: Int) throws(ImagingError) {
        let text = Library.reason(in: withUnsafeBytes(of: report.text, cvips_report.text))
        switch report.status {
        case CVIPS_READ: return
        case CVIPS_DAMAGED: throw .damaged(path: path, detail: text)
        case CVIPS_UNREADABLE: throw .unreadable(path: path, reason: text)
        case CVIPS_UNSUPPORTED: throw .unsupported(path: path, reason: text)
        default: throw .outOfMemory(width: width, height: height)
        }
    }
}

extension cvips_report {
    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// What an operator should know of a picture that was read all the same.
    var doubtText: String? {
        let text = withUnsafeBytes(of: doubt, Self.text)
        return text.isEmpty ? nil : "odd data (\(text)); the picture may look other than it was meant"
    }
}

extension PictureFile.Header {
    mutating func doubt(_ report: cvips_report) {
        if let doubt = report.doubtText { warnings.append(doubt) }
    }
}
