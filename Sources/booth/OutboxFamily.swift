import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let outbox = Family(
        name: "outbox", summary: "what waits to be sent from an event, and what could not be",
        verbs: [list, retry, remove, resolve])

    private static let said = OptionSection("Output", EventOptions.json)
    private static let state = Option.repeated("state", "STATE", "pending, sending, done, unknown, dead or cancelled")

    private static let list = Verb(
        command: Command(
            "booth outbox list", "items and destinations, with state, reason and next attempt",
            usages: ["EVENT [--state STATE]…"],
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
        let record = try arguments.record()
        let items = try await record.outbox(states: Set(states), limit: 1_000_000)
        try show(items, try await record.destinations(), arguments)
        return .done
    }

    private static let retry = Verb(
        command: Command(
            "booth outbox retry", "try items again now", usages: ["EVENT ITEM…"], sections: [said], takesArguments: true
        )
    ) { arguments in
        try await change(arguments, arguments.words.dropFirst()) { record, id in try await record.retry(id) }
    }

    private static let remove = Verb(
        command: Command(
            "booth outbox remove", "take items out of the queue", usages: ["EVENT ITEM…"], sections: [said],
            takesArguments: true)
    ) { arguments in
        try await change(arguments, arguments.words.dropFirst()) { record, id in try await record.remove(item: id) }
    }

    private static let resolve = Verb(
        command: Command(
            "booth outbox resolve",
            "say what became of an item whose outcome is unknown: it was sent, or is to be sent again",
            usages: ["EVENT ITEM sent|again"], sections: [said], takesArguments: true)
    ) { arguments in
        let word = arguments.words.count == 3 ? arguments.words[2] : ""
        guard word == "sent" || word == "again" else {
            throw TerminalError.usage("name one item, and what became of it: sent or again")
        }
        return try await change(arguments, arguments.words[1...1]) { record, id in
            word == "sent" ? try await record.confirm(item: id) : try await record.retry(id)
        }
    }

    private static func change(
        _ arguments: Arguments, _ words: ArraySlice<String>, _ body: (EventRecord, Int) async throws -> OutboxItem
    ) async throws -> ExitStatus {
        let ids = try words.map { word in
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
        let concerned = Set(changed.map(\.item.destination))
        try show(changed, try await record.destinations().filter { concerned.contains($0.name) }, arguments)
        return .done
    }

    private static func show(
        _ items: [QueuedItem], _ destinations: [OutboxDestination], _ arguments: Arguments
    ) throws {
        if arguments[EventOptions.json] {
            let document: JSONValue = [
                "items": .array(items.map(\.json)), "destinations": .array(destinations.map(\.json)),
            ]
            return try Console.out(document.text(pretty: true) + "\n")
        }
        let lines = items.map(\.line) + destinations.filter { $0.failures > 0 }.map(\.line)
        try Console.out(lines.map { $0 + "\n" }.joined())
    }
}

extension QueuedItem {
    fileprivate var json: JSONValue {
        guard case .object(let members) = item.json else { return .null }
        let more: [JSONValue.Member] = [
            .init("number", session.map { .integer($0) } ?? .null),
            .init("next", next.map { .string($0.description) } ?? .null),
            .init("copies", copies.map { .integer($0) } ?? .null),
        ]
        return .object(members + more)
    }

    fileprivate var line: String {
        var parts = ["\(item.id)", session.map { "#\($0)" } ?? "", item.kind.rawValue, item.state.rawValue]
        if let copies { parts.append(copies == 1 ? "1 copy" : "\(copies) copies") }
        parts += ["\(item.subject) to \(item.destination)", counted(item.attempts, "attempt")]
        if let after = item.after { parts.append("waits for \(after)") }
        if let next { parts.append("next \(next)") }
        return (parts + [item.reason ?? ""]).filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Of a print.
    private var copies: Int? { item.kind == .print ? item.copies : nil }
}

extension OutboxDestination {
    fileprivate var json: JSONValue {
        let times: [(String, Moment?)] = [("since", since), ("next", next), ("succeeded", succeeded)]
        var members: [JSONValue.Member] = [.init("name", .string(name)), .init("failures", .integer(failures))]
        members.append(.init("reason", reason.map { .string($0) } ?? .null))
        for (key, time) in times { members.append(.init(key, time.map { .string($0.description) } ?? .null)) }
        members.append(.init("reserved", .integer(reserved)))
        return .object(members)
    }

    fileprivate var line: String {
        var parts = ["\(name): \(counted(failures, "attempt")) in a row failed"]
        if let since { parts.append("since \(since)") }
        if let next { parts.append("next \(next)") }
        return (parts + [reason ?? ""]).filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
