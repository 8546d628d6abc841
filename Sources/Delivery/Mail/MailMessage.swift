import Faults
import Glibc

/// A message as RFC 5322 and MIME have it. Whatever was typed stands in its place: headers hold no line's end, and texts are
/// quoted-printable, so that no line of theirs is taken for the end of the mail or for a boundary.
struct MailMessage {
    var from: Mailbox
    var to: String
    var title: String
    var text: String
    var html: String?
    var files: [(file: SentFile, size: Int)] = []
    /// The item's key, by which a mail that may have arrived can be looked for.
    var key: String
    /// Milliseconds since 1970, UTC.
    var sent: Int

    var encoded: MailText {
        var head = [
            "From: \(from.name.map { Self.header($0, quoted: true) + " " } ?? "")<\(from.address.text)>",
            "To: <\(to.onOneLine)>", "Subject: \(Self.header(title))", "Date: \(Self.date(sent))",
            "Message-ID: <\(Self.idText(key))@\(from.address.domain)>", "MIME-Version: 1.0",
            "Auto-Submitted: auto-generated",
        ]
        var mail = MailText()
        // No line of base64 or quoted-printable can look like it: "=_" is in neither.
        let (outer, inner) = ("=_outer", "=_inner")
        let isMixed = !files.isEmpty
        if isMixed { head.append("Content-Type: multipart/mixed; boundary=\"\(outer)\"") }
        var body = ""
        if isMixed { body += "\r\n--\(outer)\r\n" }
        if let html {
            body += "Content-Type: multipart/alternative; boundary=\"\(inner)\"\r\n\r\n"
            body += "--\(inner)\r\n" + Self.part("text/plain", text) + "--\(inner)\r\n" + Self.part("text/html", html)
            body += "--\(inner)--\r\n"
        } else {
            body += Self.part("text/plain", text)
        }
        mail.pieces.append(.text(Array((head.joined(separator: "\r\n") + "\r\n" + body).utf8)))
        guard isMixed else { return mail }
        for (file, size) in files {
            let lines = [
                "--\(outer)", "Content-Type: \(Self.typeText(file.mediaType))", "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; filename=\"\(file.name)\"", "", "",
            ]
            mail.pieces.append(.text(Array(lines.joined(separator: "\r\n").utf8)))
            mail.pieces.append(.encoded(file.content, size: size))
        }
        mail.pieces.append(.text(Array("--\(outer)--\r\n".utf8)))
        return mail
    }

    private static func part(_ type: String, _ text: String) -> String {
        "Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + quotedPrintable(text)
    }

    /// A header's text: as it is where it is plain and short, else in encoded words (RFC 2047), each a line.
    static func header(_ text: String, quoted: Bool = false) -> String {
        let plain = text.onOneLine
        let isPlain =
            plain.utf8.allSatisfy { (0x20..<0x7f).contains($0) } && !plain.contains("=?") && plain.utf8.count <= 60
        if isPlain, !quoted { return plain }
        if isPlain, !plain.contains(where: { $0 == "\"" || $0 == "\\" }) { return "\"\(plain)\"" }
        var (words, piece) = ([String](), [UInt8]())
        for character in plain {
            // An encoded word has at most 75 characters and never half a letter.
            if piece.count + character.utf8.count > 42, !piece.isEmpty {
                words.append(String(decoding: base64(piece), as: UTF8.self))
                piece = []
            }
            piece += Array(character.utf8)
        }
        words.append(String(decoding: base64(piece), as: UTF8.self))
        return words.map { "=?utf-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// RFC 2045, with a line's end at the end.
    static func quotedPrintable(_ text: String) -> String {
        var result = ""
        // Swift takes CR LF for one character, which counts as a newline, as do CR and LF.
        for line in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
        {
            var (current, bytes) = ("", Array(line.utf8)[...])
            while let byte = bytes.popFirst() {
                // Spaces at the end of a line get lost on the way, and servers have their own idea of a dot at its beginning.
                let isLast = bytes.isEmpty
                let isPlain = (0x21..<0x7f).contains(byte) && byte != 0x3d && !(byte == 0x2e && current.isEmpty)
                let isSpace = byte == 0x20 && !isLast
                let next =
                    isPlain || isSpace
                    ? String(UnicodeScalar(byte)) : "=" + byte.padded(to: 2, radix: 16).uppercased()
                if current.utf8.count + next.utf8.count > 75 {
                    result += current + "=\r\n"
                    current = ""
                }
                current += next
            }
            result += current + "\r\n"
        }
        return result
    }

    private static func idText(_ key: String) -> String {
        String(
            key.unicodeScalars.map {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
                    ? Character($0) : "-"
            })
    }

    private static func typeText(_ type: String) -> String {
        type.wholeMatch(of: /[A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+/) != nil ? type : "application/octet-stream"
    }

    private static func date(_ milliseconds: Int) -> String {
        var (seconds, parts) = (time_t(milliseconds / 1000), tm())
        gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0.padded(to: 2) }.joined(separator: ":")
        return
            "\(days[Int(parts.tm_wday)]), \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) \(clock) +0000"
    }
}
