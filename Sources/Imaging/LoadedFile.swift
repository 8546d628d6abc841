import CVips

/// PNG, TIFF and moving WebP pictures, through libvips.
enum LoadedFile {
    static func header(
        of file: borrowing OpenFile, as format: PictureFormat
    ) throws(ImagingError) -> PictureFile.Header {
        let path = file.path
        var flaw: String?
        var tags: TIFFTags?
        var time: CaptureTime?
        var hasProfile = false
        var hasOtherExtras = false
        if format == .tiff, let structure = file.structure {
            let kind = TIFFKind(structure, size: file.size)
            if let refusal = kind.refusal { throw .unsupported(path: path, reason: refusal) }
            // A TIFF's own tags hold what an EXIF block holds elsewhere.
            (flaw, tags) = (kind.flaw, TIFFTags(structure))
            hasOtherExtras = kind.hasOtherExtras
        } else if format == .png {
            let chunks = try PNGChunks(of: file)
            (flaw, time, hasProfile) = (chunks.flaw, chunks.time, chunks.hasProfile)
        }
        let (known, lost, hasNoAlpha) = (tags, flaw, hasOtherExtras)
        do {
            return try opened(file, as: format, acceptDamaged: true) { (image) throws(ImagingError) in
                let facts = cvips_facts(image)
                try PictureLimits.check(path, width: Int(facts.width), height: Int(facts.height))
                let exif = [UInt8](UnsafeRawBufferPointer(start: facts.exif, count: facts.exif_size))
                let xmp = [UInt8](UnsafeRawBufferPointer(start: facts.xmp, count: facts.xmp_size))
                let attached = [UInt8](UnsafeRawBufferPointer(start: facts.profile, count: facts.profile_size))
                let tags = known ?? TIFFTags(exif: exif)
                var header = PictureFile.Header(
                    width: Int(facts.width), height: Int(facts.height),
                    model: hasNoAlpha && facts.model == CVIPS_RGBA ? CVIPS_RGB : facts.model,
                    orientation: known?.orientation ?? Orientation(rawValue: Int(facts.orientation)) ?? .upright,
                    takenAt: tags.takenAt ?? XMPPacket.time(xmp) ?? time)
                header.flaw = lost
                header.use(attached, isAdobeRGB: tags.isAdobeRGB)
                if attached.isEmpty, hasProfile { header.warnings.append(Profile.unusable) }
                return header
            }
        } catch {
            if case .damaged = error, let flaw { throw .damaged(path: path, detail: flaw) }
            throw error
        }
    }

    static func sampled(
        _ file: borrowing OpenFile, as format: PictureFormat, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        let path = file.path
        let bands = header.model == CVIPS_RGBA || header.model == CVIPS_CMYK ? 4 : 3
        return try opened(file, as: format, acceptDamaged: wanted.acceptDamaged) { (image) throws(ImagingError) in
            let facts = cvips_facts(image)
            let hidesAlpha = facts.model == CVIPS_RGBA && header.model == CVIPS_RGB
            guard Int(facts.width) == header.width, Int(facts.height) == header.height,
                facts.model == header.model || hidesAlpha
            else { throw .unreadable(path: path, reason: "the file changed while it was in use") }
            return try Image(width: wanted.width, height: wanted.height, bands: bands) { (out) throws(ImagingError) in
                guard let pixels = out.baseAddress else { return }
                let status = cvips_strips_sample(image, header.model, wanted.request, pixels)
                guard status == 0 else { throw Library.refusal(of: path) }
            }
        }
    }

    /// Lends the image to `body`; it must not be kept, as it may stand on memory that goes.
    private static func opened<Result>(
        _ file: borrowing OpenFile, as format: PictureFormat, acceptDamaged: Bool,
        _ body: (UnsafeMutablePointer<VipsImage>) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        var memory = file.memory
        if format == .webp, memory.isEmpty { memory = try file.bytes(at: 0, count: file.size) }
        let loader: cvips_loader =
            switch format {
            case .png: CVIPS_PNG
            case .webp: CVIPS_WEBP
            default: CVIPS_TIFF
            }
        let descriptor = file.descriptor
        let path = file.path
        let outcome: Swift.Result<Result, ImagingError> = memory.withUnsafeBufferPointer { bytes in
            let source = cvips_bytes(
                file: descriptor, memory: bytes.isEmpty ? nil : bytes.baseAddress, size: bytes.count)
            guard let image = cvips_load(loader, source, acceptDamaged) else {
                return .failure(Library.refusal(of: path))
            }
            defer { cvips_release(image) }
            return Swift.Result { () throws(ImagingError) in try body(image) }
        }
        return try outcome.get()
    }
}
