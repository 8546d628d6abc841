public import Imaging

/// The colour of the light that a session was taken in, as grey-world estimates it: what a scene's colours average to is
/// taken for grey.
public struct Balance: Hashable, Sendable {
    /// Factors of the linear channels that make the average grey, with a geometric mean of 1.
    public let gains: RGB

    public static let neutral = Balance(gains: .one)

    /// A third of a stop: a wall that fills the frame is no light.
    static let limit: Float = 1.26
    /// How much of the estimate is believed; eyes adapt, but not wholly.
    static let share: Float = 0.7

    init(gains: RGB) { self.gains = gains }

    /// Measured on a small decode of the whole capture. Clipped and dark pixels say nothing, coloured ones little.
    public init(of capture: PictureFile) throws(ImagingError) {
        let scale = min(1, 96 / Double(max(capture.width, capture.height)))
        let small = try capture.sampled(
            Region(x: 0, y: 0, width: Double(capture.width), height: Double(capture.height)),
            width: max(1, Int(Double(capture.width) * scale)), height: max(1, Int(Double(capture.height) * scale)),
            acceptDamaged: true)
        self.init(measuring: small)
    }

    init(measuring image: Image) {
        var sums = SIMD3<Double>.zero
        // Nothing but memory can be missing here, and then the neutral balance is no worse than any other.
        try? image.withPixels { pixels in
            for place in stride(from: 0, to: pixels.count, by: image.bands) where image.bands >= 3 {
                let colour = RGB(Float(pixels[place]), Float(pixels[place + 1]), Float(pixels[place + 2])) / 255
                guard colour.max() < 0.97, colour.min() > 0.02 else { continue }
                let linear = Tone.linear(colour)
                let greyness = linear.min() / linear.max()
                sums += SIMD3<Double>(linear * Tone.power(greyness, 4))
            }
        }
        guard sums.min() > 0 else {
            gains = .one
            return
        }
        let centre = Tone.power(Float(sums.x * sums.y / sums.z / sums.z), 1.0 / 3) * Float(sums.z)
        var wanted = centre / RGB(Float(sums.x), Float(sums.y), Float(sums.z))
        for channel in 0..<3 { wanted[channel] = Tone.power(wanted[channel], Self.share) }
        gains = wanted.clamped(
            lowerBound: RGB(repeating: 1 / Self.limit), upperBound: RGB(repeating: Self.limit))
    }
}
