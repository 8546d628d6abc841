import Synchronization

/// Pictures that somebody wants to look at are drawn one after the other, so that a page full of them leaves the processor to the
/// booth.
final class DrawingTurns: Sendable {
    static let shared = DrawingTurns()

    private let last = Mutex<Task<Void, Never>?>(nil)

    /// Runs `body` when those that came before are done.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = last.withLock { last in
            let former = last
            let task = Task {
                await former?.value
                return try await body()
            }
            last = Task { _ = await task.result }
            return task
        }
        return try await task.value
    }
}
