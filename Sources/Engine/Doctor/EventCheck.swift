import Faults
import Sessions

/// The event's own files: its settings, its workflow, its record and what waits in it.
struct EventCheck: Sendable {
    let settings: EventSettings

    func look(_ report: Report) {
        let path = settings.folder.path
        switch settings.event {
        case .success(let event):
            report.ok("event", "\(event.name)\(event.date.isEmpty ? "" : ", " + event.date)")
        case .failure(let error): report.fail("event", error)
        }
        switch settings.script {
        case .success(let script):
            report.ok("workflow", "\(script.name): \(script.steps.map(\.name).joined(separator: ", "))")
            if let event = try? settings.event.get() {
                WorkflowCheck(folder: settings.folder, event: event, script: script).look(report)
            }
        case .failure(let error): report.fail("workflow", error)
        }
        report.ok("booth", settings.isRunning ? "running on this event now" : "not running on this event")
        guard case .success(let event) = settings.event else { return }
        do throws(SessionsError) {
            guard settings.hasRecord else {
                return report.warn(
                    "record", "event.db is not there",
                    "start the booth: it makes it anew from sessions.json and Captures/")
            }
            look(at: try Inspection(settings.folder, event), path, report)
        } catch { report.fail("record", error) }
    }

    private func look(at record: Inspection, _ path: String, _ report: Report) {
        guard !record.isOlder else {
            return report.ok("record", "event.db is of an earlier version; the next start brings it up to date")
        }
        let open = record.hasOpenSession && !settings.isRunning
        report.ok(
            "record",
            "event.db opens and is whole, \(counted(record.sessions, "session"))"
                + (open ? "; one was cut off, and the next start closes it with all it has" : ""))
        switch record.history {
        case .inStep: report.ok("history", "sessions.json is in step with event.db")
        case .behind: report.ok("history", "sessions.json is older than event.db and is written anew in time")
        case .damaged(let reason):
            report.warn(
                "history", "sessions.json is damaged (\(reason))",
                "start the booth: it writes it anew and keeps this one in Quarantine/")
        case .ahead(let error): report.fail("history", error)
        }
        look(at: record.unfinished, path, report)
    }

    private func look(at items: [Inspection.Unfinished], _ path: String, _ report: Report) {
        func text(_ items: [Inspection.Unfinished]) -> String {
            items.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
        }
        func remedy(_ state: OutboxItem.State, _ what: String) -> String {
            "\(what); booth outbox list \(path) --state \(state.rawValue), then booth outbox retry or remove"
        }
        let waiting = items.filter { $0.state == .pending || $0.state == .sending }
        report.ok("outbox", waiting.isEmpty ? "nothing waits to be sent" : "waits to be sent: \(text(waiting))")
        let lost = items.filter { $0.state == .unknown }
        if !lost.isEmpty {
            report.warn(
                "outbox", "nobody knows whether these arrived: \(text(lost))",
                remedy(.unknown, "find out whether they did"))
        }
        let dead = items.filter { $0.state == .dead }
        if !dead.isEmpty { report.warn("outbox", "given up: \(text(dead))", remedy(.dead, "see why")) }
    }
}
