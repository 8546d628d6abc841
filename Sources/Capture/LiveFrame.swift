/// A frame of live view.
public struct LiveFrame: Sendable {
    /// A whole JPEG.
    public let jpeg: [UInt8]
    /// Counted from 1, over all that the camera has shown.
    public let number: Int
    /// When it arrived on this computer.
    public let at: ContinuousClock.Instant

    public init(jpeg: [UInt8], number: Int, at: ContinuousClock.Instant) {
        (self.jpeg, self.number, self.at) = (jpeg, number, at)
    }

    /// Whether this can be a whole JPEG: start and end markers. Some bodies pad the end with zeros.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4, bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return false }
        guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 4 else { return false }
        return bytes[last] == 0xD9 && bytes[last - 1] == 0xFF
    }
}
