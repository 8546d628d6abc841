internal import Dispatch
internal import Synchronization

/// Runs `body` for each of 0..<count on at most `workers` threads, which are Dispatch's and not the cooperative pool's, since
/// the work is long and blocks; returns when all are done. Each thread takes the next index as soon as it is free. The error
/// of the lowest index that failed is thrown, so that the same input fails with the same words.
///
///     try concurrently(captures.count, workers: 4) { index throws(ImagingError) in try develop(captures[index]) }
public func concurrently<Failure: Error>(
    _ count: Int, workers: Int, _ body: @Sendable (Int) throws(Failure) -> Void
) throws(Failure) {
    assertOffPool()
    guard count > 1, workers > 1 else {
        for index in 0..<count { try body(index) }
        return
    }
    let next = Atomic(0)
    let failure = Mutex<(index: Int, error: Failure)?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(count, workers)) { _ in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            do throws(Failure) { try body(index) } catch {
                failure.withLock { if $0 == nil || index < $0!.index { $0 = (index, error) } }
            }
        }
    }
    if let error = failure.withLock({ $0?.error }) { throw error }
}
