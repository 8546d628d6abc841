/// The blocks of a GIF, read by the letter of the specification; nil when it is broken or has bytes to spare.
struct GIFStructure {
    struct Frame: Equatable {
        var width: Int
        var height: Int
        /// Hundredths of a second.
        var delay: Int
        /// Colours in the frame's own table.
        var colours: Int
        var indices: [UInt8]
    }

    var width: Int
    var height: Int
    var frames: [Frame] = []
    /// The number in the NETSCAPE block.
    var repeats: Int?
    var comment: [UInt8]?

    init?(_ file: [UInt8]) {
        func short(_ at: Int) -> Int { Int(file[at]) | Int(file[at + 1]) << 8 }
        guard file.starts(with: "GIF89a".utf8), file.count > 13, file[10] & 0x80 == 0 else { return nil }
        (width, height) = (short(6), short(8))
        var at = 13
        func blocks() -> [UInt8] {
            var content: [UInt8] = []
            while file[at] != 0 {
                content += file[(at + 1)...(at + Int(file[at]))]
                at += 1 + Int(file[at])
            }
            at += 1
            return content
        }
        var delay = 0
        while file[at] != 0x3B {
            switch (file[at], file[at + 1]) {
            case (0x21, 0xF9):
                delay = short(at + 4)
                at += 8
            case (0x21, 0xFF):
                at += 14
                repeats = blocks().dropFirst().reversed().reduce(0) { $0 << 8 | Int($1) }
            case (0x21, 0xFE):
                at += 2
                comment = blocks()
            case (0x2C, _):
                guard short(at + 1) == 0, short(at + 3) == 0, file[at + 9] & 0x80 != 0 else { return nil }
                let (width, height, colours) = (short(at + 5), short(at + 7), 2 << Int(file[at + 9] & 7))
                at += 10 + 3 * colours
                let least = Int(file[at])
                at += 1
                guard let indices = Self.unpacked(blocks(), least: least) else { return nil }
                guard indices.count == width * height, indices.allSatisfy({ Int($0) < colours }) else { return nil }
                frames.append(
                    Frame(width: width, height: height, delay: delay, colours: colours, indices: indices))
            default: return nil
            }
        }
        guard at == file.count - 1 else { return nil }
    }

    private static func unpacked(_ bytes: [UInt8], least: Int) -> [UInt8]? {
        let clear = 1 << least
        var (strings, width, bit) = ([[UInt8]](), least + 1, 0)
        var (output, last): ([UInt8], [UInt8]?) = ([], nil)
        while bit + width <= bytes.count * 8 {
            let code = (0..<width).reduce(0) { $0 | Int(bytes[(bit + $1) / 8] >> ((bit + $1) % 8) & 1) << $1 }
            bit += width
            if code == clear + 1 { return bytes.count * 8 - bit < 8 ? output : nil }
            if code == clear {
                strings = (0..<clear).map { [UInt8($0)] } + [[], []]
                (width, last) = (least + 1, nil)
                continue
            }
            var string: [UInt8]
            if code < strings.count {
                string = strings[code]
            } else {
                guard let last, code == strings.count else { return nil }
                string = last + [last[0]]
            }
            output += string
            if let last, strings.count < 4096 { strings.append(last + [string[0]]) }
            if strings.count == 1 << width, width < 12 { width += 1 }
            last = string
        }
        return nil
    }
}
