import HTTP
import Sessions
import StrictJSON
import Work

extension WebServer {
    /// All events that are served, in the order in which they were named.
    func events() async throws -> Answer {
        var rows: [JSONValue] = []
        for site in sites { rows.append(try await site.summary()) }
        return Notice.json(APIAnswer(["events": .array(rows)]))
    }
}

extension EventSite {
    /// One that is away, on a drive say, is listed with what is known of it.
    fileprivate func summary() async throws -> JSONValue {
        let folder = folder
        let event = await offPool { self.event }
        let (isRunning, free) = await offPool { (EventLock.isHeld(folder), try? folder.freeSpace()) }
        let sessions = try? await search.page(SessionFilter(), before: nil, limit: 1).total
        let waiting = try? await reader.read { (contents) throws(SessionsError) in
            try contents.outboxCount(states: [.pending, .sending, .unknown, .dead])
        }
        return .object(present: [
            "id": .string(id), "name": .string(event.name), "date": .string(event.date), "path": .string(folder.path),
            "sessions": sessions.map { .integer($0) }, "waiting": waiting.map { .integer($0) },
            "free": free.map { .integer($0) }, "running": .bool(engine != nil || isRunning),
        ])
    }
}
