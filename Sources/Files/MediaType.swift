/// What a file is sent as (RFC 6838), by the ending that the record or the project has given it: never by what is in it.
public enum MediaType {
    public static func of(_ name: String) -> String { types[ending(of: name)] ?? "application/octet-stream" }

    public static func ending(of name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }

    private static let types = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif",
        "heic": "image/heic", "heif": "image/heif", "tif": "image/tiff", "tiff": "image/tiff", "avif": "image/avif",
        "mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "zip": "application/zip",
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "ttf": "font/ttf", "otf": "font/otf", "woff2": "font/woff2", "json": "application/json; charset=utf-8",
        "mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "m4a": "audio/mp4",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
    ]
}
