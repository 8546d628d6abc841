import Engine
import Sessions
import StrictJSON
import Work

extension EventSite {
    /// The operator's view of the booth that runs on the event, in this process or another; without one, what is known without it.
    func status() async -> APIAnswer {
        if let engine { return .running(engine.operatorJSON) }
        let folder = folder
        let view = await offPool { EventLock.isHeld(folder) ? try? BoothControl.status(of: folder) : nil }
        if let view { return .running(view) }
        let waiting = try? await reader.read { (contents) throws(SessionsError) in try Self.queues(in: contents) }
        let free = await offPool { try? folder.freeSpace() }
        return APIAnswer(
            .object(present: [
                "running": false, "version": 1, "launch": "", "revision": 0, "now": .string("\(Moment.now)"),
                "phase": "ended", "free": free.map { .integer($0) }, "queues": .array(waiting ?? []),
            ]))
    }

    /// What is to be sent, by kind, as in the view of a booth.
    private static func queues(in contents: RecordContents) throws(SessionsError) -> [JSONValue] {
        var queues: [JSONValue] = []
        for kind in OutboxItem.Kind.allCases {
            let waiting = try contents.outboxCount(kinds: [kind], states: [.pending, .sending])
            let unknown = try contents.outboxCount(kinds: [kind], states: [.unknown])
            let dead = try contents.outboxCount(kinds: [kind], states: [.dead])
            guard waiting + unknown + dead > 0 else { continue }
            queues.append([
                "kind": .string(kind.rawValue), "waiting": .integer(waiting), "unknown": .integer(unknown),
                "dead": .integer(dead),
            ])
        }
        return queues
    }
}

extension APIAnswer {
    /// The view of a booth that runs.
    static func running(_ view: JSONValue) -> APIAnswer {
        guard case .object(let members) = view else { return APIAnswer(view) }
        return APIAnswer(.object([.init("running", true)] + members))
    }
}
