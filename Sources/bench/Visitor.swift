internal import Foundation
internal import Glibc

/// A connection that somebody keeps open.
final class Visitor {
    private let descriptor: Int32
    private let place: Place
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// `http://127.0.0.1:8080`.
    struct Place: Sendable {
        let host: String
        let port: UInt16

        init(_ address: String) throws(BenchError) {
            guard let url = URL(string: address), let host = url.host, let port = url.port else {
                throw .noServer(address, reason: "not an address such as http://127.0.0.1:8080")
            }
            (self.host, self.port) = (host, UInt16(port))
        }
    }

    init(_ place: Place) throws(BenchError) {
        self.place = place
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        (address.sin_family, address.sin_port) = (sa_family_t(AF_INET), place.port.bigEndian)
        address.sin_addr.s_addr = inet_addr(place.host)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw failure(String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func say(_ text: String) throws(BenchError) {
        let bytes = Array(text.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw failure("it has hung up")
        }
    }

    /// Asks for a path and reads the answer to its end; gives its head and the beginning of its body. A status other than 200 is an
    /// error.
    @discardableResult
    func get(_ path: String, _ fields: String = "") throws(BenchError) -> String {
        try say("GET \(path) HTTP/1.1\r\nHost: \(place.host):\(place.port)\r\n\(fields)\r\n")
        var (received, total, text): (Int, Int?, String) = (0, nil, "")
        while total.map({ received < $0 }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw failure("it has hung up") }
            if total == nil {
                text = String(decoding: buffer.prefix(count), as: UTF8.self)
                guard text.hasPrefix("HTTP/1.1 200"), let end = text.range(of: "\r\n\r\n"),
                    let length = text.firstMatch(of: /Content-Length: (\d+)/).flatMap({ Int($0.1) })
                else { throw failure(String(text.prefix { $0 != "\r\n" })) }
                total = text[..<end.upperBound].utf8.count + length
            }
            received += count
        }
        return text
    }

    /// Waits for the first bytes of an answer that does not end.
    func hear() throws(BenchError) {
        guard recv(descriptor, &buffer, buffer.count, 0) > 0 else { throw failure("it has hung up") }
    }

    private func failure(_ reason: String) -> BenchError {
        .noServer("\(place.host):\(place.port)", reason: reason)
    }
}
