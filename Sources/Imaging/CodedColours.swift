import CVips
import Glibc

/// Colours by the numbers of ITU-T H.273, as an nclx box has them in place of a profile.
struct CodedColours {
    let primaries: Int
    let transfer: Int

    /// Why the colours cannot be shown; nil when they can.
    var refusal: String? {
        switch transfer {
        case 9, 10: "a HEIC with logarithmic brightness"
        case 16: "a HEIC with the brightness range of HDR (PQ)"
        case 18: "a HEIC with the brightness range of HDR (HLG)"
        default: Self.chromaticities[primaries] == nil ? "a HEIC with colours of number \(primaries)" : nil
        }
    }

    /// As an ICC profile; nil for sRGB.
    ///
    /// The curves of television cameras (1, 6, 7, 11, 12, 14, 15) are left aside for sRGB's, as viewers do: what they code
    /// was meant for a screen, whose own curve is nearer to sRGB than to the inverse of the camera's.
    var profile: [UInt8]? {
        guard refusal == nil, let colours = Self.chromaticities[primaries] else { return nil }
        let gamma: Double =
            switch transfer {
            case 4: 2.2
            case 5: 2.8
            case 8: 1
            case 17: 2.6
            default: 0  // sRGB's own
            }
        if gamma == 0, colours == Self.srgb { return nil }
        var size = 0
        guard let bytes = cvips_rgb_profile(colours, gamma, &size) else { return nil }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }

    private static let (d65, c) = ([0.3127, 0.3290], [0.310, 0.316])
    private static let srgb = [0.640, 0.330, 0.300, 0.600, 0.150, 0.060] + d65

    /// x and y of red, green, blue and white. What is not specified is taken for sRGB's.
    private static let chromaticities: [Int: [Double]] = [
        0: srgb, 1: srgb, 2: srgb, 3: srgb,
        4: [0.67, 0.33, 0.21, 0.71, 0.14, 0.08] + c,
        5: [0.64, 0.33, 0.29, 0.60, 0.15, 0.06] + d65,
        6: [0.630, 0.340, 0.310, 0.595, 0.155, 0.070] + d65,
        7: [0.630, 0.340, 0.310, 0.595, 0.155, 0.070] + d65,
        8: [0.681, 0.319, 0.243, 0.692, 0.145, 0.049] + c,
        9: [0.708, 0.292, 0.170, 0.797, 0.131, 0.046] + d65,
        10: [1, 0, 0, 1, 0, 0, 1.0 / 3, 1.0 / 3],
        11: [0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351],
        12: [0.680, 0.320, 0.265, 0.690, 0.150, 0.060] + d65,
        22: [0.630, 0.340, 0.295, 0.605, 0.155, 0.077] + d65,
    ]
}
