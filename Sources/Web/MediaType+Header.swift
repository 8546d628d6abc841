import Files

extension MediaType {
    /// A name for those who know no more than ASCII, without what could end it.
    static func plain(_ name: String) -> String {
        String(
            name.unicodeScalars.map {
                $0.isASCII && $0.value >= 32 && !"\"\\/;%".unicodeScalars.contains($0) ? Character($0) : "-"
            })
    }

    /// As RFC 8187 has it.
    static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            let digits = Array("0123456789ABCDEF")
            return isPlain || byte == 45 || byte == 46
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
