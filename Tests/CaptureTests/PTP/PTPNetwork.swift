import Foundation
import Glibc
import Synchronization

@testable import Capture

/// A body in the network: PTP/IP on this machine, as libgphoto2's own driver speaks it.
final class PTPNetwork: Sendable {
    private let listener: Int32
    let port: Int
    private let lines = Lines()

    /// Connections that are open. A number that was closed may be another test's a moment later, so it goes from here first.
    private final class Lines: Sendable {
        private let open = Mutex<Set<Int32>>([])

        func add(_ line: Int32) { open.withLock { _ = $0.insert(line) } }
        func cut() { open.withLock { for line in $0 { shutdown(line, Int32(SHUT_RDWR)) } } }
        func close(_ line: Int32) { open.withLock { if $0.remove(line) != nil { Glibc.close(line) } } }
    }

    init(_ body: PTPBody) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (entrance, size) = (listener, length)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(entrance, address, size) == 0 && getsockname(entrance, address, &length) == 0
            }
        }
        precondition(result && listen(listener, 16) == 0)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [lines] in
            // Who waits at the entrance closes it: it may be another test's number as soon as it is closed.
            defer { close(entrance) }
            while true {
                let line = accept(entrance, nil, nil)
                guard line >= 0 else { return }
                lines.add(line)
                Thread.detachNewThread {
                    PTPNetworkLine(line, body).serve()
                    lines.close(line)
                }
            }
        }
    }

    /// The link dies; the next one may be made at once.
    func cut() { lines.cut() }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// Commands and answers go over one connection, events over another, which is only opened here.
private final class PTPNetworkLine {
    private let line: Int32
    private let body: PTPBody

    init(_ line: Int32, _ body: PTPBody) { (self.line, self.body) = (line, body) }

    func serve() {
        while let (kind, packet) = packet() {
            switch kind {
            case 1:
                var hello = PTPData()
                hello.put(UInt32(1))
                hello.put(raw: Array(repeating: 7, count: 16))
                for unit in Array("Body".utf16) + [0] { hello.put(unit) }
                hello.put(UInt32(0x1_0000))
                send(2, hello)
            case 3: send(4, PTPData())
            case 6: guard answer(packet) else { return }
            default: break
            }
        }
    }

    private func answer(_ packet: [UInt8]) -> Bool {
        let code = UInt16(PTPContainer.word(packet, 4) & 0xFFFF)
        let transaction = PTPContainer.word(packet, 6)
        let command = PTPContainer(.command, code, transaction, payload: Array(packet.dropFirst(10)))
        var data: [UInt8] = []
        if PTPContainer.word(packet, 0) == 2 {
            while let (kind, part) = self.packet(), kind != 12 || !part.isEmpty {
                if kind != 9 { data += part.dropFirst(4) }
                if kind == 12 { break }
            }
        }
        let answer = body.answer(command, data: data)
        guard !answer.isSilent else { return true }
        Thread.sleep(forTimeInterval: answer.stall / .seconds(1))
        if let bytes = answer.data {
            var start = PTPData()
            start.put(transaction)
            start.put(UInt64(bytes.count))
            send(9, start)
            var end = PTPData()
            end.put(transaction)
            // A cable that is pulled in the middle.
            end.put(raw: answer.unplugs == nil ? bytes : Array(bytes.prefix(bytes.count / 2)))
            send(12, end)
        }
        guard answer.unplugs == nil else { return false }
        var response = PTPData()
        response.put(answer.code)
        response.put(transaction)
        for parameter in answer.parameters { response.put(parameter) }
        send(7, response)
        return true
    }

    private func send(_ kind: UInt32, _ data: PTPData) {
        var packet = PTPData()
        packet.put(UInt32(8 + data.bytes.count))
        packet.put(kind)
        packet.put(raw: data.bytes)
        _ = Wire(line).write(bytes: packet.bytes)
    }

    private func packet() -> (kind: UInt32, payload: [UInt8])? {
        guard let header = receive(8) else { return nil }
        let length = Int(PTPContainer.word(header, 0))
        guard length >= 8, length < 1 << 20, let payload = receive(length - 8) else { return nil }
        return (PTPContainer.word(header, 4), payload)
    }

    private func receive(_ count: Int) -> [UInt8]? {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(line, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }
}
