/// What is read of an XMP packet (ISO 16684-1), which programs write where a camera's EXIF was lost.
enum XMPPacket {
    /// Capture before creation before change; whatever prefix stands before the names.
    private static let names = ["DateTimeOriginal", "DateCreated", "DateTimeDigitized", "CreateDate", "ModifyDate"]

    static func time(_ packet: [UInt8]) -> CaptureTime? {
        guard packet.count <= 1 << 20 else { return nil }
        return names.lazy.compactMap { value(of: $0, in: packet) }.compactMap { CaptureTime(exif: $0) }.first
    }

    /// NAME="value" or <…:NAME>value</…>.
    private static func value(of name: String, in packet: [UInt8]) -> String? {
        let wanted = Array((":" + name).utf8)
        var at = packet.startIndex
        while let colon = packet[at...].firstIndex(of: wanted[0]) {
            at = colon + 1
            guard packet[colon...].starts(with: wanted) else { continue }
            let after = packet[(colon + wanted.count)...].drop { " \t\r\n=".utf8.contains($0) }
            guard let opening = after.first, "\"'>".utf8.contains(opening) else { continue }
            let closing = opening == UInt8(ascii: ">") ? UInt8(ascii: "<") : opening
            let value = after.dropFirst().prefix(64).prefix { $0 != closing }
            let text = String(decoding: value, as: UTF8.self).filter { !$0.isNewline && $0 != "\t" }
            if text.contains(where: \.isNumber) { return text }
        }
        return nil
    }
}
