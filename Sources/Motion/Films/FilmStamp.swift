import Files

/// The content hash that a film carries, by which an unchanged one is skipped.
enum FilmStamp {
    private static let (mark, digits) = ("boothkit ", 64)
    /// It stands in the index, and that stands first.
    private static let reach = 1 << 16

    /// nil when there is none, or no file.
    static func ofFile(_ path: String) -> String? {
        guard let bytes = try? FileReading(path).next(reach) else { return nil }
        let mark = Array(mark.utf8)
        var at = 0
        while at + mark.count + digits <= bytes.count {
            if bytes[at] == mark[0], bytes[at..<at + mark.count].elementsEqual(mark) {
                let text = bytes[at + mark.count..<at + mark.count + digits]
                if text.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) {
                    return Self.mark + String(decoding: text, as: UTF8.self)
                }
            }
            at += 1
        }
        return nil
    }
}
