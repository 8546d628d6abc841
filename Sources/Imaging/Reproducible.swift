internal import CVips

/// Functions whose results are the same on every processor. Those of the C library take another path where the processor
/// fuses multiply-adds, and differ in their last bit then; pictures must not.
public enum Reproducible {
    public static func exp(_ x: Double) -> Double { cvips_exp(x) }
    /// `base` above zero; what lies below gives zero, as curves have it.
    public static func power(_ base: Double, _ exponent: Double) -> Double { cvips_pow(base, exponent) }
    /// Up to a million radians.
    public static func sin(_ x: Double) -> Double { cvips_sin(x) }
    public static func cos(_ x: Double) -> Double { cvips_cos(x) }

    public static func exp(_ x: Float) -> Float { Float(cvips_exp(Double(x))) }
    public static func power(_ base: Float, _ exponent: Float) -> Float {
        Float(cvips_pow(Double(base), Double(exponent)))
    }
}

/// sRGB's transfer function (IEC 61966-2-1), from 0…1 to 0…1.
public enum SRGBCurve {
    /// To linear light.
    public static func decoded(_ value: Double) -> Double { cvips_srgb_decoded(value) }
    /// Its inverse.
    public static func encoded(_ value: Double) -> Double { cvips_srgb_encoded(value) }

    public static func decoded(_ value: Float) -> Float { Float(cvips_srgb_decoded(Double(value))) }
    public static func encoded(_ value: Float) -> Float { Float(cvips_srgb_encoded(Double(value))) }
}
