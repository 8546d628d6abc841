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

    /// In sRGB, as stored. Of sensor data that are incomplete LibRaw gives nothing, or stripes; when damage is accepted, a
    /// preview of any size is shown in their place.
    static func sampled(
        _ file: borrowing OpenFile, _ header: PictureFile.Header, _ wanted: Sampling, noting remarks: Remarks
    ) throws(ImagingError) -> Image {
        let raw = try open(file, header)
        defer { craw_close(raw) }
        if let image = preview(of: raw, file.path, header, wanted, isLastResort: false) {
            if let flaw = header.flaw { remarks.add("\(flaw); its preview is shown") }
            return image
        }
        if let flaw = header.flaw {
            guard wanted.acceptDamaged else { throw .damaged(path: file.path, detail: flaw) }
            if let image = preview(of: raw, file.path, header, wanted, isLastResort: true) { return image }
        }
        do {
            return try developed(raw, file.path, header, wanted)
        } catch {
            // A failure leaves nothing in LibRaw's hands: the preview is read from the start.
            guard wanted.acceptDamaged, case .damaged = error, let again = try? open(file, header) else { throw error }
            defer { craw_close(again) }
            guard let image = preview(of: again, file.path, header, wanted, isLastResort: true) else { throw error }
            return image
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
    /// or nearly as large as the sensor's picture. As the last resort any will do.
    private static func preview(
        of raw: OpaquePointer, _ path: String, _ header: PictureFile.Header, _ wanted: Sampling, isLastResort: Bool
    ) -> Image? {
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
        guard isLastResort || (abs(across / down - 1) < 0.015 && (covers || min(across, down) >= 0.9)) else {
            return nil
        }
        var inside = wanted.scaled(from: header, width: Int32(found.width), height: Int32(found.height))
        inside.acceptDamaged = isLastResort  // damaged, it is worth less than the sensor's data
        found.profile = found.profile ?? header.profile
        guard let image = try? JPEGFile.sampled(source, path, found, inside) else { return nil }
        return try? found.inSRGB(image)
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
