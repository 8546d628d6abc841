import CVips

/// HEIC through libheif, shown what `HEIFItems` leaves of the file.
enum HEIFFile {
    static func header(of file: borrowing OpenFile) throws(ImagingError) -> PictureFile.Header {
        let items = try HEIFItems(of: file)
        guard !items.isSequence else {
            throw .unsupported(path: file.path, reason: "a HEIF sequence of moving pictures")
        }
        var found = cvips_heif_header()
        defer { cvips_heif_header_clear(&found) }
        // Of a file that is cut, what is there can be shown: libheif, which would refuse it, is told that it is whole.
        let report = source(file.descriptor, file.memory, file.size, told: items.wholeSize, items.view) {
            cvips_heif_read_header($0, &found)
        }
        do { try JPEGFile.check(report, file.path, width: 0, height: 0) } catch {
            if case .damaged = error, items.isCut { throw .damaged(path: file.path, detail: "the file ends too early") }
            throw error
        }
        let (width, height) = (Int(found.width), Int(found.height))
        try PictureLimits.check(file.path, width: width, height: height)
        var tags = TIFFTags(exif: Array(UnsafeBufferPointer(start: found.exif, count: found.exif_size)))
        let xmp = Array(UnsafeBufferPointer(start: found.xmp, count: found.xmp_size))
        tags.takenAt = tags.takenAt ?? XMPPacket.time(xmp) ?? items.time
        let attached = Array(UnsafeBufferPointer(start: found.profile, count: found.profile_size))
        let model = found.alpha ? CVIPS_RGBA : CVIPS_RGB
        var header = PictureFile.Header(width: width, height: height, model: model, takenAt: tags.takenAt)
        if let tiles = items.tiles { header.use(tiles, found) }
        header.flaw = items.isCut ? "the file ends too early" : nil
        header.use(attached, isAdobeRGB: tags.isAdobeRGB && !found.has_colours)
        if header.profile == nil, attached.isEmpty, found.has_colours {
            let coded = CodedColours(primaries: Int(found.primaries), transfer: Int(found.transfer))
            if let refusal = coded.refusal { throw .unsupported(path: file.path, reason: refusal) }
            header.profile = coded.profile
        }
        return header
    }

    static func sampled(
        _ file: borrowing OpenFile, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        if let tiles = header.tiles { return try tiled(file.reader, tiles, header, wanted) }
        return try whole(file, header, wanted)
    }

    /// As libheif decodes it: all of the picture at once.
    static func whole(
        _ file: borrowing OpenFile, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        let items = try HEIFItems(of: file)
        var expected = cvips_heif_header()
        (expected.width, expected.height) = (Int32(header.width), Int32(header.height))
        expected.alpha = header.model == CVIPS_RGBA
        let path = file.path
        let (descriptor, memory, size) = (file.descriptor, file.memory, file.size)
        return try Image(width: wanted.width, height: wanted.height, bands: expected.alpha ? 4 : 3) {
            (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let report = source(descriptor, memory, size, told: size, items.view) {
                cvips_heif_sample($0, &expected, wanted.request, pixels)
            }
            try JPEGFile.check(report, path, width: header.width, height: header.height)
        }
    }

    private static func source<Result>(
        _ descriptor: Int32, _ memory: [UInt8], _ size: Int, told: Int, _ view: HEIFItems.View?,
        _ body: (cvips_heif_source) -> Result
    ) -> Result {
        memory.withUnsafeBufferPointer { memory in
            (view?.bytes ?? []).withUnsafeBufferPointer { patch in
                body(
                    cvips_heif_source(
                        bytes: cvips_bytes(
                            file: descriptor, memory: memory.isEmpty ? nil : memory.baseAddress, size: memory.count),
                        file_size: size, told_size: told, patch: patch.isEmpty ? nil : patch.baseAddress,
                        patch_at: view?.offset ?? 0,
                        patch_size: patch.count))
            }
        }
    }
}

extension PictureFile.Header {
    /// Takes the picture as it is coded, which has to agree with what libheif says of it.
    fileprivate mutating func use(_ tiles: HEVCTiles, _ found: cvips_heif_header) {
        let swaps = tiles.orientation.swapsAxes
        guard !found.alpha, (swaps ? height : width) == tiles.width, (swaps ? width : height) == tiles.height else {
            return
        }
        (width, height, orientation) = (tiles.width, tiles.height, tiles.orientation)
        self.tiles = tiles
        if found.has_colours { matrix = (Int32(found.matrix), found.is_full) }
    }

    /// What a tile has to be, and by which matrix it has its colours.
    func kind(of tiles: HEVCTiles) -> cvips_hevc_kind {
        cvips_hevc_kind(
            width: Int32(tiles.tileWidth), height: Int32(tiles.tileHeight), has_matrix: matrix != nil,
            matrix: matrix?.number ?? 0, is_full: matrix?.isFull ?? false,
            is_full_unless_said: tiles.tiles.count > 1)
    }
}
