import Faults
import Glibc
import Synchronization

/// Two lines to a child: what it reads, and what it writes.
struct ChildLines: Sendable {
    struct Ends: Sendable {
        var reading: Int32
        var writing: Int32
    }

    let input: Ends
    let output: Ends

    init?() {
        guard let first = Self.make() else { return nil }
        guard let second = Self.make() else {
            Glibc.close(first.reading)
            Glibc.close(first.writing)
            return nil
        }
        (input, output) = (first, second)
    }

    private static func make() -> Ends? {
        // As sockets, which are closed to all other children from the start; of a pipe that could only be said afterwards, and a
        // child that was started in between would keep its end open.
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        return Ends(reading: ends[0], writing: ends[1])
    }

    /// Those that the child has.
    func closeChildEnds() {
        Glibc.close(input.reading)
        Glibc.close(output.writing)
    }

    /// Those that stay with us.
    func close() {
        Glibc.close(input.writing)
        Glibc.close(output.reading)
    }
}

/// What rclone writes on standard error: the port first, its last words at the end.
final class RcloneOutput: Sendable {
    private struct State {
        var text = ""
        var port: Int?
        var isOver = false
        var waiting: [CheckedContinuation<Int?, Never>] = []
    }

    private let state = Mutex(State())

    var isOpen: Bool { state.withLock { !$0.isOver } }

    /// The end of what it has said, on one line.
    var lastWords: String { state.withLock { String($0.text.suffix(200)) }.onOneLine }

    /// The port that it has opened; nil when it has ended without.
    func port() async -> Int? {
        await withCheckedContinuation { continuation in
            let known: Int?? = state.withLock { state in
                if let port = state.port { return .some(port) }
                if state.isOver { return .some(nil) }
                state.waiting.append(continuation)
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Reads until nobody writes any more. Blocks.
    func read(from descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            hear(String(decoding: buffer.prefix(count), as: UTF8.self))
        }
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume(returning: nil) }
    }

    private func hear(_ text: String) {
        let heard: (Int, [CheckedContinuation<Int?, Never>])? = state.withLock { state in
            state.text = String((state.text + text).suffix(4096))
            guard state.port == nil, let match = state.text.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\//),
                let port = Int(match.1)
            else { return nil }
            state.port = port
            defer { state.waiting = [] }
            return (port, state.waiting)
        }
        guard let (port, waiting) = heard else { return }
        for one in waiting { one.resume(returning: port) }
    }
}
