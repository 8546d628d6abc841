internal import Synchronization

/// One stream for any number of readers, who come and go. Each gets the newest `limit` elements that it was too slow for.
///
///     for await state in broadcast.join(newest: 1) { show(state) }
public final class Broadcast<Element: Sendable>: Sendable {
    private struct Readers {
        var next = 0
        var all: [Int: AsyncStream<Element>.Continuation] = [:]
        var isFinished = false
    }

    private let readers = Mutex(Readers())

    public init() {}

    /// `onChange` is called when this reader has come, and again when it is gone.
    public func join(newest limit: Int, onChange: @escaping @Sendable () -> Void = {}) -> AsyncStream<Element> {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self, bufferingPolicy: .bufferingNewest(limit))
        let number: Int? = readers.withLock { readers in
            guard !readers.isFinished else { return nil }
            readers.next += 1
            readers.all[readers.next] = continuation
            return readers.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.readers.withLock { $0.all[number] = nil }
            onChange()
        }
        onChange()
        return stream
    }

    public var isEmpty: Bool { readers.withLock { $0.all.isEmpty } }

    public func send(_ element: Element) {
        let all = readers.withLock { Array($0.all.values) }
        for one in all { one.yield(element) }
    }

    /// Ends the streams of all who read, and of all who will.
    public func finish() {
        let all = readers.withLock { readers in
            defer { (readers.all, readers.isFinished) = ([:], true) }
            return Array(readers.all.values)
        }
        for one in all { one.finish() }
    }
}
