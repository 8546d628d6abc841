import Engine
import Sessions
import StrictJSON
import Work

extension EventSite {
    /// The operator's view of the booth that runs on the event, here or in another process; without one, what is known without it.
    func status() async throws -> APIAnswer {
        if let engine { return Self.running(engine.operatorJSON) }
        let folder = self.folder
        let view: JSONValue? = try await offPool { () throws(EngineError) in
            guard EventLock.isHeld(folder) else { return nil }
            do throws(EngineError) { return try BoothControl.status(of: folder) } catch {
                // It has ended just now.
                guard case .notRunning = error else { throw error }
                return nil
            }
        }
        if let view { return Self.running(view) }
        let waiting = try await reader.read { (contents) throws(SessionsError) in try Self.queues(in: contents) }
        let free = await offPool { try? folder.freeSpace() }
        return APIAnswer(
            .object(present: [
                "running": false, "now": .string("\(Moment.now)"), "free": free.map { .integer($0) },
                "queues": .array(waiting),
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

    static func running(_ view: JSONValue) -> APIAnswer {
        guard case .object(let members) = view else { return APIAnswer(view) }
        return APIAnswer(.object([.init("running", true)] + members))
    }

}
