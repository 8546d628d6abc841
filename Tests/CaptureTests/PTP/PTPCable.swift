import Foundation
import Synchronization

@testable import Capture

/// A USB bus that the driver in Tests/PTPCable asks over a socket: bodies that are plugged in, and a bulk pipe to each.
final class PTPCable: Sendable {
    private enum Code {
        static let timeout: Int32 = -10
        static let notFound: Int32 = -52
        static let claim: Int32 = -53
    }

    private let listener: Int32
    private let path: String
    private let bodies: [PTPBody]

    init(_ bodies: [PTPBody]) {
        self.bodies = bodies
        path = "/tmp/ptp-cable-\(UInt64.random(in: 0 ... .max))"
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        precondition(result == 0 && listen(listener, 64) == 0)
        let entrance = listener
        Thread.detachNewThread { [bodies] in
            // Who waits at the entrance closes it: it may be another test's number as soon as it is closed.
            defer { close(entrance) }
            while true {
                let line = accept(entrance, nil, nil)
                guard line >= 0 else { return }
                Thread.detachNewThread { PTPLine(line, bodies).serve() }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        unlink(path)
    }

    /// What the camera's process needs to see this bus.
    func environment(driver: String) -> [String: String] { ["IOLIBS": driver, "PTP_CABLE": path] }

    /// One connection of the driver: a question about the bus, or the handle of an open device.
    private final class PTPLine {
        private let line: Int32
        private let bodies: [PTPBody]
        private var body: PTPBody?
        private var address = 0
        private var sent: [UInt8] = []
        /// A command whose data are still to come.
        private var waiting: PTPContainer?
        private var transfers: [(bytes: ArraySlice<UInt8>, due: ContinuousClock.Instant, unplugs: Duration??)] = []

        init(_ line: Int32, _ bodies: [PTPBody]) { (self.line, self.bodies) = (line, bodies) }

        func serve() {
            while let words = receive(16) {
                let operation = PTPContainer.word(words, 0)
                let (size, timeout) = (Int(PTPContainer.word(words, 4)), Int(PTPContainer.word(words, 8)))
                guard let given = receive(Int(PTPContainer.word(words, 12))) else { break }
                let (result, bytes) = respond(operation, size, timeout, given)
                var answer = PTPData()
                answer.put(result)
                answer.put(UInt32(bytes.count))
                answer.put(raw: bytes)
                guard Wire(line).write(bytes: answer.bytes) else { break }
            }
            close(line)
            body?.state.withLock { if $0.address == address, $0.claims > 0 { $0.claims -= 1 } }
        }

        private func respond(_ operation: UInt32, _ size: Int, _ timeout: Int, _ given: [UInt8]) -> (Int32, [UInt8]) {
            switch operation {
            case 0:
                let there = bodies.filter { $0.state.withLock { $0.isPlugged } }
                let lines = there.map { body in
                    let ids = body.vendor.ids
                    return "\(body.port) \(String(ids.vendor, radix: 16)) \(String(ids.product, radix: 16))\n"
                }
                let text = Array(lines.joined().utf8.prefix(size))
                return (Int32(text.count), text)
            case 1: return (open(String(decoding: given, as: UTF8.self)), [])
            default: break
            }
            guard let body, body.state.withLock({ $0.isPlugged && $0.address == address }) else {
                return (Code.notFound, [])
            }
            switch operation {
            case 2:
                write(given, body)
                return (Int32(given.count), [])
            case 3: return read(size, timeout, body)
            case 4: return interrupt(timeout, body)
            case 5, 6:
                (sent, waiting, transfers) = ([], nil, [])
                // A reset of the port wakes it.
                if operation == 6 {
                    body.state.withLock { ($0.isFrozen, $0.freezesAt, $0.resets) = (false, nil, $0.resets + 1) }
                }
            default: break
            }
            return (0, [])
        }

        private func open(_ port: String) -> Int32 {
            guard let body = bodies.first(where: { $0.port == port && $0.state.withLock { $0.isPlugged } }) else {
                return Code.notFound
            }
            let isFree = body.state.withLock { state in
                guard state.claims == 0, !state.isTaken else { return false }
                state.claims += 1
                address = state.address
                return true
            }
            guard isFree else { return Code.claim }
            self.body = body
            return 0
        }

        private func write(_ bytes: [UInt8], _ body: PTPBody) {
            sent += bytes
            while let (container, length) = PTPContainer.first(in: sent) {
                sent.removeFirst(length)
                // These alone bring data with them.
                if container.kind == .command, [0x1016, 0x9110].contains(container.code) {
                    waiting = container
                    continue
                }
                let command = container.kind == .data ? waiting ?? container : container
                waiting = nil
                run(command, container.kind == .data ? container.payload : [], body)
            }
        }

        private func run(_ command: PTPContainer, _ data: [UInt8], _ body: PTPBody) {
            let answer = body.answer(command, data: data)
            guard !answer.isSilent else { return }
            let due = ContinuousClock.now + answer.stall
            if let data = answer.data {
                let container = PTPContainer(.data, command.code, command.transaction, payload: data)
                transfers.append((container.encoded(announced: answer.announced)[...], due, answer.unplugs))
                // A transfer that ends with a full packet is closed by an empty one.
                if (data.count + 12) % 512 == 0 { transfers.append(([], due, nil)) }
            } else if let back = answer.unplugs {
                return body.unplug(for: back)
            }
            var parameters = PTPData()
            for parameter in answer.parameters { parameters.put(parameter) }
            let response = PTPContainer(.response, answer.code, command.transaction, payload: parameters.bytes)
            transfers.append((response.encoded()[...], due, nil))
        }

        /// At most one transfer, as a bulk pipe gives it.
        private func read(_ size: Int, _ timeout: Int, _ body: PTPBody) -> (Int32, [UInt8]) {
            let end = ContinuousClock.now + .milliseconds(timeout)
            while true {
                guard body.state.withLock({ $0.isPlugged && $0.address == address }) else { return (Code.notFound, []) }
                if let first = transfers.first, first.due <= .now, !body.state.withLock({ $0.isFrozen }) {
                    let part = first.bytes.prefix(size)
                    transfers[0].bytes = first.bytes.dropFirst(part.count)
                    if let back = first.unplugs, transfers[0].bytes.count < first.bytes.count {
                        body.unplug(for: back)
                    }
                    if transfers[0].bytes.isEmpty { transfers.removeFirst() }
                    return (Int32(part.count), Array(part))
                }
                guard ContinuousClock.now < end, !hasHungUp else { return (Code.timeout, []) }
                usleep(500)
            }
        }

        /// The process at the other end is gone: what it held is free at once.
        private var hasHungUp: Bool {
            // POLLRDHUP, which has no name here.
            var look = pollfd(fd: line, events: 0x2000, revents: 0)
            return poll(&look, 1, 0) > 0
        }

        /// What plain PTP tells of by itself; Canon and Nikon are asked instead.
        private func interrupt(_ timeout: Int, _ body: PTPBody) -> (Int32, [UInt8]) {
            let end = ContinuousClock.now + .milliseconds(timeout)
            repeat {
                let event = body.state.withLock { state in
                    body.vendor != .generic || state.isFrozen || state.events.isEmpty ? nil : state.events.removeFirst()
                }
                if let event {
                    var parameter = PTPData()
                    parameter.put(event.parameter)
                    let bytes = PTPContainer(.event, event.code, 0, payload: parameter.bytes).encoded()
                    return (Int32(bytes.count), bytes)
                }
                usleep(500)
            } while ContinuousClock.now < end && !hasHungUp
            return (Code.timeout, [])
        }

        private func receive(_ count: Int) -> [UInt8]? {
            guard count > 0 else { return [] }
            var bytes = [UInt8](repeating: 0, count: count)
            return recv(line, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
        }
    }
}
