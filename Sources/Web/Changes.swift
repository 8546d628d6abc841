import Actions
import Engine
import HTTP
import Sessions
import StrictJSON
import Work

extension EventSite {
    /// What happens, as it happens: `changes` for the record, `state` for the booth, `job` for what operators have asked for. A
    /// client that comes again says by `Last-Event-ID` up to which revision it knows the record.
    func changes(for request: Request) -> Answer {
        let known = request.headers["Last-Event-ID"].flatMap { Int($0) }
        return .events(by: time) { [self] events in
            let news = watch.changes.join(newest: 100)
            try await begin(events, since: known)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await change in news { try await events.send(change) } }
                group.addTask { [jobs] in
                    for await job in jobs.changes.join(newest: 100) {
                        try await events.send(job.json.text(), name: "job")
                    }
                }
                group.addTask { try await self.follow(events) }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func begin(_ events: EventWriter, since known: Int?) async throws {
        if let known, let missed = await watch.since(known) { return try await events.send(missed) }
        if let revision = await watch.revision() {
            try await events.send("{\"revision\":\(revision)}", name: "changes", id: "\(revision)")
        }
    }

    /// The booth's view, as it changes; a booth of another process is asked once a second.
    private func follow(_ events: EventWriter) async throws {
        if let engine {
            for await _ in engine.view.updates() { try await events.send(status().body.text(), name: "state") }
            return
        }
        var last: [JSONValue?]?
        while true {
            if let now = try? await status().body {
                let identity = ["running", "launch", "revision", "queues"].map { now[member: $0] }
                if identity != last { try await events.send(now.text(), name: "state") }
                last = identity
            }
            try await time.sleep(for: .seconds(1))
        }
    }
}

extension EventWriter {
    fileprivate func send(_ changes: RecordChanges) async throws {
        func numbers(_ list: [RecordChanges.Changed]) -> JSONValue {
            .array(list.compactMap(\.number).map { .integer($0) })
        }
        let json = JSONValue.object(present: [
            "revision": .integer(changes.revision), "sessions": numbers(changes.sessions),
            "deleted": numbers(changes.deleted), "items": .array(changes.items.map { .integer($0) }),
            "complete": .bool(changes.isComplete),
        ])
        try await send(json.text(), name: "changes", id: "\(changes.revision)")
    }
}
