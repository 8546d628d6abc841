public import Faults
internal import Synchronization

/// Takes down what a check finds, until it is closed.
///
///     report.ok("battery", "80%")
///     report.warn("card", "room for 20 pictures", "put in an empty one")
public final class CheckReport: Sendable {
    private let state = Mutex<(findings: [Finding], isClosed: Bool)>(([], false))

    public init() {}

    public func ok(_ check: String, _ found: String) { add(check, .ok, found, nil) }
    public func warn(_ check: String, _ found: String, _ remedy: String) { add(check, .warning, found, remedy) }
    public func fail(_ check: String, _ found: String, _ remedy: String) { add(check, .failure, found, remedy) }

    /// What a fault says of itself.
    public func add(_ check: String, _ grade: Finding.Grade, _ fault: some Fault) {
        add(check, grade, fault.problem, fault.remedy ?? "put that right, then ask again")
    }

    public func fail(_ check: String, _ fault: some Fault) { add(check, .failure, fault) }

    public func add(_ check: String, _ grade: Finding.Grade, _ found: String, _ remedy: String?) {
        let finding = Finding(check: check, grade: grade, found: found, remedy: remedy)
        state.withLock { if !$0.isClosed { $0.findings.append(finding) } }
    }

    /// All that was found so far, in order. What is added later is not heard.
    public func close() -> [Finding] {
        state.withLock { state in
            state.isClosed = true
            return state.findings
        }
    }
}
