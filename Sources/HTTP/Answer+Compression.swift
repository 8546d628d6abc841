import CZlib

extension Answer {
    /// A text that is the same for everybody who asks: a page's own file, of which a gzipped one has about a third of the bytes. What is
    /// written for one request alone is sent as it is.
    var isCompressible: Bool {
        guard case .bytes(let bytes) = body, bytes.count >= 1_000, headers["ETag"] != nil else { return false }
        let type = headers["Content-Type"] ?? ""
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("image/svg+xml")
    }

    /// Another representation has a name of its own (RFC 9110, 8.8.3.3).
    mutating func nameCompressed() {
        guard let tag = headers["ETag"], tag.hasSuffix("\"") else { return }
        headers["ETag"] = tag.dropLast() + "-gzip\""
    }

    /// The body gzipped, as it is when zlib has no memory.
    mutating func compress() {
        guard case .bytes(let bytes) = body, let shorter = gzipped(bytes) else { return }
        body = .bytes(shorter)
        headers["Content-Encoding"] = "gzip"
    }
}

extension Request {
    /// Whether the client reads gzip, and wants all of the body.
    var takesGzip: Bool {
        let accepted = headers["Accept-Encoding"]?.split(separator: ",") ?? []
        let isAccepted = accepted.contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            return parts.first == "gzip" && !parts.dropFirst().contains { Double($0.dropFirst(2)) == 0 }
        }
        return isAccepted && headers["Range"] == nil
    }
}

/// As a file of gzip (RFC 1952).
private func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 15 is the largest window; 16 more ask for the header and trailer of gzip.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
        return nil
    }
    defer { deflateEnd(&stream) }
    let most = Int(deflateBound(&stream, uLong(bytes.count)))
    var input = bytes
    return input.withUnsafeMutableBufferPointer { given in
        var status = Z_OK
        let shorter = [UInt8](unsafeUninitializedCapacity: most) { room, count in
            (stream.next_in, stream.avail_in) = (given.baseAddress, uInt(given.count))
            (stream.next_out, stream.avail_out) = (room.baseAddress, uInt(most))
            status = deflate(&stream, Z_FINISH)
            count = most - Int(stream.avail_out)
        }
        return status == Z_STREAM_END ? shorter : nil
    }
}
