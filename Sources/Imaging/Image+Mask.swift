internal import CVips

extension Image {
    /// The alpha of 4 bands as coverage of 1 band.
    public func alphaCoverage() throws(ImagingError) -> Image {
        guard bands == 4 else { throw .failed(call: "Image.alphaCoverage", reason: "\(bands) bands have no alpha") }
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: 1) { (target) throws(ImagingError) in
                cvips_alpha(target.baseAddress!, source.baseAddress!, target.count)
            }
        }
    }

    /// The brightness as coverage of 1 band: Rec. 709 weights on sRGB values, as CSS masks have it. Transparent is dark.
    public func luminanceCoverage() throws(ImagingError) -> Image {
        guard bands > 1 else { return self }
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: 1) { (target) throws(ImagingError) in
                cvips_luminance(target.baseAddress!, source.baseAddress!, Int32(bands), target.count)
            }
        }
    }

    /// This picture where `coverage` (1 band, the same size) is. 1 band stays 1 band: the product of both; 3 bands
    /// become 4, premultiplied.
    public func multiplied(by coverage: Image) throws(ImagingError) -> Image {
        guard coverage.bands == 1, coverage.width == width, coverage.height == height else {
            throw .failed(
                call: "Image.multiplied",
                reason: """
                    coverage of \(coverage.width)x\(coverage.height) with \(coverage.bands) bands for a picture of \
                    \(width)x\(height)
                    """)
        }
        return try coverage.withPixels { (mask) throws(ImagingError) in
            try withPixels { (source) throws(ImagingError) in
                try Image(width: width, height: height, bands: bands == 1 ? 1 : 4) { (target) throws(ImagingError) in
                    cvips_multiply(
                        target.baseAddress!, source.baseAddress!, Int32(bands), mask.baseAddress!, mask.count)
                }
            }
        }
    }

    /// RGB with an alpha that is opaque everywhere; any other picture as it is.
    public func withAlpha() throws(ImagingError) -> Image {
        guard bands == 3 else { return self }
        let opaque = try Image(width: width, height: height, bands: 1) { (samples) throws(ImagingError) in
            samples.update(repeating: 255)
        }
        return try multiplied(by: opaque)
    }

    /// The box of pixels that are not wholly transparent (1 band: not 0), by which an overlay can be trimmed; nil when
    /// there are none. Everything of 3 bands is visible.
    public func visibleBounds() throws(ImagingError) -> PixelBox? {
        guard bands != 3 else { return bounds }
        return try withPixels { (samples) throws(ImagingError) in
            var box: [Int32] = [0, 0, 0, 0]
            guard cvips_visible(samples.baseAddress!, Int32(width), Int32(height), Int32(bands), &box) != 0 else {
                return nil
            }
            let (left, top, right, bottom) = (Int(box[0]), Int(box[1]), Int(box[2]), Int(box[3]))
            return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
        }
    }
}
