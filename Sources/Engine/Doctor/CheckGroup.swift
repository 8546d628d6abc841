import Faults
import Synchronization
import Work

/// Checks that look at one thing, one after the other.
struct CheckGroup: Sendable {
    let name: String
    let deadline: Duration
    /// What to do when there is no answer within the deadline.
    let remedy: String
    let look: @Sendable (Report) async -> Void

    init(
        _ name: String, within deadline: Duration, otherwise remedy: String,
        _ look: @escaping @Sendable (Report) async -> Void
    ) {
        (self.name, self.deadline, self.remedy, self.look) = (name, deadline, remedy, look)
    }

    init(
        _ name: String, within deadline: Duration, otherwise remedy: String,
        blocking look: @escaping @Sendable (Report) -> Void
    ) {
        self.init(name, within: deadline, otherwise: remedy) { report in await offPool { look(report) } }
    }

    /// What was found within the deadline; what hangs is left behind and said so.
    func findings() async -> [Doctor.Finding] {
        let report = Report()
        if await TimeSource.system.within(deadline, { await look(report) }) == nil {
            report.fail(name, "no answer within \(deadline.components.seconds) s", remedy)
        }
        return report.close()
    }
}

/// Takes down what a group finds, until it is closed.
final class Report: Sendable {
    private let state = Mutex<(findings: [Doctor.Finding], isClosed: Bool)>(([], false))

    func ok(_ check: String, _ found: String) { add(check, .ok, found, nil) }
    func warn(_ check: String, _ found: String, _ remedy: String) { add(check, .warning, found, remedy) }
    func fail(_ check: String, _ found: String, _ remedy: String) { add(check, .failure, found, remedy) }

    func fail(_ check: String, _ fault: some Fault) {
        fail(check, fault.problem, fault.remedy ?? "put that right, then ask again")
    }

    func close() -> [Doctor.Finding] {
        state.withLock { state in
            state.isClosed = true
            return state.findings
        }
    }

    func add(_ check: String, _ grade: Doctor.Grade, _ found: String, _ remedy: String?) {
        let finding = Doctor.Finding(check: check, grade: grade, found: found, remedy: remedy)
        state.withLock { if !$0.isClosed { $0.findings.append(finding) } }
    }
}
