import Dispatch
import Synchronization

/// Runs `body`, which blocks, on a thread of its own and never on the cooperative pool. After `seconds` the caller gets
/// `late` and the body's result is dropped.
func onOwnThread<Value: Sendable>(
    within seconds: Double, late: PrintError,
    _ body: @escaping @Sendable () throws(PrintError) -> Value
) async throws(PrintError) -> Value {
    let outcome: Result<Value, PrintError> = await withCheckedContinuation { continuation in
        let first = First(continuation)
        // A serial queue of its own: Dispatch gives each a thread, however many are blocked.
        DispatchQueue(label: "boothkit.print").async { first.resume(Result(catching: body)) }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { first.resume(.failure(late)) }
    }
    return try outcome.get()
}

/// Of two that answer, the first is heard.
private final class First<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Value, Never>?>

    init(_ continuation: CheckedContinuation<Value, Never>) { waiting = Mutex(continuation) }

    func resume(_ value: Value) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: value)
    }
}
