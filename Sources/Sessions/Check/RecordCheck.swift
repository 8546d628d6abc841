public import Checks
import Faults
import Glibc

/// The event's record, its readable twin, and what waits in it to be sent.
public struct RecordCheck: Sendable {
    let folder: EventFolder
    let event: Event
    /// A booth is at work on the event.
    let isRunning: Bool

    public init(folder: EventFolder, event: Event, isRunning: Bool) {
        (self.folder, self.event, self.isRunning) = (folder, event, isRunning)
    }

    /// Blocks. Changes nothing.
    public func look(_ report: CheckReport) {
        do throws(SessionsError) {
            guard folder.hasRecord else {
                return report.warn(
                    "record", "event.db is not there",
                    "start the booth: it makes it anew from sessions.json and Captures/")
            }
            look(at: try Inspection(folder, event), folder.path, report)
        } catch { report.fail("record", error) }
    }

    private func look(at record: Inspection, _ path: String, _ report: CheckReport) {
        guard !record.isOlder else {
            return report.ok("record", "event.db is of an earlier version; the next start brings it up to date")
        }
        let open = record.hasOpenSession && !isRunning
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

    private func look(at items: [Inspection.Unfinished], _ path: String, _ report: CheckReport) {
        func text(_ items: [Inspection.Unfinished]) -> String {
            items.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
        }
        func remedy(_ state: OutboxItem.State, _ what: String) -> String {
            "\(what); booth outbox list \(EventFolder.argument(path)) --state \(state.rawValue), then booth outbox retry or remove"
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

extension EventFolder {
    /// Whether event.db is there.
    public var hasRecord: Bool { access(database, F_OK) == 0 }
}
