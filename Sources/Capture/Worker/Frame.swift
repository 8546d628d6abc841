package import StrictJSON

/// What goes over the wire between the booth and the process that owns a camera: a header of 20 bytes, little-endian (magic
/// "BKC1", kind, id, length of the JSON, length of the bytes), then the JSON, then the bytes.
package struct Frame: Sendable, Equatable {
    package enum Kind: UInt32, Sendable { case request, reply, failure, progress, log }

    package var kind: Kind
    /// Of the request that it belongs to; 0: of none.
    package var id: UInt32
    package var value: JSONValue = [:]
    package var bytes: [UInt8] = []

    package init(_ kind: Kind, id: UInt32, _ value: JSONValue = [:], bytes: [UInt8] = []) {
        (self.kind, self.id, self.value, self.bytes) = (kind, id, value, bytes)
    }
}

extension Frame {
    static let headerLength = 20
    private static let magic: UInt32 = 0x3143_4B42
    /// 20,000 names of a full card are about 1 MB.
    static let jsonLimit = 4 << 20
    /// A live view frame is 0.1 to 0.5 MB.
    static let bytesLimit = 16 << 20

    struct Header {
        let kind: Kind
        let id: UInt32
        let json: Int
        let bytes: Int
    }

    /// What is wrong with a stream of frames.
    enum Garbage: Error, Equatable { case header, tooLong, json }

    static func header(_ raw: [UInt8]) throws(Garbage) -> Header {
        func word(_ index: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(raw[index * 4 + $1]) << (8 * UInt32($1)) }
        }
        guard raw.count == headerLength, word(0) == magic, let kind = Kind(rawValue: word(1)) else { throw .header }
        let (json, bytes) = (Int(word(3)), Int(word(4)))
        guard json <= jsonLimit, bytes <= bytesLimit else { throw .tooLong }
        return Header(kind: kind, id: word(2), json: json, bytes: bytes)
    }

    init(_ header: Header, body: [UInt8]) throws(Garbage) {
        do {
            let json = Array(body[..<header.json])
            let value = try JSONNode(parsing: json, document: "camera", limit: Frame.jsonLimit).value
            self.init(header.kind, id: header.id, value, bytes: Array(body[header.json...]))
        } catch { throw .json }
    }

    package var encoded: [UInt8] {
        let json = Array(value.text().utf8)
        var raw: [UInt8] = []
        raw.reserveCapacity(Frame.headerLength + json.count + bytes.count)
        for word in [Frame.magic, kind.rawValue, id, UInt32(json.count), UInt32(bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) { raw.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        raw += json
        raw += bytes
        return raw
    }
}
