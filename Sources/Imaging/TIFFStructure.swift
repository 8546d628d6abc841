/// A TIFF structure: an EXIF block, or a TIFF or raw file itself (TIFF 6.0 section 2, EXIF 2.32 section 4.6, BigTIFF). What
/// leads outside reads as absent: a camera's odd EXIF is no reason to refuse a picture.
struct TIFFStructure {
    /// One directory entry: its type, how many values, and its last bytes: the values themselves, or where they lie.
    struct Entry {
        let type: Int
        let count: Int
        let value: [UInt8]
    }

    struct Directory {
        var entries: [Int: Entry] = [:]
        /// Where the next one lies; 0 for none.
        var next = 0
        /// Its end is missing, or all of it is.
        var isCut = false

        subscript(tag: Int) -> Entry? { entries[tag] }
    }

    /// Gives up to `count` bytes at an offset that counts from the structure's byte order mark.
    private let read: (_ offset: Int, _ count: Int) -> [UInt8]
    private let isBigEndian: Bool
    /// BigTIFF: counts and offsets of eight bytes.
    private let isBig: Bool
    let first: Int

    /// Nil when it does not begin as one.
    init?(_ read: @escaping (_ offset: Int, _ count: Int) -> [UInt8]) {
        let start = read(0, 16)
        guard start.count >= 8, start[0] == start[1], start[0] == 0x49 || start[0] == 0x4D else { return nil }
        self.read = read
        isBigEndian = start[0] == 0x4D
        isBig = Self.number(start[2..<4], isBigEndian) == 43
        guard !isBig || start.count == 16 else { return nil }
        first = Self.number(isBig ? start[8..<16] : start[4..<8], isBigEndian)
    }

    /// A block as JPEG's APP1 and libvips hold it, with or without "Exif" and two zeros before it.
    init?(exif block: [UInt8]) {
        let base = block.starts(with: Array("Exif\0\0".utf8)) ? 6 : 0
        self.init { offset, count in
            guard offset >= 0, offset < block.count - base else { return [] }
            let from = base + offset
            return Array(block[from..<min(block.count, from + min(count, block.count - from))])
        }
    }

    func directory(at offset: Int) -> Directory {
        let (countSize, entrySize, valueSize) = isBig ? (8, 20, 8) : (2, 12, 4)
        let head = offset > 0 ? read(offset, countSize) : []
        guard head.count == countSize else { return Directory(isCut: true) }
        let count = min(max(0, number(head[...])), 65_535)
        let bytes = read(offset + countSize, entrySize * count + valueSize)
        var directory = Directory(isCut: bytes.count < entrySize * count + valueSize)
        for at in stride(from: 0, through: min(bytes.count, entrySize * count) - entrySize, by: entrySize) {
            let tag = number(bytes[at..<at + 2])
            guard directory.entries[tag] == nil else { continue }
            let valueAt = at + entrySize - valueSize
            directory.entries[tag] = Entry(
                type: number(bytes[at + 2..<at + 4]), count: number(bytes[at + 4..<valueAt]),
                value: Array(bytes[valueAt..<valueAt + valueSize]))
        }
        if bytes.count == entrySize * count + valueSize { directory.next = number(bytes[(entrySize * count)...]) }
        return directory
    }

    /// The values of an entry as bytes, or only the first `wanted` of them: nil when they lie outside, wholly or in part, or
    /// are more than `most` bytes.
    func bytes(of entry: Entry, first wanted: Int = .max, most: Int = 1 << 20) -> [UInt8]? {
        // BigTIFF counts in 64 bits, of which the highest makes a number below zero.
        guard entry.count > 0 else { return nil }
        let (all, overflows) = entry.count.multipliedReportingOverflow(by: Self.size(of: entry.type))
        let size = Self.size(of: entry.type) * min(entry.count, wanted, most)
        guard !overflows, size > 0, size <= most else { return nil }
        if all <= entry.value.count { return Array(entry.value.prefix(size)) }
        let found = read(number(entry.value[...]), size)
        return found.count == size ? found : nil
    }

    /// Whether values of an entry lie outside, wholly or in part.
    func leadsOutside(_ entry: Entry?) -> Bool {
        guard let entry, entry.count > 0, Self.size(of: entry.type) > 0, entry.count < 1 << 40 else { return false }
        let size = Self.size(of: entry.type) * entry.count
        guard size > entry.value.count else { return false }
        let last = number(entry.value[...]).addingReportingOverflow(size - 1)
        return last.overflow || read(last.partialValue, 1).isEmpty
    }

    /// The first `wanted` values of an entry of whole numbers, of any width, with sign or without; fractions count when they
    /// are whole.
    func integers(_ entry: Entry?, first wanted: Int = .max) -> [Int]? {
        guard let entry, let isSigned = Self.integerTypes[entry.type],
            let bytes = bytes(of: entry, first: wanted)
        else { return nil }
        let size = Self.size(of: entry.type)
        let isFraction = entry.type == 5 || entry.type == 10
        return stride(from: 0, to: bytes.count, by: size).map { at in
            guard isFraction else { return integer(bytes[at..<at + size], isSigned: isSigned) }
            let over = integer(bytes[at..<at + 4], isSigned: isSigned)
            let under = integer(bytes[at + 4..<at + 8], isSigned: isSigned)
            return under != 0 && over % under == 0 ? over / under : 0
        }
    }

    func integer(_ entry: Entry?) -> Int? { integers(entry, first: 1)?.first }

    /// A text up to its terminator; the texts that are asked for are short.
    func text(_ entry: Entry?) -> String? {
        guard let entry, [1, 2, 7, 129].contains(entry.type), let bytes = bytes(of: entry, most: 64) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static let integerTypes = [
        1: false, 3: false, 4: false, 5: false, 6: true, 8: true, 9: true, 10: true, 13: false, 16: false, 17: true,
        18: false,
    ]

    private static func size(of type: Int) -> Int {
        switch type {
        case 1, 2, 6, 7, 129: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: 0
        }
    }

    private func integer(_ bytes: ArraySlice<UInt8>, isSigned: Bool) -> Int {
        let value = number(bytes)
        let bits = bytes.count * 8
        return isSigned && bits < 64 && value >> (bits - 1) & 1 == 1 ? value - 1 << bits : value
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int { Self.number(bytes, isBigEndian) }

    private static func number(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) -> Int {
        isBigEndian ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
