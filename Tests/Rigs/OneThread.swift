import Dispatch
import Glibc

/// Runs all tasks of high priority one after the other, in the order in which they become ready. So a task that lets the
/// others go first, and is on again, knows that none of them has anything left to do; among several threads the machine
/// may have put one aside in the middle of its work.
final class OneThread: TaskExecutor {
    /// swift_task_enqueueGlobal_hook of the runtime (Concurrency.h): what sees each task that is to run on the pool.
    private typealias Hook = @convention(thin) (UnownedJob, @convention(thin) (UnownedJob) -> Void) -> Void

    private static let shared = OneThread()
    private let queue = DispatchQueue(label: "rigs.one-thread")

    /// From now on, until the process ends.
    static let takesHighPriority: Bool = {
        guard let hook = dlsym(dlopen(nil, 0), "swift_task_enqueueGlobal_hook") else { return false }
        hook.assumingMemoryBound(to: Hook?.self).pointee = { job, toThePool in
            if job.priority.rawValue == TaskPriority.high.rawValue {
                OneThread.shared.enqueue(ExecutorJob(job))
            } else {
                toThePool(job)
            }
        }
        return true
    }()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
