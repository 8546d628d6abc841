import Glibc

/// sRGB as an ICC profile of version 2, which every viewer and every printer driver reads: primaries and white of
/// IEC 61966-2-1, adapted to D50 by Bradford's matrix, and its curve as 1024 samples. Built here, because the profiles
/// that colour libraries make carry the time of day.
enum SRGBProfile {
    static let bytes: [UInt8] = build()

    private static func build() -> [UInt8] {
        let curve = sampledCurve()
        // Values of the ICC's own sRGB profile, s15Fixed16.
        let tags: [(name: String, data: [UInt8])] = [
            ("desc", description("sRGB")),
            ("cprt", Array("text".utf8) + zeros(4) + Array("Public domain\0".utf8)),
            ("wtpt", xyz(0xF6D6, 0x10000, 0xD32D)),
            ("rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)),
            ("gXYZ", xyz(0x6299, 0xB785, 0x18DA)),
            ("bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var table = big(UInt32(tags.count))
        var data: [UInt8] = []
        let start = 128 + 4 + 12 * tags.count
        var offset = start
        for (index, tag) in tags.enumerated() {
            // The three channels share one curve.
            if index < 7 {
                offset = start + data.count
                data += tag.data + zeros((4 - tag.data.count % 4) % 4)
            }
            table += Array(tag.name.utf8) + big(UInt32(offset)) + big(UInt32(tag.data.count))
        }
        return header(size: start + data.count) + table + data
    }

    private static func header(size: Int) -> [UInt8] {
        var header = big(UInt32(size)) + zeros(4) + [2, 0x10, 0, 0] + Array("mntrRGB XYZ ".utf8)
        header += zeros(12)  // the date: none
        header += Array("acsp".utf8) + zeros(28)
        header += big(0xF6D6) + big(0x10000) + big(0xD32D)  // D50
        return header + zeros(48)
    }

    /// sRGB's decoding: encoded samples 0…1 to linear light.
    private static func sampledCurve() -> [UInt8] {
        let samples = (0..<1024).map { index -> UInt16 in
            let encoded = Double(index) / 1023
            return UInt16((SRGBCurve.decoded(encoded) * 65535).rounded())
        }
        return Array("curv".utf8) + zeros(4) + big(1024) + samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    /// textDescriptionType: ASCII, then empty Unicode and Macintosh texts.
    private static func description(_ text: String) -> [UInt8] {
        Array("desc".utf8) + zeros(4) + big(UInt32(text.utf8.count + 1)) + Array(text.utf8)
            + zeros(1 + 4 + 4 + 2 + 1 + 67)
    }

    private static func xyz(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> [UInt8] {
        Array("XYZ ".utf8) + zeros(4) + big(x) + big(y) + big(z)
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
}
