import CMicroHTTPD
import Dispatch
import Glibc
import Synchronization

/// A connection, as long as it lasts.
final class Connection: Sendable {
    let number: Int
    let peer: String
    let local: Address
    /// Outlives the daemon, and so all connections.
    unowned let core: Core
    /// What the request in hand asks for, as its first line has it; nil: that line is not there yet.
    let target = Mutex<String?>(nil)

    init(_ socket: Int32, number: Int, of core: Core) {
        (self.number, self.core) = (number, core)
        peer = Self.address(of: socket, getpeername)?.host ?? ""
        local = Self.address(of: socket, getsockname) ?? Address(host: "", port: 0)
    }

    typealias Ask = (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32

    static func address(of socket: Int32, _ ask: Ask) -> Address? {
        var (storage, length) = (sockaddr_storage(), socklen_t(MemoryLayout<sockaddr_storage>.size))
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard ask(socket, address, &length) == 0 else { return nil }
                var (host, port) = ([CChar](repeating: 0, count: 128), [CChar](repeating: 0, count: 8))
                let code = getnameinfo(
                    address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                    NI_NUMERICHOST | NI_NUMERICSERV)
                guard code == 0 else { return nil }
                let name = host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
                let number = port.withUnsafeBufferPointer { Int(String(cString: $0.baseAddress!)) } ?? 0
                // A listener for IPv6 sees clients of IPv4 by such an address.
                return Address(host: name.hasPrefix("::ffff:") ? String(name.dropFirst(7)) : name, port: number)
            }
        }
    }
}

/// A request on its way in. One thread at a time has it: the one of its connection.
final class Exchange {
    let target: String
    var isFresh = true
    var body: [UInt8] = []
    /// Also of what was dropped.
    var received = 0
    var refusal: Refusal?

    init(target: String) { self.target = target }
}

/// An answer that a connection's thread waits for.
final class Promise: Sendable {
    private let answer = Mutex<Answer?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    /// The first one counts.
    func give(_ answer: Answer) {
        let isFirst = self.answer.withLock { present in
            guard present == nil else { return false }
            present = answer
            return true
        }
        if isFirst { isThere.signal() }
    }

    func wait() -> Answer? {
        isThere.wait()
        return answer.withLock { $0.take() }
    }
}
