import Sessions
import Work

/// Work that no guest waits for at the screen. Each lane does one job after the other; a job of the night lane begins only when
/// no guest's job waits. A job that has not ended by its deadline is cancelled and left behind, so that it never holds up the
/// others; neither does any job hold up a session or the watchdog.
///
///     guest   ██ GIF of #47   ██ GIF of #48
///     night                                 ██ FinalPhoto of #12, which was cut off
actor BackgroundLanes {
    enum Lane: String, CaseIterable {
        /// Things that a guest who has just left will look for.
        case guest
        /// Everything else.
        case night
    }

    private struct Job {
        let number: Int
        let lane: Lane
        let what: String
        let deadline: Duration
        let work: @Sendable () async -> Void
    }

    private let time: TimeSource
    private let view: PublishedView
    private let log: Broadcast<String>
    private var waiting: [Job] = []
    private var running: [Lane: (job: Job, task: Task<Void, Never>)] = [:]
    private var isClosed = false
    private var count = 0
    private var idlers: [CheckedContinuation<Void, Never>] = []

    init(time: TimeSource, view: PublishedView, log: Broadcast<String>) {
        (self.time, self.view, self.log) = (time, view, log)
    }

    /// - Parameter what: for the operator: "GIF of #47".
    func add(
        _ lane: Lane, _ what: String, within deadline: Duration = .seconds(300),
        _ work: @escaping @Sendable () async -> Void
    ) {
        guard !isClosed else { return }
        count += 1
        waiting.append(Job(number: count, lane: lane, what: what, deadline: deadline, work: work))
        proceed()
    }

    /// Returns when no job waits or runs.
    func idle() async {
        guard !(waiting.isEmpty && running.isEmpty) else { return }
        await withCheckedContinuation { idlers.append($0) }
    }

    /// Waits for all jobs, but not longer than `limit`; then those that run are cancelled, and those that wait are dropped. No
    /// other is begun.
    func close(within limit: Duration) async {
        _ = await time.within(limit) { await self.idle() }
        isClosed = true
        waiting = []
        for (_, task) in running.values { task.cancel() }
        proceed()
    }

    private func proceed() {
        for lane in Lane.allCases where running[lane] == nil {
            let isHeld = lane == .night && (running[.guest] != nil || waiting.contains { $0.lane == .guest })
            guard !isHeld, let index = waiting.firstIndex(where: { $0.lane == lane }) else { continue }
            let job = waiting.remove(at: index)
            running[lane] = (job, Task { await run(job) })
        }
        show()
        guard isClosed || waiting.isEmpty && running.isEmpty else { return }
        for idler in idlers { idler.resume() }
        idlers = []
    }

    private func run(_ job: Job) async {
        let work = job.work
        let time = time
        if await time.within(job.deadline, { await time.working(work) }) == nil {
            let limit = isClosed ? "when the booth was closed" : "within \(job.deadline.components.seconds) s"
            log.send("\(job.what): not done \(limit), so it is left undone")
        }
        running[job.lane] = nil
        proceed()
    }

    private func show() {
        let jobs =
            running.values.map(\.job).sorted { $0.number < $1.number }.map { ($0, true) } + waiting.map { ($0, false) }
        view.change { view in
            view.jobs = jobs.map { .init(lane: $0.0.lane.rawValue, what: $0.0.what, isRunning: $0.1) }
        }
    }
}
