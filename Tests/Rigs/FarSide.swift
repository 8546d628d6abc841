import Glibc
import Synchronization
import Work

/// A web server of a test's own on loopback, which misbehaves by order and knows what has reached it.
package final class FarSide: Sendable {
    package struct Request: Sendable {
        package var method = ""
        package var path = ""
        package var headers: [String: String] = [:]
        package var body: [UInt8] = []
        package var text: String { String(decoding: body, as: UTF8.self) }
        package var key: String? { headers["idempotency-key"] }
    }

    package enum Answer: Sendable {
        case status(Int, headers: [String] = [], body: String = "")
        /// Hangs up, and nothing has come of the request.
        case lostBefore
        /// Hangs up, and what was asked for has happened.
        case lostAfter
        /// Says nothing until the other end hangs up.
        case silence
        /// A byte whenever the other end has taken the one before, for ever.
        case flood
        /// Exactly these bytes, and hangs up.
        case bytes(String)

        package static let ok = Answer.status(200)
    }

    private struct State {
        var count = 0
        var requests: [Request] = []
        var effects: [String: Int] = [:]
        var connections = 0
        var received = 0
        /// Who waits until so many requests have come.
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Request, Int) -> Answer
    private let bodies: Bodies

    /// What is done with what is sent.
    package enum Bodies { case kept, dropped, unread }

    /// - Parameter answer: what is said to a request, given its number, counted from 0.
    package init(bodies: Bodies = .kept, _ answer: @escaping @Sendable (Request, Int) -> Answer = { _, _ in .ok })
        throws
    {
        (listener, port) = try Loopback.listen()
        (self.bodies, self.answer) = (bodies, answer)
        let listener = listener
        onOwnThread("far-side") { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                // Closed here alone: under the same number the next far side may listen already, and its clients are not ours.
                guard client >= 0 else {
                    close(listener)
                    return
                }
                guard let self else {
                    close(client)
                    continue
                }
                self.state.withLock { $0.connections += 1 }
                onOwnThread("far-side.connection") { self.serve(client) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    package var base: String { "http://127.0.0.1:\(port)/" }
    /// Those that brought something.
    package var deliveries: [Request] { requests.filter { $0.method != "HEAD" && $0.method != "GET" } }
    package var requests: [Request] { state.withLock { $0.requests } }
    /// How often each key has taken effect where nobody looks at keys; one who does lets each do so once.
    package var effects: [String: Int] { state.withLock { $0.effects } }
    /// Bytes of requests so far, also of those that are not complete.
    package var received: Int { state.withLock { $0.received } }
    package var connections: Int { state.withLock { $0.connections } }

    private func serve(_ client: Int32) {
        defer { close(client) }
        var buffer: [UInt8] = []
        while let request = read(from: client, &buffer) {
            let number = note(arrived: request)
            let answer = answer(request, number)
            switch answer {
            case .status(let status, let headers, let body):
                if status < 300 { note(request) }
                let head = ["HTTP/1.1 \(status) So", "Content-Length: \(body.utf8.count)"] + headers
                guard
                    write(
                        head.joined(separator: "\r\n") + "\r\n\r\n" + (request.method == "HEAD" ? "" : body), to: client
                    )
                else { return }
            case .lostBefore: return
            case .lostAfter: return note(request)
            case .silence:
                // Without reading: a far side that has stopped does not make room for more.
                // 0x2000 is POLLRDHUP, which has no name here.
                var end = pollfd(fd: client, events: 0x2000, revents: 0)
                while poll(&end, 1, -1) < 0, errno == EINTR {}
                return
            case .flood:
                guard write("HTTP/1.1 200 So\r\n\r\n", to: client) else { return }
                let piece = String(repeating: "x", count: 65_536)
                while write(piece, to: client) {}
                return
            case .bytes(let text):
                _ = write(text, to: client)
                return
            }
        }
    }

    /// Waits until so many requests have come.
    package func requests(reach count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.count < count { state.waiting.append((count, continuation)) }
                return state.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    private func note(arrived request: Request) -> Int {
        let (number, waiting) = state.withLock { state in
            state.count += 1
            if bodies != .dropped { state.requests.append(request) }
            let count = state.count
            defer { state.waiting.removeAll { $0.count <= count } }
            return (count - 1, state.waiting.filter { $0.count <= count })
        }
        for one in waiting { one.continuation.resume() }
        return number
    }

    private func note(_ request: Request) {
        let name = request.key ?? (request.body.count < 10_000 ? request.text : request.path)
        state.withLock { $0.effects[name, default: 0] += 1 }
    }

    private func write(_ text: String, to client: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func read(from client: Int32, _ buffer: inout [UInt8]) -> Request? {
        func more() -> Bool {
            let count = withUnsafeTemporaryAllocation(byteCount: 262_144, alignment: 16) { piece in
                let count = recv(client, piece.baseAddress, piece.count, 0)
                if count > 0 { buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count])) }
                return count
            }
            if count > 0 { state.withLock { $0.received += count } }
            return count > 0
        }
        func headEnd() -> Int? {
            buffer.withUnsafeBytes { bytes in
                (0..<max(0, bytes.count - 3)).first { at in
                    bytes[at] == 13 && bytes[at + 1] == 10 && bytes[at + 2] == 13 && bytes[at + 3] == 10
                }
            }
        }
        while headEnd() == nil { guard more() else { return nil } }
        guard let end = headEnd() else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).components(by: "\r\n")
        var request = Request()
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        (request.method, request.path) = (String(words[0]), String(words[1]))
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { continue }
            request.headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " })
        }
        buffer.removeFirst(end + 4)
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        guard bodies != .unread else { return request }
        if bodies == .dropped, length > 1 << 20 {
            // With MSG_TRUNC the kernel throws away what TCP has received, and copies nothing.
            var missing = length - buffer.count
            while missing > 0 {
                let count = recv(client, nil, missing, Int32(MSG_TRUNC))
                guard count > 0 else { return nil }
                missing -= count
            }
            buffer = []
            return request
        }
        while buffer.count < length { guard more() else { return nil } }
        request.body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return request
    }
}

extension String {
    fileprivate func components(by separator: String) -> [String] {
        var (parts, rest) = ([String](), self[...])
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
