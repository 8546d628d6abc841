import Faults
import Files
import Sessions
import StrictJSON
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

/// A folder with an event.json, and what can be told of it without changing anything.
private struct ListedEvent {
    let folder: EventFolder
    var event: Event?
    var sessions: Int?
    var problem: String?

    init(_ folder: EventFolder) {
        self.folder = folder
        do throws(SessionsError) {
            let event = try Event(in: folder)
            self.event = event
            if folder.hasRecord { sessions = try Inspection.sessions(in: folder) }
        } catch { problem = error.problem(without: folder.settings) + (error.remedy.map { "; " + $0 } ?? "") }
    }

    /// Two levels down: events stand in a folder, perhaps by year. Sorted by path.
    static func all(in path: String, depth: Int = 2) -> [ListedEvent] {
        let folder = EventFolder(path)
        if FileIdentity(folder.settings) != nil { return [ListedEvent(folder)] }
        guard depth > 0 else { return [] }
        let names = ((try? entries(ofFolder: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.flatMap { all(in: path == "." ? $0 : path + "/" + $0, depth: depth - 1) }
    }

    private var isRunning: Bool { EventLock.isHeld(folder) }

    var json: JSONValue {
        .object(present: [
            "path": .string(folder.path), "name": event.map { .string($0.name) },
            "date": event.map { .string($0.date) },
            "sessions": sessions.map { .integer($0) }, "running": .bool(isRunning),
            "problem": problem.map { .string($0) },
        ])
    }

    var line: String {
        var parts = [folder.path]
        if let event { parts += [event.name, event.date] }
        if let sessions { parts.append(counted(sessions, "session")) }
        if isRunning { parts.append("running") }
        if let problem { parts.append(problem) }
        return parts.filter { !$0.isEmpty }.joined(separator: "  ").onOneLine
    }
}
