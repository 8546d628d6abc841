import Dispatch
import Synchronization

/// Writes a body while it is sent. The connection's thread takes what was written, and a writer who is ahead of the client waits.
public final class BodyWriter: Sendable {
    /// The client is gone, or the listener stops. Whoever writes throws it, too, when it cannot go on.
    public struct Gone: Error {
        public init() {}
    }

    private struct State {
        var bytes: [UInt8] = []
        var taken = 0
        var end: End?
        /// Writers who wait for room.
        var waiting: [(room: Int, continuation: CheckedContinuation<Void, any Error>)] = []

        /// Those for whom there is room now, who wait no longer.
        mutating func served() -> [CheckedContinuation<Void, any Error>] {
            let left = bytes.count - taken
            let served = waiting.filter { left < $0.room }
            waiting.removeAll { left < $0.room }
            return served.map(\.continuation)
        }
    }

    enum End { case complete, failed }

    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)
    /// How far a writer may be ahead, in bytes, unless it wants to know of each piece that it was taken.
    public static let room = 256 * 1024

    init() {}

    /// Returns when there is room for more: less than `room` bytes wait to be sent. Throws `Gone` when nobody takes it any more.
    public func write(_ bytes: [UInt8], room: Int = room) async throws {
        guard !bytes.isEmpty else { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let goesOn: Result<Void, any Error>? = state.withLock { state in
                guard state.end == nil else { return .failure(Gone()) }
                state.bytes += bytes
                if state.bytes.count - state.taken < room { return .success(()) }
                state.waiting.append((room, continuation))
                return nil
            }
            if let goesOn { continuation.resume(with: goesOn) }
            news.signal()
        }
    }

    /// No more is taken in; what was written before is still sent when the body is complete.
    func end(_ end: End) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = end }
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.continuation.resume(throwing: Gone()) }
        news.signal()
    }

    enum Taken {
        case bytes(Int)
        case end(End)
    }

    /// Waits for something to send, on the connection's own thread.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> Taken {
        while true {
            let (taken, waiting): (Taken?, [CheckedContinuation<Void, any Error>]) = state.withLock { state in
                if state.end == .failed { return (.end(.failed), []) }
                let count = min(buffer.count, state.bytes.count - state.taken)
                guard count > 0 else { return (state.end.map { .end($0) }, []) }
                state.bytes.withUnsafeBytes {
                    buffer.copyMemory(from: .init(rebasing: $0[state.taken..<state.taken + count]))
                }
                state.taken += count
                if state.taken == state.bytes.count { (state.bytes, state.taken) = ([], 0) }
                return (.bytes(count), state.served())
            }
            for one in waiting { one.resume() }
            if let taken { return taken }
            news.wait()
        }
    }
}
