import Actions
import Faults
import Files
import Sessions
import Terminal

extension Family {
    static let listEvents = Verb(
        command: Command(
            "booth event list", "the events in a folder and the folders below it",
            usages: ["[DIR]          default: the present folder"],
            sections: [OptionSection("Output", EventOptions.json)],
            takesArguments: true)
    ) { arguments in
        guard arguments.words.count <= 1 else { throw TerminalError.usage("name one folder") }
        let path = arguments.words.first ?? "."
        _ = try entries(ofFolder: path)
        let events = ListedEvent.all(in: EventFolder(path).path)
        if events.isEmpty {
            Console.error("booth: \(path): no event is in it; booth event new makes one\n")
        }
        try report(events.map(\.json), events.map(\.line), json: arguments[EventOptions.json])
        return events.allSatisfy { $0.problem == nil } ? .done : .failed
    }
}

extension ListedEvent {
    fileprivate var line: String {
        var parts = [folder.path]
        if let event { parts += [event.name, event.date] }
        if let sessions { parts.append(counted(sessions, "session")) }
        if isRunning { parts.append("running") }
        if let problem { parts.append(problem) }
        return parts.filter { !$0.isEmpty }.joined(separator: "  ").onOneLine
    }
}
