public import Work

/// Checks that look at one thing, one after the other. Each module has those for what it knows, and hands them in as groups;
/// Doctor runs all groups side by side.
public struct CheckGroup: Sendable {
    public let name: String
    let deadline: Duration
    /// What to do when there is no answer within the deadline.
    let remedy: String
    private let look: @Sendable (CheckReport) async -> Void

    public init(
        _ name: String, within deadline: Duration, otherwise remedy: String,
        _ look: @escaping @Sendable (CheckReport) async -> Void
    ) {
        (self.name, self.deadline, self.remedy, self.look) = (name, deadline, remedy, look)
    }

    /// For checks that block; they run off the cooperative pool.
    public init(
        _ name: String, within deadline: Duration, otherwise remedy: String,
        blocking look: @escaping @Sendable (CheckReport) -> Void
    ) {
        self.init(name, within: deadline, otherwise: remedy) { report in await offPool { look(report) } }
    }

    /// What was found within the deadline; what hangs is left behind and said so.
    public func findings(by time: TimeSource = .system) async -> [Finding] {
        let (report, look) = (CheckReport(), look)
        if await time.within(deadline, { await look(report) }) == nil {
            report.fail(name, "no answer within \(deadline.components.seconds) s", remedy)
        }
        return report.close()
    }
}

extension [CheckGroup] {
    /// What all groups found, side by side and each with its own deadline, so that one that hangs hides no other; in the
    /// order of the groups.
    public func findings(by time: TimeSource = .system) async -> [Finding] {
        await withTaskGroup(of: (Int, [Finding]).self) { tasks in
            for (index, group) in enumerated() { tasks.addTask { (index, await group.findings(by: time)) } }
            var all: [Int: [Finding]] = [:]
            for await (index, findings) in tasks { all[index] = findings }
            return indices.flatMap { all[$0]! }
        }
    }
}
