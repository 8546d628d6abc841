import Faults
import Foundation

/// What a QR code holds for a content. Readers take bytes beyond ASCII for this or that alphabet, so an address has none, and
/// other content says that it is UTF-8.
struct CodePayload: Hashable, Sendable {
    var text: String
    /// The symbol begins with the sign for UTF-8, ECI 26.
    var declaresUTF8 = false

    init(_ content: String) {
        if let address = Self.address(content) {
            text = address
        } else {
            (text, declaresUTF8) = (content, !content.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    /// `content` with percent signs for all that an address cannot hold, its host in the alphabet of domain names; nil when
    /// it is no address.
    private static func address(_ content: String) -> String? {
        if let match = content.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.-]*:\/\/)([^\/?#]*)/) {
            let rest = content[match.range.upperBound...]
            return match.1 + host(String(match.2)) + encoded(rest)
        }
        guard content.prefixMatch(of: /(?i:mailto|tel|sms|geo):/) != nil else { return nil }
        return encoded(content[...])
    }

    private static func host(_ host: String) -> String {
        guard !host.utf8.allSatisfy({ $0 < 0x80 }) else { return host }
        // "müller.example" is "xn--mller-kva.example" for those who look it up.
        return URL(string: "https://" + host)?.absoluteString.dropFirst(8).description ?? encoded(host[...])
    }

    private static func encoded(_ part: Substring) -> String {
        var text = ""
        for byte in part.utf8 {
            if (0x21...0x7E).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + byte.padded(to: 2, radix: 16).uppercased()
            }
        }
        return text
    }
}
