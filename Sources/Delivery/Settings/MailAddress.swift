/// One address that mail can be sent to. It is checked where it is typed, since whatever could end a line in it would be
/// a second recipient to a mail server.
public struct MailAddress: Equatable, Sendable {
    public let text: String
    /// What stands behind the @.
    public let domain: String

    /// - Throws: `badAddress` for more than 254 bytes, control characters and spaces, brackets, empty labels, more than one @.
    public init(_ text: String) throws(DeliveryError) {
        guard text.utf8.count <= 254 else { throw .badAddress("the address is longer than 254 bytes") }
        let banned: Set<Unicode.Scalar> = [",", ";", ":", "<", ">", "(", ")", "[", "]", "\"", "\\"]
        let isClean = text.unicodeScalars.allSatisfy { scalar in
            !banned.contains(scalar) && !scalar.properties.isWhitespace && scalar.value >= 0x20
                && !(0x7f..<0xa0).contains(scalar.value) && scalar.properties.generalCategory != .format
        }
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard isClean, sides.count == 2 else {
            throw .badAddress("the address is not one of the form name@example.com")
        }
        let labels = sides[1].split(separator: ".", omittingEmptySubsequences: false)
        guard !sides[0].isEmpty, sides[0].utf8.count <= 64,
            !sides[0].split(separator: ".", omittingEmptySubsequences: false).contains("")
        else { throw .badAddress("the address has no name before the @, or one with dots side by side") }
        guard labels.count > 1, let top = labels.last, top.count > 1, !top.allSatisfy(\.isNumber),
            labels.allSatisfy({ label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && !label.contains { "_/".contains($0) }
            })
        else { throw .badAddress("what stands behind the @ is not the name of a mail domain") }
        (self.text, domain) = (text, String(sides[1]))
    }
}

/// A telephone number as E.164 has it: "+491715550123".
public struct PhoneNumber: Equatable, Sendable {
    public let text: String

    /// - Parameter prefix: the country's, such as "+49", for numbers that are typed with a 0 in front; nil: these are refused.
    /// - Throws: `badAddress` for what does not come to + and 8 to 15 digits.
    public init(_ typed: String, prefix: String? = nil) throws(DeliveryError) {
        var digits = String(typed.filter { !" -./()\u{a0}".contains($0) })
        if digits.hasPrefix("00") {
            digits = "+" + digits.dropFirst(2)
        } else if digits.hasPrefix("0"), let prefix {
            digits = prefix + digits.dropFirst()
        }
        guard digits.wholeMatch(of: /\+[1-9][0-9]{7,14}/) != nil else {
            throw .badAddress("the number needs its country's prefix and 8 to 15 digits, such as +49 171 5550123")
        }
        text = digits
    }
}
