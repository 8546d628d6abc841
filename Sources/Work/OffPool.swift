internal import Dispatch

/// Runs work that blocks on a thread of its own, and never on the cooperative pool, whose few threads all tasks share.
/// However many such calls are blocked, none waits for another. The work is not cancelled with the caller's task.
///
///     let bytes = try await offPool { () throws(FilesError) in try readAll(path, limit: 1 << 20) }
public func offPool<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
        // A serial queue of its own: Dispatch gives each a thread.
        DispatchQueue(label: "boothkit.off-pool").async { continuation.resume(returning: Result(catching: work)) }
    }
    return try outcome.get()
}
