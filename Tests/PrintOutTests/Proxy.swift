import Dispatch
import Glibc
import Synchronization

@testable import PrintOut

/// Stands before a print server and loses so many of its answers to documents, or half of so many files that it gives.
final class Proxy: Sendable {
    let port: Int
    private let listener: Int32
    private let answers: Int
    private let halves: Int
    private let lost = Mutex(0)

    var swallowed: Int { lost.withLock { $0 } }

    init?(to server: PrintServer, answers: Int = 0, halves: Int = 0) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(port: 0, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else { return nil }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        (self.listener, port) = (listener, Int(UInt16(bigEndian: address.sin_port)))
        (self.answers, self.halves) = (answers, halves)
        DispatchQueue(label: "proxy").async { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                DispatchQueue(label: "proxy.connection").async { self.serve(client, server.port) }
            }
        }
    }

    private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private func serve(_ client: Int32, _ port: Int) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(upstream)
        }
        guard Self.withAddress(port: port, { connect(upstream, $0, $1) }) == 0 else { return }
        var (sent, received, buffer) = (0, 0, [UInt8](repeating: 0, count: 65_536))
        while true {
            var ready = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
            ]
            // Only an end that hangs up ends it: a proxy that gives up by the clock would lose what a slow machine is about to say.
            guard poll(&ready, 2, -1) > 0 else { return }
            if ready[0].revents != 0 {
                let count = read(client, &buffer, buffer.count)
                guard count > 0 else { return }
                sent += count
                guard send(upstream, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
            }
            if ready[1].revents != 0 {
                let count = read(upstream, &buffer, buffer.count)
                guard count > 0 else { return }
                // The server has the whole document now; its answer goes nowhere. "100 Continue" is none: that may be read late, when
                // much of the document, and not all of it, has passed.
                let isInterim = buffer.prefix(count).starts(with: Array("HTTP/1.1 100".utf8))
                if sent > 100_000, !isInterim, loses(of: answers) { return }
                received += count
                if received > 20_000, loses(of: halves) { return }
                guard send(client, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
            }
        }
    }

    private func loses(of most: Int) -> Bool {
        lost.withLock { lost in
            if lost >= most { return false }
            lost += 1
            return true
        }
    }
}
