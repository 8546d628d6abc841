/// A small EXIF block (TIFF, little endian), written by hand so that it holds what is listed here and nothing else.
struct ExifBlock {
    private enum Value {
        case short(UInt16)
        case long(UInt32)
        case rational(UInt32, UInt32)
        case ascii(String)
        case undefined([UInt8])

        var type: UInt16 {
            switch self {
            case .ascii: 2
            case .short: 3
            case .long: 4
            case .rational: 5
            case .undefined: 7
            }
        }

        var count: Int {
            switch self {
            case .ascii(let text): text.utf8.count + 1
            case .undefined(let bytes): bytes.count
            case .short, .long, .rational: 1
            }
        }

        var bytes: [UInt8] {
            switch self {
            case .ascii(let text): Array(text.utf8) + [0]
            case .short(let value): littleEndian(value)
            case .long(let value): littleEndian(value)
            case .rational(let over, let under): littleEndian(over) + littleEndian(under)
            case .undefined(let bytes): bytes
            }
        }
    }

    let bytes: [UInt8]

    init(width: Int, height: Int, metadata: Metadata) {
        // Thousandths for a resolution that is not whole.
        let dpi: Value =
            metadata.dpi == metadata.dpi.rounded()
            ? .rational(UInt32(metadata.dpi), 1) : .rational(UInt32((metadata.dpi * 1000).rounded()), 1000)
        // Tags in ascending order, as TIFF demands.
        var photo: [(UInt16, Value)] = [(0x9000, .undefined(Array("0232".utf8)))]
        if let taken = metadata.takenAt {
            photo.append((0x9003, .ascii(taken.exif)))
            if let offset = taken.exifOffset { photo.append((0x9011, .ascii(offset))) }
            if let fraction = taken.fraction { photo.append((0x9291, .ascii(fraction))) }
        }
        photo += [
            (0xA001, .short(metadata.profile == .sRGB ? 1 : 0xFFFF)),  // sRGB, or "see the profile"
            (0xA002, .long(UInt32(width))), (0xA003, .long(UInt32(height))),
        ]
        var main: [(UInt16, Value)] = [
            (0x0112, .short(1)), (0x011A, dpi), (0x011B, dpi), (0x0128, .short(2)), (0x0131, .ascii("Boothkit")),
        ]
        let header: [UInt8] = Array("II".utf8) + [42, 0, 8, 0, 0, 0]
        main.append((0x8769, .long(0)))
        let photoOffset = header.count + Self.directory(main, at: header.count).count
        main[main.count - 1].1 = .long(UInt32(photoOffset))
        bytes = header + Self.directory(main, at: header.count) + Self.directory(photo, at: photoOffset)
    }

    /// One directory and, behind it, the values of more than four bytes.
    private static func directory(_ entries: [(UInt16, Value)], at offset: Int) -> [UInt8] {
        var table = littleEndian(UInt16(entries.count))
        var heap: [UInt8] = []
        let heapOffset = offset + 2 + 12 * entries.count + 4
        for (tag, value) in entries {
            table += littleEndian(tag) + littleEndian(value.type) + littleEndian(UInt32(value.count))
            let bytes = value.bytes
            if bytes.count <= 4 {
                table += bytes + Array(repeating: 0, count: 4 - bytes.count)
            } else {
                table += littleEndian(UInt32(heapOffset + heap.count))
                heap += bytes + Array(repeating: 0, count: bytes.count % 2)
            }
        }
        return table + littleEndian(UInt32(0)) + heap
    }
}

func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
