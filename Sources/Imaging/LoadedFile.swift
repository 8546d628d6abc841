import CVips

/// PNG, WebP, TIFF and HEIC, through libvips.
enum LoadedFile {
    /// WebP is decoded from memory; no picture within the limits of size comes near this.
    static let mostWebPBytes = 256 << 20

    static func header(
        of file: borrowing OpenFile, as format: PictureFormat
    ) throws(ImagingError) -> PictureFile.Header {
        let path = file.path
        // A TIFF's own tags hold what an EXIF block holds elsewhere.
        let tags = format == .tiff ? file.tags : nil
        return try opened(file, as: format, acceptDamaged: true) { (image) throws(ImagingError) in
            let facts = cvips_facts(image)
            try PictureLimits.check(path, width: Int(facts.width), height: Int(facts.height))
            let exif = [UInt8](UnsafeRawBufferPointer(start: facts.exif, count: facts.exif_size))
            let tags = tags ?? TIFFTags(exif: exif)
            let attached = [UInt8](UnsafeRawBufferPointer(start: facts.profile, count: facts.profile_size))
            return PictureFile.Header(
                width: Int(facts.width), height: Int(facts.height), model: facts.model,
                orientation: Orientation(rawValue: Int(facts.orientation)) ?? .upright, takenAt: tags.takenAt,
                profile: Profile.needed(attached, model: facts.model, isAdobeRGB: tags.isAdobeRGB))
        }
    }

    static func sampled(
        _ file: borrowing OpenFile, as format: PictureFormat, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        let path = file.path
        let bands = header.model == CVIPS_RGBA || header.model == CVIPS_CMYK ? 4 : 3
        return try opened(file, as: format, acceptDamaged: wanted.acceptDamaged) { (image) throws(ImagingError) in
            let facts = cvips_facts(image)
            guard Int(facts.width) == header.width, Int(facts.height) == header.height, facts.model == header.model
            else { throw .unreadable(path: path, reason: "the file changed while it was in use") }
            return try Image(width: wanted.width, height: wanted.height, bands: bands) { (out) throws(ImagingError) in
                guard let pixels = out.baseAddress else { return }
                let status = cvips_strips_sample(image, facts.model, wanted.request, pixels)
                guard status == 0 else { throw .damaged(path: path, detail: Library.errorText()) }
            }
        }
    }

    /// Lends the image to `body`; it must not be kept, as it may stand on memory that goes.
    private static func opened<Result>(
        _ file: borrowing OpenFile, as format: PictureFormat, acceptDamaged: Bool,
        _ body: (UnsafeMutablePointer<VipsImage>) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        var memory: [UInt8] = []
        if format == .webp {
            guard file.size <= mostWebPBytes else {
                throw .unreadable(path: file.path, reason: "a WebP file of more than \(mostWebPBytes >> 20) MB")
            }
            memory = try file.bytes(at: 0, count: file.size)
        }
        let loader: cvips_loader =
            switch format {
            case .png: CVIPS_PNG
            case .webp: CVIPS_WEBP
            case .tiff: CVIPS_TIFF
            default: CVIPS_HEIC
            }
        let descriptor = file.descriptor
        let path = file.path
        let outcome: Swift.Result<Result, ImagingError> = memory.withUnsafeBufferPointer { bytes in
            let source = cvips_bytes(
                file: descriptor, memory: bytes.isEmpty ? nil : bytes.baseAddress, size: bytes.count)
            guard let image = cvips_load(loader, source, acceptDamaged) else {
                return .failure(.damaged(path: path, detail: Library.errorText()))
            }
            defer { cvips_release(image) }
            return Swift.Result { () throws(ImagingError) in try body(image) }
        }
        return try outcome.get()
    }
}
