/// What a file is sent as, by the ending that the record or the project has given it: never by what is in it.
enum MediaType {
    static func of(_ name: String) -> String { types[ending(of: name)] ?? "application/octet-stream" }

    static func ending(of name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }

    private static let types = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif",
        "heic": "image/heic", "heif": "image/heif", "tif": "image/tiff", "tiff": "image/tiff", "avif": "image/avif",
        "mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "zip": "application/zip",
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "json": "application/json; charset=utf-8", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
    ]
}

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
