/// What a text message takes of a telephone network, which gateways count and charge by parts.
///
///     TextMessageSize("Your pictures: https://photos.example/s/k7").parts   // 1
public struct TextMessageSize: Equatable, Sendable {
    /// Whether its characters are of the network's own alphabet (GSM 03.38); of any other, far fewer go into a part.
    public let isPlain: Bool
    /// Of the alphabet that it needs: septets, or units of 16 bits.
    public let units: Int
    /// How many units go into a message of one part.
    public var limit: Int { isPlain ? 160 : 70 }
    /// What is longer is cut into parts that say which they are, so that less goes into each.
    public var parts: Int {
        if units <= limit { return 1 }
        let room = isPlain ? 153 : 67
        return (units + room - 1) / room
    }

    public init(_ text: String) {
        var septets = 0
        var isPlain = true
        for scalar in text.unicodeScalars {
            if Self.single.contains(scalar) {
                septets += 1
            } else if Self.double.contains(scalar) {
                septets += 2
            } else {
                isPlain = false
            }
        }
        (self.isPlain, units) = (isPlain, isPlain ? septets : text.utf16.count)
    }

    private static let single = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
    /// Those of its second table, each behind an escape.
    private static let double = Set("\u{0C}^{}\\[~]|€".unicodeScalars)
}
