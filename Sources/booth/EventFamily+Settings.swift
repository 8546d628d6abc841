import Actions
import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let said = OptionSection("Output", EventOptions.json)

    static let setEvent = Verb(
        command: Command(
            "booth event set", "change a setting in event.json, after checking it as a booth does when it opens",
            usages: ["EVENT KEY VALUE", "EVENT KEY \"\"          take the setting away"],
            sections: [said], takesArguments: true,
            examples: [
                .init("booth event set party date \"14 June 2026\"", "what layouts show as {event.date}"),
                .init("booth event set party values.hashtag \"#annaandben\"", "what layouts show as {value.hashtag}"),
                .init("booth event set party destinations.print rx1,rx2", "the printers: rx2 when rx1 cannot"),
                .init(
                    "booth event set party keepDays 90",
                    "docs/EVENT.md explains: \(Event.settings.joined(separator: ", "))"),
            ])
    ) { arguments in
        guard arguments.words.count > 1 else {
            throw TerminalError.usage(
                "name an event, a setting and its value",
                remedy: "settings are \(Event.settings.joined(separator: ", "))")
        }
        let (folder, key) = (try arguments.eventFolder(), arguments.words[1])
        let words = Array(arguments.words[2...])
        try Event.requireSetting(key)
        guard !words.isEmpty else {
            throw TerminalError.usage("\(key): needs a value", remedy: "\"\" takes the setting away")
        }
        let event = try EventEditor(folder, .this).set(key, to: words)
        if key == "linkBase", let advice = event.adviceOnLinks(in: folder) {
            Console.error("booth: \(advice.found); \(advice.remedy)\n")
        }
        return try tell(of: event, in: folder, arguments, "\(key): \(event.shown(key) ?? "not set")")
    }

    static let addLayout = Verb(
        command: Command(
            "booth event add-layout", "copy layouts into an event, with their papers and fonts",
            usages: ["EVENT LAYOUT…"], sections: [said], takesArguments: true,
            examples: [
                .init("booth event add-layout party collage ./ours", "a shipped layout, and a folder of your own")
            ])
    ) { arguments in
        guard arguments.words.count > 1 else { throw TerminalError.usage("name the event and a layout") }
        let folder = try arguments.eventFolder()
        let event = try EventEditor(folder, .this).addLayouts(Array(arguments.words[1...]))
        return try tell(of: event, in: folder, arguments, "layouts: \(event.shown("layouts") ?? "none")")
    }

    static let removeLayout = Verb(
        command: Command(
            "booth event remove-layout", "take a layout out of an event, unless its workflow needs it",
            usages: ["EVENT NAME"], sections: [said], takesArguments: true)
    ) { arguments in
        guard arguments.words.count == 2 else { throw TerminalError.usage("name the event and one of its layouts") }
        let (record, folder) = (try arguments.record(), try arguments.eventFolder())
        let (event, sessions) = try await EventEditor(folder, .this).removeLayout(arguments.words[1], of: record)
        let rest = sessions == 0 ? "" : "; its files stay, for \(counted(sessions, "session")) that have pictures of it"
        return try tell(
            of: event, in: folder, arguments, "layouts: \(event.shown("layouts") ?? "none")\(rest)")
    }

    private static func tell(
        of event: Event, in folder: EventFolder, _ arguments: Arguments, _ line: String
    ) throws -> ExitStatus {
        if EventLock.isHeld(folder) {
            Console.error("booth: a booth runs on this event; it takes this up when it is started anew\n")
        }
        try Console.out(arguments[EventOptions.json] ? event.json.text(pretty: true) + "\n" : line.onOneLine + "\n")
        return .done
    }
}

extension Event {
    /// The value of a setting as people write it; nil when there is none.
    fileprivate func shown(_ key: String) -> String? {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        let value = parts.reduce(json as JSONValue?) { $0?[member: $1] }
        return switch value {
        case .string(let text)?: text
        case .array(let values)?:
            values.isEmpty
                ? nil
                : values.map { if case .string(let text) = $0 { text } else { $0.text() } }.joined(separator: ", ")
        case let value?: value.text()
        case nil: nil
        }
    }
}
