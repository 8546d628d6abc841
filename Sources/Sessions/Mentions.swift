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
    guard let first = part.first else { return true }
    guard text.allSatisfy({ $0 < 0x80 }) else {
        return String(decoding: text, as: UTF8.self).lowercased().contains(String(decoding: part, as: UTF8.self))
    }
    guard text.count >= part.count else { return false }
    // Plain loops: this looks at every byte of an event.
    var start = 0
    while start <= text.count - part.count {
        if small(text[start]) == first {
            var index = 1
            while index < part.count, small(text[start + index]) == part[index] { index += 1 }
            if index == part.count { return true }
        }
        start += 1
    }
    return false
}

@inline(__always) private func small(_ letter: UInt8) -> UInt8 { letter &- 65 < 26 ? letter | 0x20 : letter }
