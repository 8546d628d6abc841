import Synchronization

/// Tells whoever listens that the record has changed.
final class ChangeSignal: Sendable {
    private let listeners = Mutex((next: 0, calls: [Int: @Sendable () -> Void]()))

    func add(_ call: @escaping @Sendable () -> Void) -> Int {
        listeners.withLock { listeners in
            listeners.next += 1
            listeners.calls[listeners.next] = call
            return listeners.next
        }
    }

    func remove(_ number: Int) { listeners.withLock { $0.calls[number] = nil } }

    func send() {
        for call in listeners.withLock({ Array($0.calls.values) }) { call() }
    }
}

extension EventRecord {
    /// `call` hears of every change that this record has committed, on the record's own queue; it must be quick. The number
    /// is for `stopListening`.
    public nonisolated func listen(_ call: @escaping @Sendable () -> Void) -> Int { signal.add(call) }
    public nonisolated func stopListening(_ number: Int) { signal.remove(number) }
}
