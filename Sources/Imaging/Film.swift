internal import CVips

/// What a lens and a film add to a picture.
public struct Film: Sendable {
    /// 0 none to 1: black corners.
    public var vignette = 0.0
    /// 0 none to 1: strength of light that leaks in, at its middle.
    public var leak = 0.0
    /// Its middle, as shares of the picture.
    public var leakX = 0.0
    public var leakY = 0.0
    public var leakColour = RGB(1, 0.45, 0.12)
    /// Levels that mid tones vary by at most.
    public var grain = 0.0
    /// px; 1 or more.
    public var grainSize = 1.0
    public var seed: UInt32 = 0

    public init() {}
}

extension Image {
    /// This picture (3 bands) as seen through a lens and on a film. The same for the same seed.
    public func filmed(_ film: Film) throws(ImagingError) -> Image {
        precondition(bands == 3)
        var native = cvips_film(
            vignette: Float(film.vignette), leak: Float(film.leak), leak_x: Float(film.leakX),
            leak_y: Float(film.leakY),
            leak_colour: (film.leakColour.x, film.leakColour.y, film.leakColour.z), grain: Float(film.grain),
            grain_size: Float(max(film.grainSize, 1)), seed: film.seed)
        return try reworked(bands: 3) { (pixels, out) throws(ImagingError) in
            let done = cvips_film_rows(out, pixels, Int32(width), Int32(height), 0, Int32(height), &native)
            guard done == 0 else { throw .outOfMemory(width: width, height: height) }
        }
    }
}
