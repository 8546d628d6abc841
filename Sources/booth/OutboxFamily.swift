import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let outbox = Family(
        name: "outbox", summary: "what waits to be sent from an event, and what could not be",
        verbs: [list, retry, remove])

    private static let said = OptionSection("Output", EventOptions.json)
    private static let state = Option.repeated("state", "STATE", "pending, sending, done, unknown, dead or cancelled")

    private static let list = Verb(
        command: Command(
            "booth outbox list", "items with their state, reason and next attempt", usages: ["EVENT [--state STATE]…"],
            sections: [OptionSection("Which items", state), said], takesArguments: true)
    ) { arguments in
        let states = try arguments[state].map { word in
            guard let state = OutboxItem.State(rawValue: word) else {
                throw TerminalError.unexpected(
                    option: "--state", expected: OutboxItem.State.allCases.map(\.rawValue).joined(separator: ", "),
                    found: word)
            }
            return state
        }
        let items = try await arguments.record().outbox(states: Set(states), limit: 1_000_000)
        try show(items, arguments)
        return .done
    }

    private static let retry = Verb(
        command: Command(
            "booth outbox retry", "try items again now", usages: ["EVENT ITEM…"], sections: [said], takesArguments: true
        )
    ) { arguments in
        try await change(arguments) { record, id in try await record.retry(id) }
    }

    private static let remove = Verb(
        command: Command(
            "booth outbox remove", "take items out of the queue", usages: ["EVENT ITEM…"], sections: [said],
            takesArguments: true)
    ) { arguments in
        try await change(arguments) { record, id in try await record.remove(item: id) }
    }

    private static func change(
        _ arguments: Arguments, _ body: (EventRecord, Int) async throws -> OutboxItem
    ) async throws -> ExitStatus {
        let ids = try arguments.words.dropFirst().map { word in
            guard let id = Int(word) else {
                throw TerminalError.usage("\"\(word)\": expected the number of an outbox item")
            }
            return id
        }
        guard !ids.isEmpty else {
            throw TerminalError.usage("name the numbers of outbox items", remedy: "see booth outbox list")
        }
        let record = try arguments.record()
        var changed: [QueuedItem] = []
        for id in ids { changed.append(QueuedItem(item: try await body(record, id))) }
        try await record.saveHistory()
        try show(changed, arguments)
        return .done
    }

    private static func show(_ items: [QueuedItem], _ arguments: Arguments) throws {
        let rows = items.map { queued -> JSONValue in
            guard case .object(let members) = queued.item.json else { return .null }
            let more: [JSONValue.Member] = [
                .init("number", queued.session.map { .integer($0) } ?? .null),
                .init("next", queued.next.map { .string($0.description) } ?? .null),
            ]
            return .object(members + more)
        }
        let lines = items.map { queued in
            let item = queued.item
            let parts = [
                "\(item.id)", queued.session.map { "#\($0)" } ?? "", item.kind.rawValue, item.state.rawValue,
                "\(item.subject) to \(item.destination)", counted(item.attempts, "attempt"),
                queued.next.map { "next \($0)" } ?? "", item.reason ?? "",
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: "  ")
        }
        try report(rows, lines, json: arguments[EventOptions.json])
    }
}
