import CSQLite

/// SQL's `mentions(TEXT, PART)`: whether PART, in small letters, is in TEXT, capitals or not, in any script. LIKE knows
/// the capitals of English only.
func addMentions(to handle: OpaquePointer) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    sqlite3_create_function_v2(
        handle, "mentions", 2, flags, nil,
        { context, _, values in
            guard let text = bytes(values?[0]), let part = bytes(values?[1]) else {
                return sqlite3_result_int(context, 0)
            }
            sqlite3_result_int(context, mentions(text, part) ? 1 : 0)
        }, nil, nil, nil)
}

private func bytes(_ value: OpaquePointer?) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_value_text(value) else { return nil }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
}

private func mentions(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !part.isEmpty else { return true }
    guard text.allSatisfy({ $0 < 0x80 }) else {
        return String(decoding: text, as: UTF8.self).lowercased().contains(String(decoding: part, as: UTF8.self))
    }
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { start in
        part.indices.allSatisfy { index in
            let letter = text[start + index]
            return part[index] == ((65...90).contains(letter) ? letter | 0x20 : letter)
        }
    }
}
