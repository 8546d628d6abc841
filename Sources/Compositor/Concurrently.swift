import Dispatch
import Synchronization

/// Runs `body` for 0..<count on at most `workers` threads, which are Dispatch's and not the cooperative pool's, since
/// the work is long and blocks. Throws the error of the lowest index that failed, so that the same input fails with the
/// same words.
func concurrently(_ count: Int, workers: Int, _ body: @Sendable (Int) throws -> Void) throws {
    guard count > 1, workers > 1 else {
        for index in 0..<count { try body(index) }
        return
    }
    let next = Atomic(0)
    let failure = Mutex<(index: Int, error: any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(count, workers)) { _ in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            do { try body(index) } catch {
                failure.withLock { if $0 == nil || index < $0!.index { $0 = (index, error) } }
            }
        }
    }
    if let error = failure.withLock({ $0?.error }) { throw error }
}
