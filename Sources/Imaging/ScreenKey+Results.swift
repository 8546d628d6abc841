internal import CVips

extension ScreenKey {
    /// The subject over `background` (3 bands, the picture's size), mixed in linear light. 3 bands.
    public func composited(over background: Image) throws(ImagingError) -> Image {
        precondition(background.bands == 3)
        guard (background.width, background.height) == (picture.width, picture.height) else {
            throw .unusableKey(
                reason: "the background is \(background.width)x\(background.height) where the picture is "
                    + "\(picture.width)x\(picture.height); fit it first")
        }
        guard found else { return picture }
        return try background.withPixels { (behind) throws(ImagingError) in
            nonisolated(unsafe) let behind = behind.baseAddress!
            return try made(bands: 3) { cvips_key_over($0, $1, behind, $2, $3, $4) }
        }
    }

    /// The subject alone: 4 bands, premultiplied, cleaned of the screen, to be kept and laid over any background. Laying
    /// it over mixes encoded values, as every later step does, so that soft edges look a little darker than `composited`.
    public func cutOut() throws(ImagingError) -> Image {
        if found { return try made(bands: 4) { cvips_key_cut($0, $1, $2, $3, $4) } }
        return try Image(width: picture.width, height: picture.height, bands: 4) { (out) throws(ImagingError) in
            try picture.withPixels { (pixels) throws(ImagingError) in
                for pixel in 0..<out.count / 4 {
                    for band in 0..<3 { out[pixel * 4 + band] = pixels[pixel * 3 + band] }
                    out[pixel * 4 + 3] = 255
                }
            }
        }
    }

    /// The subject's coverage, 0…255, 1 band.
    public func matte() throws(ImagingError) -> Image {
        if found { return try made(bands: 1) { cvips_key_matte8($0, $1, $2, $3, $4) } }
        return try Image(width: picture.width, height: picture.height, bands: 1) { (out) throws(ImagingError) in
            out.update(repeating: 255)
        }
    }

    /// The subject's coverage, 0…65535, row by row.
    public func fineMatte() throws(ImagingError) -> [UInt16] {
        let (count, height) = (picture.width * picture.height, picture.height)
        guard found else { return [UInt16](repeating: .max, count: count) }
        return try picture.withPixels { (pixels) throws(ImagingError) in
            [UInt16](unsafeUninitializedCapacity: count) { values, filled in
                nonisolated(unsafe) let (out, start) = (values.baseAddress!, pixels.baseAddress!)
                KeyAnalysis.inBands(of: height, threads) { [analysis] in
                    cvips_key_matte16(analysis.raw, start, out, $0, $1)
                }
                filled = count
            }
        }
    }

    /// The screen as it would look without the subject, 3 bands; nil when there is none.
    public func screenField() throws(ImagingError) -> Image? {
        guard found else { return nil }
        return try made(bands: 3) { key, _, out, top, bottom in cvips_key_screen(key, out, top, bottom) }
    }

    private typealias Pass =
        @Sendable (
            OpaquePointer, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int32, Int32
        ) -> Void

    private func made(bands: Int, by pass: Pass) throws(ImagingError) -> Image {
        try Image(width: picture.width, height: picture.height, bands: bands) { (out) throws(ImagingError) in
            try picture.withPixels { (pixels) throws(ImagingError) in
                nonisolated(unsafe) let (out, start) = (out.baseAddress!, pixels.baseAddress!)
                KeyAnalysis.inBands(of: picture.height, threads) { [analysis] in
                    pass(analysis.raw, start, out, $0, $1)
                }
            }
        }
    }
}
