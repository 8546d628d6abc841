import Synchronization
import Work

/// Many jobs in parallel, one a thread; one that fails does not stop the others.
public struct Batch: Sendable {
    /// A job, or why its folder or line cannot be one.
    public struct Entry: Sendable {
        /// What a message about it begins with: the folder, or the file and the line.
        public let label: String
        public internal(set) var job: Result<RenderJob, CompositorError>
    }

    public struct Outcome: Sendable {
        public let entry: Entry
        public let result: Result<RenderResult, CompositorError>

        /// Which entry failed, and why; empty when it did not.
        public var problem: String {
            guard case .failure(let error) = result else { return "" }
            return "\(error)".hasPrefix(entry.label + ":") ? "\(error)" : "\(entry.label): \(error)"
        }
    }

    public let entries: [Entry]
    public let workers: Int
    private let make: @Sendable (RenderJob) throws(CompositorError) -> RenderResult

    public init(renderer: Renderer, entries: [Entry], workers: Int) {
        self.init(entries: entries, workers: workers) { (job) throws(CompositorError) in try renderer.render(job) }
    }

    /// `make` makes one job.
    public init(
        entries: [Entry], workers: Int, make: @escaping @Sendable (RenderJob) throws(CompositorError) -> RenderResult
    ) {
        (self.entries, self.workers, self.make) = (entries, workers, make)
    }

    /// Renders until all is done or `isStopped`; what was not begun by then has no outcome. `report` is called from several
    /// threads, once for each entry as it ends. The outcomes stand in the order of the entries.
    public func run(isStopped: @Sendable () -> Bool = { false }, report: @Sendable (Outcome) -> Void) -> [Outcome] {
        let outcomes = Mutex<[Int: Outcome]>([:])
        concurrently(entries.count, workers: workers) { index in
            guard !isStopped() else { return }
            let result = entries[index].job.flatMap { job in
                Result { () throws(CompositorError) in try make(job) }
            }
            let outcome = Outcome(entry: entries[index], result: result)
            outcomes.withLock { $0[index] = outcome }
            report(outcome)
        }
        return outcomes.withLock { all in entries.indices.compactMap { all[$0] } }
    }
}
