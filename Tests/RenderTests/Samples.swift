import Imaging

/// Pictures and files that are none.
enum Samples {
    /// A capture of 300 by 200 pixels with some texture; each seed gives another.
    static func capture(seed: Int, takenAt: String? = nil, as format: StillFormat = .jpeg) throws -> [UInt8] {
        let image = try Image(width: 300, height: 200, bands: 3) { pixels in
            for index in pixels.indices {
                let (x, y) = (index / 3 % 300, index / 900)
                pixels[index] = UInt8((x * (index % 3 + 1) / 2 + y + seed * 60 + (x * y * seed) % 23) & 255)
            }
        }
        return try image.encoded(as: format, metadata: Metadata(takenAt: takenAt.flatMap { CaptureTime(exif: $0) }))
    }

    /// A translucent frame for the canvas of `Layouts.duo`.
    static func overlay() throws -> [UInt8] {
        let image = try Image(width: 256, height: 176, bands: 4) { pixels in
            for index in 0..<256 * 176 {
                let (x, y) = (index % 256, index / 256)
                let inside = (12..<244).contains(x) && (12..<164).contains(y)
                for band in 0..<4 { pixels[index * 4 + band] = inside ? 0 : 128 }
            }
        }
        return try image.encoded(as: .png, metadata: Metadata())
    }

    /// The header of a grey PNG of any size, and `count` bytes of nothing as its pixels.
    static func png(claiming width: UInt32, by height: UInt32, data count: Int) -> [UInt8] {
        func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + data
            return big(UInt32(data.count)) + body + big(crc(body))
        }
        let header = big(width) + big(height) + [8, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", [0x78, 0x9C] + [UInt8](repeating: 0, count: count)) + chunk("IEND", [])
    }

    /// ISO 3309, as PNG wants it.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256).map { index -> UInt32 in
            (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
        }
        return ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
    }
}

extension [UInt8] {
    func contains(_ text: String) -> Bool { position(of: text) != nil }

    func position(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0] == wanted[0] && self[$0...].starts(with: wanted) }
    }
}
