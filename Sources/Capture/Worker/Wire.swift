internal import Glibc

/// Reading and writing whole frames on a descriptor; both block.
package struct Wire: Sendable {
    package let descriptor: Int32

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// nil at the end of the stream; throws when what comes is no frame.
    func read() throws(Frame.Garbage) -> Frame? {
        guard let raw = bytes(Frame.headerLength) else { return nil }
        let header = try Frame.header(raw)
        guard let body = bytes(header.json + header.bytes) else { return nil }
        return try Frame(header, body: body)
    }

    private func bytes(_ count: Int) -> [UInt8]? {
        var ended = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count, let base = buffer.baseAddress {
                let got = recv(descriptor, base + filled, count - filled, 0)
                if got > 0 {
                    filled += got
                } else if got == 0 || errno != EINTR {
                    ended = true
                    return
                }
            }
        }
        return ended ? nil : bytes
    }

    /// False when nobody reads any more. With `waits` false also when the reader is so far behind that the pipe is full.
    package func write(_ frame: Frame, waits: Bool = true) -> Bool { write(bytes: frame.encoded, waits: waits) }

    /// Anything at all; for a stand-in that is to misbehave.
    package func write(bytes: [UInt8], waits: Bool = true) -> Bool {
        var rest = bytes[...]
        // MSG_NOSIGNAL: a reader that died is an answer of send, not the end of this process.
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
            if sent > 0 { rest = rest.dropFirst(sent) } else if errno != EINTR { return false }
        }
        return true
    }
}
