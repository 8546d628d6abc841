import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let purgeEvent = Verb(
        command: Command(
            "booth event purge",
            "remove what the event keeps no longer, by keepDays, contactsKeepDays and linkDays in event.json",
            usages: ["EVENT [--dry-run]"],
            sections: [
                OptionSection("Options", EventOptions.dryRun), OptionSection("Output", EventOptions.json),
            ],
            takesArguments: true)
    ) { arguments in
        guard arguments.words.count == 1 else {
            throw TerminalError.usage("name the folder of the event, and nothing else")
        }
        let record = try arguments.record()
        let isDry = arguments[EventOptions.dryRun]
        // Many at a time, so that a booth which runs on the event is not held up; all at once when nothing is changed.
        var purged = try await record.purge(dryRun: isDry, limit: isDry ? 10_000_000 : 100)
        var last = purged
        while !isDry, last.isPartial {
            last = try await record.purge()
            purged.sessions += last.sessions
            purged.contacts += last.contacts
            purged.links += last.links
        }
        if !isDry { try await record.saveHistory() }
        if arguments[EventOptions.json] {
            let lists = [
                ("sessions", purged.sessions), ("contacts", purged.contacts), ("links", purged.links),
            ]
            let members = lists.map { JSONValue.Member($0.0, .array($0.1.map { .integer($0) })) }
            try Console.out(JSONValue.object([.init("purged", .bool(!isDry))] + members).text(pretty: true) + "\n")
        } else {
            let (did, parts) = (isDry ? "would go" : "gone", purged.lines)
            try Console.out(parts.isEmpty ? "nothing is due\n" : parts.map { "\(did): \($0)\n" }.joined())
        }
        return .done
    }
}

extension Purged {
    fileprivate var lines: [String] {
        let all: [(String, [Int])] = [
            ("sessions", sessions), ("contact data of sessions", contacts), ("links of sessions", links),
        ]
        return all.filter { !$0.1.isEmpty }.map { what, numbers in
            "\(what) \(numbers.map { "#\($0)" }.joined(separator: ", "))"
        }
    }
}
