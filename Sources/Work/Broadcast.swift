internal import Synchronization

/// Sends each element to all who have joined. Whoever is slow gets the newest of those that it has missed.
public final class Broadcast<Element: Sendable>: Sendable {
    private let seats = Mutex<(next: Int, taken: [Int: AsyncStream<Element>.Continuation])>((0, [:]))

    public init() {}

    /// - Parameters:
    ///   - limit: how many elements are kept for a slow reader.
    ///   - onChange: called when this reader has joined and when it has left.
    public func join(newest limit: Int, onChange: @escaping @Sendable () -> Void = {}) -> AsyncStream<Element> {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self, bufferingPolicy: .bufferingNewest(limit))
        let seat = seats.withLock { seats in
            seats.next += 1
            seats.taken[seats.next] = continuation
            return seats.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.seats.withLock { $0.taken[seat] = nil }
            onChange()
        }
        onChange()
        return stream
    }

    public var isEmpty: Bool { seats.withLock { $0.taken.isEmpty } }

    public func send(_ element: Element) {
        let all = seats.withLock { Array($0.taken.values) }
        for one in all { one.yield(element) }
    }

    /// Ends the streams of all who have joined.
    public func finish() {
        let all = seats.withLock { seats in
            defer { seats.taken = [:] }
            return Array(seats.taken.values)
        }
        for one in all { one.finish() }
    }
}
