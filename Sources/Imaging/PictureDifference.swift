import CVips

/// How far a picture is from the one that it should be. Pictures are compared as premultiplied RGBA, whatever their bands.
public struct PictureDifference {
    public let sameSize: Bool
    /// The greatest difference of a sample, 0 to 255; 255 when sizes differ.
    public let greatest: Int
    /// The mean difference over all samples of the channels that the pictures have; 255 when sizes differ.
    public let mean: Double
    /// Mean structural similarity of luma, or of alpha if that is worse: 1 for the same picture; 0 when sizes differ.
    /// Wang et al. 2004, on windows of 8x8 pixels, four apart.
    public let ssim: Double

    private let a: Image
    private let b: Image

    public init(_ a: Image, _ b: Image) throws(ImagingError) {
        sameSize = a.width == b.width && a.height == b.height
        (self.a, self.b) = (try a.asRGBA(), try b.asRGBA())
        let opaque = a.bands != 4 && b.bands != 4
        guard sameSize else {
            (greatest, mean, ssim) = (255, 255, 0)
            return
        }
        let (a, b) = (self.a, self.b)
        var found = cvips_difference()
        let failed = try a.withPixels { first throws(ImagingError) in
            try b.withPixels { second throws(ImagingError) in
                cvips_compare(first.baseAddress!, second.baseAddress!, Int32(a.width), Int32(a.height), &found)
            }
        }
        guard failed == 0 else { throw .outOfMemory(width: a.width, height: a.height) }
        // Alpha that was added is no sample.
        let share = opaque ? 4.0 / 3 : 1
        (greatest, mean, ssim) = (Int(found.greatest), found.mean * share, found.ssim)
    }

    /// What differs, `factor` times as bright, on black; RGB, as large as both together. Where only one of the pictures
    /// has pixels it is magenta. A difference of alpha shows in all channels.
    public func image(amplifiedBy factor: Int = 8) throws(ImagingError) -> Image {
        let (width, height) = (max(a.width, b.width), max(a.height, b.height))
        return try a.withPixels { first throws(ImagingError) in
            try b.withPixels { second throws(ImagingError) in
                try Image(width: width, height: height, bands: 3) { shown in
                    for y in 0..<height {
                        for x in 0..<width {
                            let at = (y * width + x) * 3
                            guard x < a.width, y < a.height, x < b.width, y < b.height else {
                                (shown[at], shown[at + 1], shown[at + 2]) = (255, 0, 255)
                                continue
                            }
                            let (p, q) = ((y * a.width + x) * 4, (y * b.width + x) * 4)
                            let alpha = abs(Int(first[p + 3]) - Int(second[q + 3]))
                            for band in 0..<3 {
                                let colour = abs(Int(first[p + band]) - Int(second[q + band]))
                                shown[at + band] = UInt8(min(255, max(colour, alpha) * factor))
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Image {
    /// Grey in all channels, alpha 255 where there was none.
    fileprivate func asRGBA() throws(ImagingError) -> Image {
        guard bands != 4 else { return self }
        let bands = bands
        return try withPixels { pixels throws(ImagingError) in
            try Image(width: width, height: height, bands: 4) { rgba in
                for at in 0..<(pixels.count / bands) {
                    for band in 0..<3 { rgba[at * 4 + band] = pixels[at * bands + (bands == 3 ? band : 0)] }
                    rgba[at * 4 + 3] = 255
                }
            }
        }
    }
}
