/// Boxes of ISO/IEC 14496-12: bytes of a size, a name and a content.
struct Boxes {
    private(set) var bytes: [UInt8] = []

    mutating func box(_ name: String, _ body: (inout Boxes) -> Void) {
        var inner = Boxes()
        body(&inner)
        number(inner.bytes.count + 8, 4)
        text(name)
        bytes += inner.bytes
    }

    /// One with a version and flags.
    mutating func full(_ name: String, version: Int = 0, flags: Int = 0, _ body: (inout Boxes) -> Void) {
        box(name) { inner in
            inner.number(version << 24 | flags, 4)
            body(&inner)
        }
    }

    /// Of `count` bytes, the most significant one first.
    mutating func number(_ value: Int, _ count: Int) {
        for place in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }

    mutating func numbers(_ values: Int..., size: Int) { for value in values { number(value, size) } }
    mutating func zeros(_ count: Int) { bytes += [UInt8](repeating: 0, count: count) }
    /// One byte a character: names of boxes begin with the copyright sign, which has one in Latin-1.
    mutating func text(_ text: String) { bytes += text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    mutating func add(_ more: [UInt8]) { bytes += more }

    /// The entry that says how pictures are coded: a VisualSampleEntry of 72 dpi and 24 bits.
    mutating func pictures(_ coding: String, _ width: Int, _ height: Int, _ body: (inout Boxes) -> Void) {
        box(coding) { box in
            box.zeros(6)
            box.number(1, 2)
            box.zeros(16)
            box.numbers(width, height, size: 2)
            box.numbers(0x48_0000, 0x48_0000, 0, size: 4)
            box.number(1, 2)
            box.zeros(32)
            box.numbers(24, 0xFFFF, size: 2)
            body(&box)
        }
    }

    /// Turned by nothing.
    mutating func matrix() { numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000, size: 4) }
}
