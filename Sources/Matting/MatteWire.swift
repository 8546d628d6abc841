internal import Glibc
internal import Work

/// What goes between the booth and the process that has the model, in words of 4 bytes, little-endian: what it is, a number, two sides
/// and a length, then that many bytes.
///
/// The worker speaks first: `ready` with the size that the model takes (0: any), or `refused` with why not. Then it answers each
/// `still` or `live`, RGB of `width` x `height`, with a `matte` of 2 bytes a place, or `refused`.
package struct MatteFrame: Sendable, Equatable {
    package enum Kind: UInt32, Sendable {
        case ready = 0x314D_4B42
        case still, live, matte, refused
    }

    package var kind: Kind
    package var id: UInt32 = 0
    package var width = 0
    package var height = 0
    package var bytes: [UInt8] = []

    package init(_ kind: Kind, id: UInt32 = 0, width: Int = 0, height: Int = 0, bytes: [UInt8] = []) {
        (self.kind, self.id, self.width, self.height, self.bytes) = (kind, id, width, height, bytes)
    }

    static let headerLength = 20
    /// 1,024 x 1,024 pixels.
    static let most = 3 << 20

    package var encoded: [UInt8] {
        var raw: [UInt8] = []
        raw.reserveCapacity(Self.headerLength + bytes.count)
        for word in [kind.rawValue, id, UInt32(width), UInt32(height), UInt32(bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) { raw.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        return raw + bytes
    }

    /// nil when no process of ours writes such a header.
    init?(header raw: [UInt8], length: inout Int) {
        let words = (0..<5).map { index in
            (0..<4).reduce(UInt32(0)) { $0 | UInt32(raw[index * 4 + $1]) << (8 * UInt32($1)) }
        }
        guard let kind = Kind(rawValue: words[0]), words[4] <= Self.most, words[2] <= 4_096, words[3] <= 4_096 else {
            return nil
        }
        self.init(kind, id: words[1], width: Int(words[2]), height: Int(words[3]))
        length = Int(words[4])
    }
}

/// Whole frames on a socket, until a moment.
package struct MatteWire: Sendable {
    package enum Trouble: Error { case closed, late, nonsense }

    package let descriptor: Int32
    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    package func read(until end: ContinuousClock.Instant? = nil) throws(Trouble) -> MatteFrame {
        let header = try bytes(MatteFrame.headerLength, until: end)
        var length = 0
        guard var frame = MatteFrame(header: header, length: &length) else { throw .nonsense }
        frame.bytes = try bytes(length, until: end)
        return frame
    }

    package func write(_ frame: MatteFrame, until end: ContinuousClock.Instant? = nil) throws(Trouble) {
        try write(bytes: frame.encoded, until: end)
    }

    package func write(bytes: [UInt8], until end: ContinuousClock.Instant? = nil) throws(Trouble) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 { sent += count } else { try wait(for: POLLOUT, until: end) }
        }
    }

    private func bytes(_ count: Int, until end: ContinuousClock.Instant?) throws(Trouble) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress! + filled, count - filled, Int32(MSG_DONTWAIT))
            }
            if got == 0 { throw .closed }
            if got > 0 { filled += got } else { try wait(for: POLLIN, until: end) }
        }
        return bytes
    }

    /// After a call that moved nothing, with its errno.
    private func wait(for event: Int32, until end: ContinuousClock.Instant?) throws(Trouble) {
        switch errno {
        case EINTR: return
        case EAGAIN: break
        default: throw .closed
        }
        let rest = end.map { max(Int64(($0 - .now) / .milliseconds(1)), 0) }
        var ready = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        if poll(&ready, 1, rest.map { Int32(clamping: $0 + 1) } ?? -1) == 0 || rest == 0 { throw .late }
    }
}
