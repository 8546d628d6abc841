import Foundation
import Synchronization
public import Testing

/// Tests of films wait for encoders, for seconds. On threads of their own, two at a time, they hold up nobody who needs the
/// cooperative pool, which has as many threads as the machine has cores.
public struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    public let isRecursive = true

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(Threads.shared) { try await function() }
    }

    /// Threads of their own, and none of the machine's queues: those lend the cooperative pool its threads.
    private final class Threads: TaskExecutor {
        static let shared = Threads()
        private let waiting = NSCondition()
        private let jobs = Mutex<[UnownedJob]>([])

        init() {
            for _ in 0..<2 {
                let thread = Thread { [self] in
                    while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
                }
                thread.stackSize = 8 << 20
                thread.start()
            }
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            waiting.lock()
            jobs.withLock { $0.append(job) }
            waiting.signal()
            waiting.unlock()
        }

        private func next() -> UnownedJob {
            waiting.lock()
            defer { waiting.unlock() }
            while true {
                if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return job }
                waiting.wait()
            }
        }
    }
}

extension Trait where Self == OwnThreads {
    public static var onOwnThreads: OwnThreads { OwnThreads() }
}
