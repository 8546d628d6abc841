internal import CProcess
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Runs work that blocks on a thread of its own, and never on the cooperative pool, whose few threads all tasks share.
/// However many such calls are blocked, none waits for another. The work is not cancelled with the caller's task.
///
///     let bytes = try await offPool { () throws(FilesError) in try readAll(path, limit: 1 << 20) }
public func offPool<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
        onOwnThread { continuation.resume(returning: Result(catching: work)) }
    }
    return try outcome.get()
}

/// The same for work that may never return, such as a call of a server that hangs: after `limit` the caller gets `late`.
/// What the work gives afterwards is dropped, and its thread is lost to it for as long as it takes.
///
///     try await offPool(within: .seconds(10), late: PrintError.serverAway) { () throws(PrintError) in try ask(queue) }
public func offPool<Value: Sendable, Failure: Error>(
    within limit: Duration, late: Failure, by time: TimeSource = .system,
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
        let answer = Answer(continuation)
        let timer = time.after(limit) { answer.give(.failure(late)) }
        onOwnThread {
            answer.give(Result(catching: work))
            timer.cancel()
        }
    }
    return try outcome.get()
}

/// Of two that answer, the first is heard.
private final class Answer<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Value, Never>?>

    init(_ continuation: CheckedContinuation<Value, Never>) { waiting = Mutex(continuation) }

    func give(_ value: Value) {
        let continuation = waiting.withLock { waiting in waiting.take() }
        continuation?.resume(returning: value)
    }
}

/// Begins `work` on a thread that it need not share, however long it takes, and returns at once.
public func onOwnThread(_ label: String = "boothkit.off-pool", _ work: @escaping @Sendable () -> Void) {
    // A serial queue of its own: Dispatch gives each a thread.
    DispatchQueue(label: label).async(execute: work)
}

/// What blocks calls this first, so that a debug build of a program stops where somebody would hold up the cooperative pool.
/// It does nothing in a release build, and nothing until `enforceOffPool` was called: tests call what blocks as they like.
public func assertOffPool(_ file: StaticString = #fileID, _ line: UInt = #line) {
    #if DEBUG
        guard isEnforced.load(ordering: .relaxed), isOnPool else { return }
        fatalError("This blocks, and runs on the cooperative pool; reach it by offPool.", file: file, line: line)
    #endif
}

/// From now on `assertOffPool` holds. To be called by a program before anything else.
public func enforceOffPool() { isEnforced.store(true, ordering: .relaxed) }

private let isEnforced = Atomic(false)

/// Whether the caller runs on a thread of the cooperative pool. The concurrency runtime names its queues so on Linux; a test
/// holds it to that.
var isOnPool: Bool {
    guard let label = cprocess_queue_label(nil) else { return false }
    return strcmp(label, "Swift global concurrent queue") == 0
}
