internal import CVips

extension ScreenKey {
    /// The subject over `background` (3 bands, the picture's size), mixed in linear light. 3 bands.
    public func composited(over background: Image) throws(ImagingError) -> Image {
        precondition(background.bands == 3)
        guard (background.width, background.height) == (whole.width, whole.height) else {
            throw .unusableKey(
                reason: "the background is \(background.width)x\(background.height) where the picture is "
                    + "\(whole.width)x\(whole.height)", remedy: "fit it first")
        }
        guard found else { return whole }
        let part = try background.cropped(to: box)
        let result = try part.withPixels { (behind) throws(ImagingError) in
            nonisolated(unsafe) let behind = behind.baseAddress!
            return try made(bands: 3) { cvips_key_over($0, $1, $2, behind, $3, $4, $5) }
        }
        guard box != whole.bounds else { return result }
        var canvas = try Canvas(copying: background)
        try canvas.draw(result, x: box.x, y: box.y)
        return try canvas.finished()
    }

    /// The subject alone, on its shadow if that is kept: 4 bands, premultiplied, cleaned of the screen, to be kept and laid over any background
    /// (`Image.laid(over:)`).
    public func cutOut() throws(ImagingError) -> Image {
        if found { return try placed(made(bands: 4) { cvips_key_cut($0, $1, $2, $3, $4, $5) }) }
        return try Image(width: whole.width, height: whole.height, bands: 4) { (out) throws(ImagingError) in
            try whole.withPixels { (pixels) throws(ImagingError) in
                for pixel in 0..<out.count / 4 {
                    for band in 0..<3 { out[pixel * 4 + band] = pixels[pixel * 3 + band] }
                    out[pixel * 4 + 3] = 255
                }
            }
        }
    }

    /// The subject's coverage, 0…255, 1 band.
    public func matte() throws(ImagingError) -> Image {
        if found { return try placed(made(bands: 1) { cvips_key_matte8($0, $1, $2, $3, $4, $5) }) }
        return try Image(width: whole.width, height: whole.height, bands: 1) { (out) throws(ImagingError) in
            out.update(repeating: 255)
        }
    }

    /// The subject's coverage, 0…65535, row by row.
    public func fineMatte() throws(ImagingError) -> [UInt16] {
        guard found else { return [UInt16](repeating: .max, count: whole.width * whole.height) }
        let count = picture.width * picture.height
        let part = try withBoth { (picture, signal) throws(ImagingError) in
            nonisolated(unsafe) let (picture, signal) = (picture, signal)
            return [UInt16](unsafeUninitializedCapacity: count) { values, filled in
                nonisolated(unsafe) let out = values.baseAddress!
                inBands(of: self.picture.height, threads, unit: CVIPS_KEY_BAND) { [analysis] in
                    cvips_key_matte16(analysis.raw, picture, signal, out, $0, $1)
                }
                filled = count
            }
        }
        guard box != whole.bounds else { return part }
        var all = [UInt16](repeating: 0, count: whole.width * whole.height)
        for row in 0..<box.height {
            let start = (box.y + row) * whole.width + box.x
            all.replaceSubrange(start..<start + box.width, with: part[row * box.width..<(row + 1) * box.width])
        }
        return all
    }

    /// The light that the subject takes from the screen: 4 bands, black with that share, to be laid over the background
    /// (`Image.laid(over:)`) before the subject. nil unless `Settings.shadow` asks for it and there is a screen.
    public func shadow() throws(ImagingError) -> Image? {
        guard found, keepsShadow else { return nil }
        return try placed(made(bands: 4) { key, _, _, out, top, bottom in cvips_key_shadow(key, out, top, bottom) })
    }

    /// The screen as it would look without the subject, 3 bands, in the part that was keyed; nil when there is none.
    public func screenField() throws(ImagingError) -> Image? {
        guard found else { return nil }
        let field = try made(bands: 3) { key, _, _, out, top, bottom in cvips_key_screen(key, out, top, bottom) }
        guard box != whole.bounds else { return field }
        var canvas = try Canvas(copying: whole)
        try canvas.draw(field, x: box.x, y: box.y)
        return try canvas.finished()
    }

    /// The part among what counts as screen.
    private func placed(_ part: Image) throws(ImagingError) -> Image {
        try part.embedded(x: box.x, y: box.y, width: whole.width, height: whole.height)
    }

    private typealias Pass =
        @Sendable (
            OpaquePointer, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int32, Int32
        ) -> Void

    private func made(bands: Int, by pass: Pass) throws(ImagingError) -> Image {
        try Image(width: picture.width, height: picture.height, bands: bands) { (out) throws(ImagingError) in
            try withBoth { (picture, signal) throws(ImagingError) in
                nonisolated(unsafe) let (out, picture, signal) = (out.baseAddress!, picture, signal)
                inBands(of: self.picture.height, threads, unit: CVIPS_KEY_BAND) { [analysis] in
                    pass(analysis.raw, picture, signal, out, $0, $1)
                }
            }
        }
    }

    private func withBoth<Result>(
        _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        try picture.withPixels { (picture) throws(ImagingError) in
            try signal.withPixels { (signal) throws(ImagingError) in
                try body(picture.baseAddress!, signal.baseAddress!)
            }
        }
    }
}

extension Image {
    /// This cut-out or shadow of a `ScreenKey` (4 bands) over `background` (3 bands, as large), mixed in linear light as
    /// `composited` does, so that another background costs no keying. 3 bands.
    public func laid(over background: Image) throws(ImagingError) -> Image {
        precondition(bands == 4 && background.bands == 3)
        precondition((width, height) == (background.width, background.height))
        return try Image(width: width, height: height, bands: 3) { (out) throws(ImagingError) in
            try withPixels { (cut) throws(ImagingError) in
                try background.withPixels { (behind) throws(ImagingError) in
                    cvips_key_lay(cut.baseAddress!, behind.baseAddress!, out.baseAddress!, width * height)
                }
            }
        }
    }
}
