internal import CVips

extension Image {
    /// What a blur sees beyond the edges.
    public enum Surroundings: Sendable {
        /// The edge pixels, repeated: a picture keeps its brightness up to the edge.
        case repeated
        /// Nothing: coverage fades out, a transparent picture too.
        case clear
    }

    /// Widest blur: past any print, and small enough that its sums cannot overflow.
    static let widestBlur = 2000.0

    /// This picture under a Gaussian of standard deviation `sigma`, in pixels; the same size. A blur that is too small
    /// to be seen (below 0.15) gives the picture itself.
    public func blurred(sigma: Double, surroundings: Surroundings = .repeated) throws(ImagingError) -> Image {
        guard sigma >= 0, sigma <= Image.widestBlur else {
            throw .failed(
                call: "Image.blurred", reason: "a blur of \(sigma) pixels is not between 0 and \(Image.widestBlur)")
        }
        guard sigma >= 0.15 else { return self }
        return try withPixels { (source) throws(ImagingError) in
            try Image(width: width, height: height, bands: bands) { (samples) throws(ImagingError) in
                let done = cvips_blur(
                    samples.baseAddress!, source.baseAddress!, Int32(width), Int32(height), Int32(bands), sigma,
                    surroundings == .clear ? 1 : 0)
                guard done == 0 else { throw .outOfMemory(width: width, height: height) }
            }
        }
    }
}
