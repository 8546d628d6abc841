import Actions
import Faults
import Outgoing
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let outbox = Family(
        name: "outbox", summary: "what waits to be sent from an event, and what could not be",
        verbs: [list, retry, remove, resolve, send])

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
        try show(OutboxListing(items: items, destinations: try await record.destinations()), arguments)
        if !arguments[EventOptions.json], items.contains(where: { $0.item.kind == .sms && !$0.item.state.isFinal }),
            let advice = record.event.adviceOnTextMessages(Installation.this.texts, in: record.folder)
        {
            try Console.out("\(advice.found); \(advice.remedy)\n")
        }
        return .done
    }

    private static let retry = Verb(
        command: Command(
            "booth outbox retry", "try items again now", usages: ["EVENT ITEM…"], sections: [said], takesArguments: true
        )
    ) { arguments in
        try await change(arguments, arguments.words.dropFirst(), .retry)
    }

    private static let remove = Verb(
        command: Command(
            "booth outbox remove", "take items out of the queue", usages: ["EVENT ITEM…"], sections: [said],
            takesArguments: true)
    ) { arguments in
        try await change(arguments, arguments.words.dropFirst(), .remove)
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
        return try await change(arguments, arguments.words[1...1], word == "sent" ? .resolveSent : .resolveAgain)
    }

    private static func change(
        _ arguments: Arguments, _ words: ArraySlice<String>, _ change: OutboxChange
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
        try show(try await change.run(on: ids, of: arguments.record()), arguments)
        return .done
    }

    private static func show(_ listing: OutboxListing, _ arguments: Arguments) throws {
        if arguments[EventOptions.json] { return try Console.out(listing.json.text(pretty: true) + "\n") }
        let lines = listing.items.map(\.line) + listing.destinations.filter { $0.failures > 0 }.map(\.line)
        try Console.out(lines.map { $0 + "\n" }.joined())
    }
}

extension QueuedItem {
    fileprivate var line: String {
        var parts = ["\(item.id)", session.map { "#\($0)" } ?? "", item.kind.rawValue, item.state.rawValue]
        if let copies { parts.append(copies == 1 ? "1 copy" : "\(copies) copies") }
        parts += ["\(item.subject) to \(item.destination)", counted(item.attempts, "attempt")]
        if let after = item.after { parts.append("waits for \(after)") }
        if let next { parts.append("next \(next)") }
        return (parts + [item.reason ?? ""]).filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

extension OutboxDestination {
    fileprivate var line: String {
        var parts = ["\(name): \(state.rawValue), \(counted(failures, "attempt")) in a row failed"]
        if let since { parts.append("since \(since)") }
        if let next { parts.append("next \(next)") }
        return (parts + [reason ?? ""]).filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
