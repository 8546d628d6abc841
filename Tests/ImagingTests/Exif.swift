/// EXIF blocks for tests, in either byte order.
enum Exif {
    enum Value {
        case short(Int)
        case long(Int)
        case text(String)
        /// A number of any type of TIFF's.
        case typed(Int, Int)
    }

    static func block(orientation: Int) -> [UInt8] { block(main: [(0x0112, .short(orientation))]) }

    /// "Exif", two zeros, and the three directories one behind the other.
    static func block(
        main: [(Int, Value)] = [], exif: [(Int, Value)] = [], interoperability: [(Int, Value)] = [],
        bigEndian: Bool = false
    ) -> [UInt8] {
        let writer = Writer(bigEndian: bigEndian)
        let mainCount = main.count + (exif.isEmpty && interoperability.isEmpty ? 0 : 1)
        let exifCount = exif.count + (interoperability.isEmpty ? 0 : 1)
        let exifAt = 8 + 6 + 12 * mainCount
        let interoperabilityAt = exifAt + 6 + 12 * exifCount
        var texts = interoperabilityAt + 6 + 12 * interoperability.count
        var tail: [UInt8] = []
        let mainAll = main + (mainCount > main.count ? [(0x8769, .long(exifAt))] : [])
        let exifAll = exif + (exifCount > exif.count ? [(0xA005, .long(interoperabilityAt))] : [])
        var bytes: [UInt8] = Array((bigEndian ? "MM" : "II").utf8) + writer.number(42, 2) + writer.number(8, 4)
        for directory in [mainAll, exifAll, interoperability] {
            bytes += writer.number(directory.count, 2)
            for (tag, value) in directory {
                bytes += writer.number(tag, 2)
                switch value {
                case .short(let number):
                    bytes += writer.number(3, 2) + writer.number(1, 4) + writer.number(number, 2) + [0, 0]
                case .long(let number): bytes += writer.number(4, 2) + writer.number(1, 4) + writer.number(number, 4)
                case .typed(let type, let number):
                    let size = [1: 1, 6: 1, 7: 1, 3: 2, 8: 2, 4: 4, 9: 4, 13: 4][type] ?? 4
                    bytes += writer.number(type, 2) + writer.number(1, 4) + writer.number(number, size)
                    bytes += [UInt8](repeating: 0, count: 4 - size)
                case .text(let text):
                    let characters = Array(text.utf8) + [0]
                    bytes += writer.number(2, 2) + writer.number(characters.count, 4)
                    if characters.count <= 4 {
                        bytes += characters + [UInt8](repeating: 0, count: 4 - characters.count)
                    } else {
                        bytes += writer.number(texts, 4)
                        tail += characters
                        texts += characters.count
                    }
                }
            }
            bytes += [0, 0, 0, 0]
        }
        return Array("Exif\0\0".utf8) + bytes + tail
    }

    private struct Writer {
        let bigEndian: Bool

        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return bigEndian ? bytes.reversed() : bytes
        }
    }
}
