internal import CVips

/// A linear map of sRGB values as they are coded (gamma space): rows r, g, b, each with an offset of 0…255.
public struct ColourMatrix: Hashable, Sendable {
    public var red, green, blue: [Double]

    /// Each row: factors of red, green and blue, then the offset.
    public init(red: [Double], green: [Double], blue: [Double]) {
        precondition([red, green, blue].allSatisfy { $0.count == 4 })
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    public static let identity = ColourMatrix(red: [1, 0, 0, 0], green: [0, 1, 0, 0], blue: [0, 0, 1, 0])

    /// From `self` at share 0 to `other` at share 1.
    public func mixed(with other: ColourMatrix, share: Double) -> ColourMatrix {
        let mix = { (a: [Double], b: [Double]) in zip(a, b).map { $0 + ($1 - $0) * share } }
        return ColourMatrix(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }
}

extension Image {
    /// Every colour mapped by `matrix`, rounded and clamped; alpha is kept. For 3 or 4 bands.
    public func mapped(by matrix: ColourMatrix) throws(ImagingError) -> Image {
        let steps = [matrix.red, matrix.green, matrix.blue].flatMap { $0 }.map { Int32(($0 * 4096).rounded()) }
        return try Image(width: width, height: height, bands: bands) { (out) throws(ImagingError) in
            try withPixels { (pixels) throws(ImagingError) in
                cvips_colour_matrix(pixels.baseAddress!, out.baseAddress!, width * height, Int32(bands), steps)
            }
        }
    }

    /// Left and right exchanged.
    public func mirrored() throws(ImagingError) -> Image {
        try Image(width: width, height: height, bands: bands) { (out) throws(ImagingError) in
            try withPixels { (pixels) throws(ImagingError) in
                cvips_mirror(pixels.baseAddress!, out.baseAddress!, Int32(width), Int32(height), Int32(bands))
            }
        }
    }
}
