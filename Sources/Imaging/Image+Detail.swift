internal import CVips

/// Light and detail. Planes have 1 band, pictures 3; both of an operation are of one size.
extension Image {
    /// The luma plane of ITU-R BT.601.
    public func luma() throws(ImagingError) -> Image {
        precondition(bands == 3)
        return try reworked(bands: 1) { cvips_luma($1, $0, width * height) }
    }

    /// This picture with the light of another plane than its own: the change is added to all channels.
    public func relit(from before: Image, to after: Image) throws(ImagingError) -> Image {
        precondition(bands == 3 && before.bands == 1 && after.bands == 1)
        return try with(before) { (before) throws(ImagingError) in
            try with(after) { (after) throws(ImagingError) in
                try reworked(bands: 3) { cvips_relight($1, $0, before, after, width * height) }
            }
        }
    }

    /// This plane with its difference to `blurred` made stronger by `amount`; differences up to `threshold` levels are
    /// taken for noise.
    public func sharpened(against blurred: Image, amount: Double, threshold: Int) throws(ImagingError) -> Image {
        precondition(bands == 1 && blurred.bands == 1)
        return try with(blurred) { (blurred) throws(ImagingError) in
            try reworked(bands: 1) {
                cvips_unsharp($1, $0, blurred, width * height, Int32((amount * 256).rounded()), Int32(threshold))
            }
        }
    }

    /// `smooth` with those differences of this plane put back that are larger than about `size` levels.
    public func cored(around smooth: Image, size: Int) throws(ImagingError) -> Image {
        precondition(bands == 1 && smooth.bands == 1)
        return try with(smooth) { (smooth) throws(ImagingError) in
            try reworked(bands: 1) { cvips_core($1, $0, smooth, width * height, Int32(max(size, 1))) }
        }
    }

    /// This plane where it is darker than `base`, as a share of it; white elsewhere.
    public func divided(by base: Image) throws(ImagingError) -> Image {
        precondition(bands == 1 && base.bands == 1)
        return try with(base) { (base) throws(ImagingError) in
            try reworked(bands: 1) { cvips_divide($1, $0, base, width * height) }
        }
    }

    /// From this picture at `share` 0 to `other` at 1.
    public func mixed(with other: Image, share: Double) throws(ImagingError) -> Image {
        try with(other) { (other) throws(ImagingError) in
            try reworked(bands: bands) {
                cvips_mix($1, $0, other, width * height * bands, Int32((share * 256).rounded()))
            }
        }
    }

    /// This picture with the light of `other` added, as of a second projector that is dimmed to `share`.
    public func screened(with other: Image, share: Double) throws(ImagingError) -> Image {
        try with(other) { (other) throws(ImagingError) in
            try reworked(bands: bands) {
                cvips_screen($1, $0, other, width * height * bands, Int32((share * 256).rounded()))
            }
        }
    }

    /// This picture as seen through `other`: white lets all light pass.
    public func shaded(by other: Image) throws(ImagingError) -> Image {
        try with(other) { (other) throws(ImagingError) in
            try reworked(bands: bands) { cvips_shade($1, $0, other, width * height * bands) }
        }
    }

    /// This plane smoothed where `guide` (itself) varies by less than about `softness` levels within `radius` px, while
    /// its edges stay (He, Sun, Tang: Guided Image Filtering, 2010).
    public func smoothed(radius: Double, softness: Double, guide: Image? = nil) throws(ImagingError) -> Image {
        precondition(bands == 1)
        let reach = Int32(min(max(radius.rounded(), 1), 127))
        return try with(guide ?? self) { (guide) throws(ImagingError) in
            try reworked(bands: 1) { (plane, out) throws(ImagingError) in
                let done = cvips_guided(
                    out, plane, guide, Int32(width), Int32(height), reach, Float(max(softness, 0.5)))
                guard done == 0 else { throw .outOfMemory(width: width, height: height) }
            }
        }
    }

    /// How far red and blue lie from `luma`: two planes, 128 for grey.
    public func chroma(luma: Image) throws(ImagingError) -> (red: Image, blue: Image) {
        precondition(bands == 3)
        return try with(luma) { (luma) throws(ImagingError) in
            var blue: Image?
            let red = try reworked(bands: 1) { (pixels, red) throws(ImagingError) in
                blue = try Image(width: width, height: height, bands: 1) { blue in
                    cvips_chroma(red, blue.baseAddress!, pixels, luma, width * height)
                }
            }
            return (red, blue!)
        }
    }

    /// The picture that has this plane as luma, and these for chroma.
    public func coloured(red: Image, blue: Image) throws(ImagingError) -> Image {
        precondition(bands == 1)
        return try with(red) { (red) throws(ImagingError) in
            try with(blue) { (blue) throws(ImagingError) in
                try reworked(bands: 3) { cvips_from_chroma($1, $0, red, blue, width * height) }
            }
        }
    }

    /// The samples of a picture of this one's size.
    private func with<Result>(
        _ other: Image, _ body: (UnsafePointer<UInt8>) throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        precondition(other.width == width && other.height == height)
        return try other.withPixels { (pixels) throws(ImagingError) in try body(pixels.baseAddress!) }
    }
}
