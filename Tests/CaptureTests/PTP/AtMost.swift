import Synchronization
import Testing

/// So many cases of a suite at a time: each starts processes, and what is judged is a camera, not a machine in distress.
struct AtMost: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true
    private let seats: Seats

    init(_ count: Int) { seats = Seats(count) }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await seats.take()
        defer { seats.give() }
        try await function()
    }

    private final class Seats: Sendable {
        private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

        init(_ count: Int) { state = Mutex((count, [])) }

        func take() async {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.free > 0 else {
                        state.waiting.append(continuation)
                        return false
                    }
                    state.free -= 1
                    return true
                }
                if isFree { continuation.resume() }
            }
        }

        func give() {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.free += 1
                return nil
            }
            next?.resume()
        }
    }
}

extension Trait where Self == AtMost {
    static func atMost(_ count: Int) -> AtMost { AtMost(count) }
}
