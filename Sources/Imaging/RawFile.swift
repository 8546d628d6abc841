import CRaw
import CVips
import Faults

/// Cameras' raw files: their embedded JPEG where it is large enough, the sensor's data otherwise.
enum RawFile {
    /// Nil when LibRaw does not know the file.
    static func header(of file: borrowing OpenFile) throws(ImagingError) -> PictureFile.Header? {
        var raw: OpaquePointer?
        var facts = craw_facts()
        let status = opened(file, &raw, &facts)
        defer { craw_close(raw) }
        if status == CRAW_UNKNOWN { return nil }
        try check(status, file.path)
        let (width, height) = (Int(facts.width), Int(facts.height))
        guard width > 0, height > 0 else { return nil }
        try PictureLimits.check(file.path, width: width, height: height)
        let tags = try RawTags.tags(of: file)
        var header = PictureFile.Header(
            width: width, height: height, model: CVIPS_RGB,
            orientation: Orientation(rawValue: Int(facts.orientation)) ?? .upright,
            takenAt: tags.takenAt ?? time(facts), profile: tags.isAdobeRGB ? Profile.adobeRGB : nil)
        if try RawGate.isMissingData(file) { header.flaw = "the sensor's data are missing" }
        return header
    }

    private static func opened(
        _ file: borrowing OpenFile, _ raw: inout OpaquePointer?, _ facts: inout craw_facts
    ) -> craw_status {
        guard file.descriptor < 0 else { return craw_open(file.descriptor, &raw, &facts) }
        return file.memory.withUnsafeBufferPointer { craw_open_memory($0.baseAddress!, $0.count, &raw, &facts) }
    }

    private static func time(_ facts: craw_facts) -> CaptureTime? {
        guard facts.has_time else { return nil }
        let date = [facts.year, facts.month, facts.day].map { $0.padded(to: 2) }
        let clock = [facts.hour, facts.minute, facts.second].map { $0.padded(to: 2) }
        return CaptureTime(exif: date.joined(separator: ":") + " " + clock.joined(separator: ":"))
    }

    /// In sRGB, as stored. Of sensor data that are missing LibRaw gives nothing, or stripes: a preview of any size is shown in
    /// their place, and it is said. Of data that are wrong it is shown when damage is accepted.
    static func sampled(
        _ file: borrowing OpenFile, _ header: PictureFile.Header, _ wanted: Sampling, noting remarks: Remarks
    ) throws(ImagingError) -> Image {
        let raw = try open(file, header)
        defer { craw_close(raw) }
        if let flaw = header.flaw {
            if let shown = preview(of: raw, file.path, header, wanted, isLastResort: true) {
                remarks.add("\(flaw); its preview of \(shown.width)x\(shown.height) pixels is shown")
                return shown.image
            }
            guard wanted.acceptDamaged else { throw .damaged(path: file.path, detail: flaw) }
        } else if let shown = preview(of: raw, file.path, header, wanted, isLastResort: false) {
            return shown.image
        }
        do {
            return try developed(raw, file.path, header, wanted)
        } catch {
            // A failure leaves nothing in LibRaw's hands: the preview is read from the start.
            guard wanted.acceptDamaged, case .damaged = error, let again = try? open(file, header) else { throw error }
            defer { craw_close(again) }
            guard let shown = preview(of: again, file.path, header, wanted, isLastResort: true) else { throw error }
            return shown.image
        }
    }

    static func checkSensorData(
        _ file: borrowing OpenFile, _ header: PictureFile.Header
    ) throws(ImagingError) {
        if let flaw = header.flaw { throw .damaged(path: file.path, detail: flaw) }
        let raw = try open(file, header)
        defer { craw_close(raw) }
        try check(craw_check(raw), file.path)
    }

    private static func open(
        _ file: borrowing OpenFile, _ header: PictureFile.Header
    ) throws(ImagingError) -> OpaquePointer {
        var raw: OpaquePointer?
        var facts = craw_facts()
        try check(opened(file, &raw, &facts), file.path)
        guard let raw else { throw .outOfMemory(width: header.width, height: header.height) }
        guard Int(facts.width) == header.width, Int(facts.height) == header.height else {
            craw_close(raw)
            throw .unreadable(path: file.path, reason: "the file changed while it was in use")
        }
        return raw
    }

