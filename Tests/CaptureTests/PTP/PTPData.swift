/// Data sets of PTP, little-endian, as ISO 15740 lays them out.
struct PTPData {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    /// A count of characters with the NUL, then UCS-2; nothing but the count when empty.
    mutating func put(_ text: String) {
        let units = Array(text.utf16)
        put(UInt8(units.isEmpty ? 0 : units.count + 1))
        guard !units.isEmpty else { return }
        for unit in units + [0] { put(unit) }
    }

    mutating func put<Number: FixedWidthInteger>(_ list: [Number]) {
        put(UInt32(list.count))
        for one in list { put(one) }
    }

    mutating func put(raw: [UInt8]) { bytes += raw }
}

/// A container of the bulk pipe: length, kind, code, transaction, then parameters or data.
struct PTPContainer {
    enum Kind: UInt16 {
        case command = 1
        case data, response, event
    }

    let kind: Kind
    let code: UInt16
    let transaction: UInt32
    var payload: [UInt8] = []

    init(_ kind: Kind, _ code: UInt16, _ transaction: UInt32, payload: [UInt8] = []) {
        (self.kind, self.code, self.transaction, self.payload) = (kind, code, transaction, payload)
    }

    /// The first one in `bytes` when it is there whole, and how long it is.
    static func first(in bytes: [UInt8]) -> (container: PTPContainer, length: Int)? {
        guard bytes.count >= 12 else { return nil }
        let length = Int(word(bytes, 0))
        guard length >= 12, bytes.count >= length, let kind = Kind(rawValue: UInt16(word(bytes, 4) & 0xFFFF)) else {
            return nil
        }
        let container = PTPContainer(
            kind, UInt16(word(bytes, 4) >> 16), word(bytes, 8), payload: Array(bytes[12..<length]))
        return (container, length)
    }

    static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        guard at + 4 <= bytes.count else { return 0 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }

    func parameter(_ index: Int) -> UInt32 { Self.word(payload, index * 4) }

    /// `announced`: what the header says of the length of the payload, when it lies.
    func encoded(announced: Int? = nil) -> [UInt8] {
        var data = PTPData()
        data.put(UInt32(12 + (announced ?? payload.count)))
        data.put(kind.rawValue)
        data.put(code)
        data.put(transaction)
        data.put(raw: payload)
        return data.bytes
    }
}

extension UInt16 {
    /// Response codes.
    static let ok: UInt16 = 0x2001
    static let generalError: UInt16 = 0x2002
    static let notSupported: UInt16 = 0x2005
    static let badHandle: UInt16 = 0x2009
    static let storeFull: UInt16 = 0x200C
    static let busy: UInt16 = 0x2019
    static let sessionIsOpen: UInt16 = 0x201E
    static let outOfFocus: UInt16 = 0xA002
}
