/// Writes small DNG files (Adobe DNG 1.4): an uncompressed 16-bit RGGB mosaic, with or without a JPEG preview before it.
struct DNG {
    var width = 128
    var height = 96
    var orientation = 1
    var time: String?
    var make: String? = "Boothkit"
    var preview: [UInt8] = []
    var previewSize = (width: 0, height: 0)
    /// The second half of the mosaic lies behind the end of the file.
    var isCut = false
    /// The sensor's value (0…65535) for red, green and blue at a place.
    var light: (_ x: Int, _ y: Int) -> (Int, Int, Int) = { _, _ in (20000, 20000, 20000) }

    private enum Value {
        case short([Int])
        case long([Int])
        case bytes([UInt8])
        case text(String)
        case fraction([(Int, Int)], signed: Bool)

        var type: Int {
            switch self {
            case .bytes: 1
            case .text: 2
            case .short: 3
            case .long: 4
            case .fraction(_, let signed): signed ? 10 : 5
            }
        }

        var encoded: (count: Int, bytes: [UInt8]) {
            switch self {
            case .short(let numbers): (numbers.count, numbers.flatMap { DNG.number($0, 2) })
            case .long(let numbers): (numbers.count, numbers.flatMap { DNG.number($0, 4) })
            case .bytes(let bytes): (bytes.count, bytes)
            case .text(let text): (text.utf8.count + 1, Array(text.utf8) + [0])
            case .fraction(let pairs, _): (pairs.count, pairs.flatMap { DNG.number($0.0, 4) + DNG.number($0.1, 4) })
            }
        }
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private var mosaic: [UInt8] {
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let (red, green, blue) = light(x, y)
                bytes += Self.number((x + y) % 2 == 1 ? green : y % 2 == 0 ? red : blue, 2)
            }
        }
        return bytes
    }

    /// The sensor's own tags. Its colours are sRGB's, by the inverse of the matrix of IEC 61966-2-1.
    private func sensor(at offset: Int) -> [(Int, Value)] {
        let matrix = [32405, -15371, -4985, -9693, 18760, 416, 556, -2040, 10572].map { ($0, 10000) }
        return [
            (254, .long([0])), (256, .long([width])), (257, .long([height])), (258, .short([16])), (259, .short([1])),
            (262, .short([32803])), (273, .long([offset])), (277, .short([1])), (278, .long([height])),
            (279, .long([width * height * 2])), (33421, .short([2, 2])), (33422, .bytes([0, 1, 1, 2])),
            (50714, .short([0])), (50717, .long([65535])), (50721, .fraction(matrix, signed: true)),
            (50728, .fraction([(1, 1), (1, 1), (1, 1)], signed: false)), (50778, .short([21])),
        ]
    }

    private var identity: [(Int, Value)] {
        let maker: [(Int, Value)] = make.map { [(271, .text($0)), (272, .text("Sample"))] } ?? []
        return maker + [
            (274, .short([orientation])), (50706, .bytes([1, 4, 0, 0])), (50708, .text("Boothkit Sample")),
        ]
    }

    private var jpegTags: [(Int, Value)] {
        [
            (254, .long([1])), (256, .long([previewSize.width])), (257, .long([previewSize.height])),
            (258, .short([8, 8, 8])), (259, .short([7])), (262, .short([6])), (277, .short([3])),
            (278, .long([previewSize.height])), (279, .long([preview.count])),
        ]
    }

    /// Pixel data first, then the directories, whose places are known by then.
    var file: [UInt8] {
        var bytes = Array("II".utf8) + Self.number(42, 2) + Self.number(0, 4)
        let previewAt = bytes.count
        bytes += preview + [UInt8](repeating: 0, count: preview.count % 2)
        let mosaicAt = bytes.count
        bytes += mosaic
        var first = identity
        if let time { first.append((34665, .long([Self.append([(36867, .text(time))], to: &bytes)]))) }
        if preview.isEmpty {
            first += sensor(at: mosaicAt + (isCut ? width * height : 0))
        } else {
            first += jpegTags + [(273, .long([previewAt]))]
            first.append((330, .long([Self.append(sensor(at: mosaicAt + (isCut ? width * height : 0)), to: &bytes)])))
        }
        let start = Self.append(first, to: &bytes)
        bytes.replaceSubrange(4..<8, with: Self.number(start, 4))
        return bytes
    }

    private static func append(_ tags: [(Int, Value)], to bytes: inout [UInt8]) -> Int {
        var entries: [UInt8] = []
        for (tag, value) in tags.sorted(by: { $0.0 < $1.0 }) {
            let (count, data) = value.encoded
            entries += number(tag, 2) + number(value.type, 2) + number(count, 4)
            if data.count <= 4 {
                entries += data + [UInt8](repeating: 0, count: 4 - data.count)
            } else {
                entries += number(bytes.count, 4)
                bytes += data + [UInt8](repeating: 0, count: data.count % 2)
            }
        }
        let start = bytes.count
        bytes += number(tags.count, 2) + entries + number(0, 4)
        return start
    }
}
