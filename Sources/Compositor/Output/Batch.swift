/// Many jobs in parallel, one a thread; one that fails does not stop the others.
public struct Batch: Sendable {
    public struct Outcome: Sendable {
        public let index: Int
        public let result: Result<RenderResult, CompositorError>
    }

    public let renderer: Renderer
    public let jobs: [RenderJob]
    public let workers: Int

    public init(renderer: Renderer, jobs: [RenderJob], workers: Int) {
        (self.renderer, self.jobs, self.workers) = (renderer, jobs, workers)
    }

    /// `report` is called from several threads, once for each job as it ends.
    public func run(report: @Sendable (Outcome) -> Void) {
        // The body throws nothing, so neither does the call.
        try? concurrently(jobs.count, workers: workers) { index in
            let result = Result { () throws(CompositorError) in try renderer.render(jobs[index]) }
            report(Outcome(index: index, result: result))
        }
    }
}
