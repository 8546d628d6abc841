import Glibc
import Work

/// A client that says whatever it is told to, byte by byte, and hears what comes back. It waits off the cooperative pool, on
/// which the handlers run that it waits for.
package final class RawClient: @unchecked Sendable {
    package private(set) var descriptor: Int32

    /// Receiving gives up after so many seconds, so that a broken server fails a test rather than hanging it.
    package init(_ host: String, _ port: Int, patience: Int = Int(hangGuard.components.seconds)) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = inet_addr(host)
        let code = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw CannotConnect(code: errno) }
    }

    /// The other end of a client of somebody else, whose socket it takes.
    init(accepted descriptor: Int32) { self.descriptor = descriptor }

    package struct CannotConnect: Error { package let code: Int32 }

    deinit { hangUp() }

    package func hangUp() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// No more will be said; what comes is still heard.
    package func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// False when the other side has hung up.
    @discardableResult
    package func say(_ text: String) -> Bool { say(Array(text.utf8)) }

    @discardableResult
    package func say(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// All until the other side hangs up.
    package func heard() async -> String { await heard { _ in false } }

    /// All until it is enough, or the other side hangs up.
    package func heard(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        await offPool { self.wait(until: isEnough) }
    }

    private func wait(until isEnough: (String) -> Bool) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if !bytes.isEmpty, isEnough(text) { return text }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            bytes += buffer.prefix(count)
        }
    }

    package static func parts(of text: String) -> (status: Int, head: String, body: String) {
        let end = text.firstRange(of: "\r\n\r\n")
        let head = end.map { String(text[..<$0.lowerBound]) } ?? text
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (status, head, end.map { String(text[$0.upperBound...]) } ?? "")
    }
}