    private static func developed(
        _ raw: OpaquePointer, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling
    ) throws(ImagingError) -> Image {
        let half =
            wanted.region.width / 2 >= Double(wanted.width) && wanted.region.height / 2 >= Double(wanted.height)
        var picture = craw_picture()
        try check(craw_develop(raw, half, wanted.acceptDamaged, &picture), path)
        defer { craw_free(&picture) }
        return try resampled(picture, wanted.scaled(from: header, width: picture.width, height: picture.height))
    }

    /// From the embedded JPEG, when it is whole, shows what the sensor's picture shows, and is large enough for the slot
    /// or nearly as large as the sensor's picture. As the last resort any will do. With the preview's own upright size.
    private static func preview(
        of raw: OpaquePointer, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling, isLastResort: Bool
    ) -> (image: Image, width: Int, height: Int)? {
        var bytes: UnsafePointer<UInt8>?
        var size = 0
        guard craw_preview(raw, &bytes, &size) else { return nil }
        let source = JPEGFile.Source.memory(UnsafeRawBufferPointer(start: bytes, count: size))
        guard var found = try? JPEGFile.header(of: source, path: path), found.model != CVIPS_CMYK else { return nil }
        let across = Double(found.width) / Double(header.width)
        let down = Double(found.height) / Double(header.height)
        let covers =
            wanted.region.width * across >= Double(wanted.width)
            && wanted.region.height * down >= Double(wanted.height)
        let hasSameShape = abs(across / down - 1) < 0.015
        guard isLastResort || (hasSameShape && (covers || min(across, down) >= 0.9)) else { return nil }
        var inside = wanted.scaled(from: header, width: Int32(found.width), height: Int32(found.height))
        if !hasSameShape { inside.region = wanted.region.centred(in: found, from: header, scale: min(across, down)) }
        // Damaged, it is worth less than the sensor's data.
        inside.acceptDamaged = isLastResort && wanted.acceptDamaged
        found.profile = found.profile ?? header.profile
        guard let stored = try? JPEGFile.sampled(source, path, found, inside), let image = try? found.inSRGB(stored)
        else { return nil }
        return header.orientation.swapsAxes
            ? (image, found.height, found.width) : (image, found.width, found.height)
    }

    private static func resampled(_ picture: craw_picture, _ wanted: Sampling) throws(ImagingError) -> Image {
        let size = Int(picture.width) * Int(picture.height) * Int(picture.bands)
        let borrowed = try Image(
            vips_image_new_from_memory(
                picture.pixels, size, picture.width, picture.height, picture.bands, VIPS_FORMAT_UCHAR),
            "vips_image_new_from_memory")
        return try Image(width: wanted.width, height: wanted.height, bands: 3) { (out) throws(ImagingError) in
            guard let pixels = out.baseAddress else { return }
            let model = picture.bands == 1 ? CVIPS_GREY : CVIPS_RGB
            guard cvips_strips_sample(borrowed.raw, model, wanted.request, pixels) == 0 else {
                throw .failed(call: "vips_region_prepare", reason: Library.errorText())
            }
        }
    }

    private static func check(_ status: craw_status, _ path: String) throws(ImagingError) {
        let text = String(cString: craw_text(status))
        switch status {
        case CRAW_READ: return
        case CRAW_UNKNOWN: throw .notAPicture(path: path, format: text)
        case CRAW_DAMAGED: throw .damaged(path: path, detail: text)
        default: throw .failed(call: "libraw", reason: text)
        }
    }
}

extension Sampling {
    /// The same view of a picture that is stored at another size.
    fileprivate func scaled(from header: PictureFile.Header, width: Int32, height: Int32) -> Sampling {
        let across = Double(width) / Double(header.width)
        let down = Double(height) / Double(header.height)
        var result = self
        result.region = Region(
            x: region.x * across, y: region.y * down, width: region.width * across, height: region.height * down)
        return result
    }
}

extension Region {
    /// The same view in a preview of another shape: its middle, where cameras put the picture between black bars.
    fileprivate func centred(
        in preview: PictureFile.Header, from header: PictureFile.Header, scale: Double
    ) -> Region {
        Region(
            x: (Double(preview.width) - Double(header.width) * scale) / 2 + x * scale,
            y: (Double(preview.height) - Double(header.height) * scale) / 2 + y * scale,
            width: width * scale, height: height * scale)
    }
}
