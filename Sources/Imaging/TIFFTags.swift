/// The few facts that matter in a TIFF structure: an EXIF block, or a TIFF or raw file itself (EXIF 2.32 section 4.6, TIFF
/// 6.0 section 2). Offsets that lead outside are read as absent tags; a camera's odd EXIF is no reason to refuse a picture.
struct TIFFTags {
    var orientation = Orientation.upright
    var takenAt: CaptureTime?
    /// EXIF says Adobe RGB, which cameras do without attaching a profile: colour space "uncalibrated", interoperability "R03".
    var isAdobeRGB = false
    var isFromCamera = false
    var isDNG = false
    /// The first picture is a preview or sensor data, as in raw files built on TIFF.
    var beginsWithPreview = false

    /// `read` gives up to `count` bytes at an offset that counts from the structure's byte order mark.
    init(_ read: @escaping (_ offset: Int, _ count: Int) -> [UInt8]) {
        let start = read(0, 8)
        guard start.count == 8, start[0] == start[1], start[0] == 0x49 || start[0] == 0x4D else { return }
        let source = Source(read: read, isBigEndian: start[0] == 0x4D)
        let main = source.entries(at: source.number(start[4..<8]))
        orientation = main[0x0112].flatMap { Orientation(rawValue: source.integer($0)) } ?? .upright
        isFromCamera = main[0x010F] != nil
        isDNG = main[0xC612] != nil
        let compression = main[0x0103].map(source.integer)
        let photometric = main[0x0106].map(source.integer)
        beginsWithPreview =
            main[0x00FE].map { source.integer($0) & 1 == 1 } ?? false || compression == 6 || photometric == 32803

        guard let exif = main[0x8769].map({ source.entries(at: source.integer($0)) }) else { return }
        if let text = exif[0x9003].map(source.text) {
            takenAt = CaptureTime(
                exif: text, offset: exif[0x9011].map(source.text))
        }
        let interoperability = exif[0xA005].map { source.entries(at: source.integer($0)) } ?? [:]
        isAdobeRGB = exif[0xA001].map(source.integer) == 0xFFFF && interoperability[1].map(source.text) == "R03"
    }

    /// A block as JPEG's APP1 and libvips hold it, with or without "Exif" and two zeros before it.
    init(exif block: [UInt8]) {
        let base = block.starts(with: Array("Exif\0\0".utf8)) ? 6 : 0
        self.init { offset, count in
            guard offset >= 0, offset < block.count - base else { return [] }
            let from = base + offset
            return Array(block[from..<min(block.count, from + min(count, block.count - from))])
        }
    }
}

/// One directory entry: its type, how many values, and its four last bytes, the value itself or where it lies.
private struct Entry {
    let type: Int
    let count: Int
    let value: [UInt8]
}

private struct Source {
    let read: (Int, Int) -> [UInt8]
    let isBigEndian: Bool

    func number(_ bytes: some BidirectionalCollection<UInt8>) -> Int {
        isBigEndian ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func entries(at offset: Int) -> [Int: Entry] {
        let head = offset > 0 ? read(offset, 2) : []
        guard head.count == 2 else { return [:] }
        let bytes = read(offset + 2, 12 * number(head))
        var entries: [Int: Entry] = [:]
        for at in stride(from: 0, to: bytes.count - 11, by: 12) {
            let entry = Entry(
                type: number(bytes[at + 2..<at + 4]), count: number(bytes[at + 4..<at + 8]),
                value: Array(bytes[at + 8..<at + 12]))
            entries[number(bytes[at..<at + 2])] = entries[number(bytes[at..<at + 2])] ?? entry
        }
        return entries
    }

    /// The first value of a BYTE, SHORT or LONG entry; zero of others.
    func integer(_ entry: Entry) -> Int {
        switch entry.type {
        case 1: Int(entry.value[0])
        case 3: number(entry.value[0..<2])
        case 4, 13: number(entry.value)
        default: 0
        }
    }

    /// An ASCII entry up to its terminator; the texts asked for here are short.
    func text(_ entry: Entry) -> String {
        guard entry.type == 2, entry.count <= 64 else { return "" }
        let bytes = entry.count <= 4 ? Array(entry.value.prefix(entry.count)) : read(number(entry.value), entry.count)
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
