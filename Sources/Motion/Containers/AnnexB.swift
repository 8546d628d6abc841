import Files

/// An H.264 stream as an encoder writes it: units behind start codes (ITU-T H.264, Annex B). Found piece by piece, so that a long
/// film costs no memory.
struct AnnexB {
    /// A part of the scratch file.
    struct Unit {
        var offset: Int
        var size: Int
    }

    struct Sample {
        var units: [Unit]
        var isKey: Bool
        /// With a length of four bytes before each unit.
        var size: Int { units.reduce(0) { $0 + $1.size + 4 } }
    }

    let scratch: ScratchFile
    private(set) var samples: [Sample] = []
    private(set) var sequence: [UInt8] = []
    private(set) var picture: [UInt8] = []

    init(_ scratch: ScratchFile) throws(FilesError) {
        self.scratch = scratch
        let starts = try Self.starts(scratch)
        var waiting: [Unit] = []
        for (index, start) in starts.dropLast().enumerated() {
            var unit = Unit(offset: start, size: starts[index + 1] - start - 3)
            guard unit.size > 1 else { continue }
            let head = try scratch.bytes(at: unit.offset, count: 2)
            let tail = try scratch.bytes(at: unit.offset + max(0, unit.size - 4), count: min(4, unit.size))
            // Zeros before the next start code, which may have four bytes, are no part of a unit.
            unit.size -= tail.reversed().prefix { $0 == 0 }.count
            switch head[0] & 31 {
            case 7: sequence = try scratch.bytes(at: unit.offset, count: unit.size)
            case 8: picture = try scratch.bytes(at: unit.offset, count: unit.size)
            case 9: break
            case 1, 5:
                // A slice whose first macroblock is number 0 begins a picture.
                if head[1] & 0x80 != 0 || samples.isEmpty {
                    samples.append(Sample(units: waiting + [unit], isKey: head[0] & 31 == 5))
                } else {
                    samples[samples.count - 1].units += waiting + [unit]
                }
                waiting = []
            default: waiting.append(unit)
            }
        }
    }

    /// Where units begin, behind their start codes; the last entry is three bytes behind the end.
    private static func starts(_ scratch: ScratchFile) throws(FilesError) -> [Int] {
        var (starts, offset) = ([Int](), 0)
        let length = try scratch.size()
        while offset < length {
            let bytes = try scratch.bytes(at: offset, count: min(1 << 20, length - offset))
            bytes.withUnsafeBufferPointer { bytes in
                var i = 2
                while i < bytes.count {
                    if bytes[i] > 1 {
                        i += 3
                    } else if bytes[i] == 1, bytes[i - 1] == 0, bytes[i - 2] == 0 {
                        starts.append(offset + i + 1)
                        i += 3
                    } else {
                        i += 1
                    }
                }
            }
            if offset + bytes.count == length { break }
            offset += bytes.count - 2
        }
        return starts + [length + 3]
    }
}
