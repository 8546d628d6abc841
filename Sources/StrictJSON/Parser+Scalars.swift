extension Parser {
    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`, rounded to the nearest Double.
    mutating func number() throws(StrictJSONError) -> Double {
        let start = at
        if next == UInt8(ascii: "-") { at += 1 }
        if next == UInt8(ascii: "0") {
            at += 1
            guard !isDigit(next) else { throw error("a number cannot start with 0") }
        } else {
            try digits()
        }
        if next == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        let value = Double(String(decoding: bytes[start..<at], as: UTF8.self))
        guard let value, value.isFinite else {
            at = start
            throw error("the number is too large")
        }
        return value
    }

    private mutating func digits() throws(StrictJSONError) {
        guard isDigit(next) else { throw error("expected a digit, found \(nextNamed)") }
        while isDigit(next) { at += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// From the opening quote to the closing one.
    mutating func string() throws(StrictJSONError) -> String {
        let start = at
        var text: [UInt8] = []
        at += 1
        while next != UInt8(ascii: "\"") {
            guard at < bytes.count else {
                at = start
                throw error("a text without its closing quote")
            }
            guard next >= 0x20 else {
                throw error("a line break or control character inside a text", remedy: "write it as \\n or \\u0000")
            }
            if next == UInt8(ascii: "\\") {
                text.append(contentsOf: Array(String(try escape()).utf8))
            } else {
                text.append(next)
                at += 1
            }
        }
        guard let valid = String(validating: text, as: UTF8.self) else {
            at = start
            throw error("a text that is not UTF-8", remedy: "save the file as UTF-8")
        }
        at += 1
        return valid
    }

    private mutating func escape() throws(StrictJSONError) -> Unicode.Scalar {
        at += 1
        let letter = next
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode()
        default:
            at -= 2
            throw error("an escape that does not exist", remedy: "a backslash itself is written \\\\")
        }
    }

    /// Four hexadecimal digits, or two surrogates in a row (RFC 8259, section 7).
    private mutating func unicode() throws(StrictJSONError) -> Unicode.Scalar {
        let start = at - 2
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, next == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") {
            at += 2
            let second = try codeUnit()
            if (0xDC00...0xDFFF).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!
            }
        }
        at = start
        throw error("half of a surrogate pair")
    }

    private mutating func codeUnit() throws(StrictJSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard next < 0x80, let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
                throw error("expected four hexadecimal digits after \\u, found \(nextNamed)")
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }
}
