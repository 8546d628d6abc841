import CZlib
import Testing

@testable import HTTP

/// Texts of pages, shorter on their way.
@Suite struct CompressionTests {
    private static let text = Array(String(repeating: "a page is written for people to read; ", count: 100).utf8)

    private func answered(
        _ headers: Headers, _ type: String = "text/javascript", tag: String? = "\"a1\"", _ text: [UInt8] = text
    ) -> Answer {
        let answer = Answer(.bytes(text), type: type, headers: tag.map { ["ETag": $0] } ?? [:])
        return answer.conditioned(by: Request("GET", path: [""], headers: headers)).answer
    }

    @Test(arguments: ["gzip", "br, gzip", "gzip;q=0.5, *;q=0", "GZIP"])
    func `A client that reads gzip gets the same text in fewer bytes`(accepted: String) throws {
        let answer = answered(["Accept-Encoding": accepted])
        #expect(answer.headers["Content-Encoding"] == "gzip" && answer.headers["Vary"] == "Accept-Encoding")
        #expect(answer.headers["ETag"] == "\"a1-gzip\"")
        guard case .bytes(let bytes) = answer.body else {
            Issue.record("no bytes")
            return
        }
        #expect(bytes.count < Self.text.count / 4)
        #expect(try inflated(bytes) == Self.text)
    }

    @Test(arguments: ["", "br", "gzip;q=0", "identity, gzip; q=0.0", "xgzip"])
    func `Any other gets it as it is`(accepted: String) {
        let answer = answered(["Accept-Encoding": accepted])
        #expect(answer.headers["Content-Encoding"] == nil && answer.headers["ETag"] == "\"a1\"")
        #expect(answer.headers["Vary"] == "Accept-Encoding")
        guard case .bytes(Self.text) = answer.body else {
            Issue.record("another text")
            return
        }
    }

    @Test func `Pictures, small texts, parts and what is written for one request stay as they are`() {
        let gzip: Headers = ["Accept-Encoding": "gzip"]
        #expect(answered(gzip, "image/jpeg").headers["Content-Encoding"] == nil)
        #expect(answered(gzip, tag: nil).headers["Content-Encoding"] == nil)
        #expect(answered(gzip, "text/css", Array("a{}".utf8)).headers["Content-Encoding"] == nil)
        let part = answered(["Accept-Encoding": "gzip", "Range": "bytes=0-3"])
        #expect(part.status == 206 && part.headers["Content-Encoding"] == nil)
    }

    @Test func `What the client has gzipped is not sent again`() {
        let gzip: Headers = ["Accept-Encoding": "gzip", "If-None-Match": "\"a1-gzip\""]
        let answer = answered(gzip)
        #expect(answer.status == 304 && answer.headers["Content-Encoding"] == nil)
        #expect(answered(["Accept-Encoding": "gzip", "If-None-Match": "\"a1\""]).status == 200, "it has the other one")
    }

    private func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        #expect(inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { given in
            [UInt8](unsafeUninitializedCapacity: 100_000) { room, count in
                (stream.next_in, stream.avail_in) = (given.baseAddress, uInt(given.count))
                (stream.next_out, stream.avail_out) = (room.baseAddress, 100_000)
                #expect(inflate(&stream, Z_FINISH) == Z_STREAM_END)
                count = 100_000 - Int(stream.avail_out)
            }
        }
    }
}
