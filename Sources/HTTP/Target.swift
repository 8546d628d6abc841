/// What a request line asks for: `/s/abc/?q=x`. Nothing is let through that could mean another place than it says.
struct Target: Equatable {
    let path: [String]
    let query: [String: String]

    /// nil: it does not begin with a slash, a percent sign is not followed by two digits, or what was encoded is not UTF-8, a
    /// control character, a slash, or a step up or on the spot.
    init?(_ text: some StringProtocol) {
        let sides = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let place = sides.first, place.hasPrefix("/") else { return nil }
        var path: [String] = []
        for part in place.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let part = Self.decoded(part), part != ".", part != "..", !part.contains("/"), !part.contains("\\")
            else { return nil }
            path.append(part)
        }
        guard let query = Self.fields(sides.count > 1 ? sides[1] : "") else { return nil }
        (self.path, self.query) = (path, query)
    }

    /// `key=value` with `&` between them; of a key that comes twice, the first.
    static func fields(_ text: some StringProtocol) -> [String: String]? {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = Self.decoded(halves[0], plusIsSpace: true),
                let value = Self.decoded(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            if fields[key] == nil { fields[key] = value }
        }
        return fields
    }

    private static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.unicodeScalars.contains { $0.value < 0x20 || (0x7f..<0xa0).contains($0.value) } ? nil : text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
