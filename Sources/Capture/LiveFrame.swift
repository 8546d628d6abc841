internal import Synchronization

/// A frame of live view.
public struct LiveFrame: Sendable {
    /// A whole JPEG.
    public let jpeg: [UInt8]
    /// Counted from 1, over all that the camera has shown.
    public let number: Int
    /// When it arrived on this computer.
    public let at: ContinuousClock.Instant

    /// Whether this can be a whole JPEG: start and end markers. Some bodies pad the end with zeros.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4, bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return false }
        guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 4 else { return false }
        return bytes[last] == 0xD9 && bytes[last - 1] == 0xFF
    }
}

/// Those who read a stream: each gets the newest `limit` elements that it was too slow for.
public final class Audience<Element: Sendable>: Sendable {
    private let seats = Mutex<(next: Int, taken: [Int: AsyncStream<Element>.Continuation])>((0, [:]))

    public init() {}

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

    public func show(_ element: Element) {
        let all = seats.withLock { Array($0.taken.values) }
        for one in all { one.yield(element) }
    }

    public func dismiss() {
        let all = seats.withLock { seats in
            defer { seats.taken = [:] }
            return Array(seats.taken.values)
        }
        for one in all { one.finish() }
    }
}
