import Synchronization

/// Captures whose files are being brought to the disk, before their rows are committed. Whoever has to write what can wait a moment
/// lets them go first: the record does one thing after the other, and a commit waits for the disk.
final class CaptureArrivals: Sendable {
    private struct State {
        var next = 0
        var present: Set<Int> = []
        var waiting: [(for: Set<Int>, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Gives the number for `end`.
    func begin() -> Int {
        state.withLock { state in
            state.next += 1
            state.present.insert(state.next)
            return state.next
        }
    }

    func end(_ number: Int) {
        let over = state.withLock { state in
            state.present.remove(number)
            for index in state.waiting.indices { state.waiting[index].for.remove(number) }
            defer { state.waiting.removeAll { $0.for.isEmpty } }
            return state.waiting.filter { $0.for.isEmpty }
        }
        for one in over { one.continuation.resume() }
    }

    /// Waits for those that are on their way now, not for those that come after: nobody waits for ever.
    func pass() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if !state.present.isEmpty { state.waiting.append((state.present, continuation)) }
                return state.present.isEmpty
            }
            if isFree { continuation.resume() }
        }
    }
}
