import Compositor
import Darkroom
import Effects
import Imaging
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let sessions = Family(
        name: "sessions", summary: "sessions of an event, and what is done with them afterwards",
        verbs: [list, show, rerender, rerun, reprint, share, delete, export, importing, check])

    private static let said = OptionSection("What is said", EventOptions.json)
    private static let before = Option.single("before", "N", "the page after this one: those before number N")
    private static let limit = Option.single("limit", "N", "how many (50)")

    private static let list = Verb(
        command: Command(
            "booth sessions list", "newest first", usages: ["EVENT [NUMBERS] [OPTION…]"],
            sections: [EventOptions.choice, OptionSection("Pages", before, limit), said], takesArguments: true)
    ) { arguments in
        let sessions = try await arguments.record().sessions(
            arguments.filter(needsChoice: false), before: arguments.int(before, in: 1...(1 << 53)),
            limit: arguments.int(limit, in: 1...10_000) ?? 50)
        try report(sessions.map(\.json), sessions.map(\.summary), json: arguments[EventOptions.json])
        return .done
    }

    private static let show = Verb(
        command: Command(
            "booth sessions show", "one session with all its files", usages: ["EVENT NUMBER"], sections: [said],
            takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let number = try await arguments.numbers(of: record)
        guard number.count == 1 else { throw TerminalError.usage("name one session") }
        let session = try await record.session(number: number[0])
        if arguments[EventOptions.json] {
            try Console.out(session.json.text(pretty: true) + "\n")
        } else {
            try Console.out(session.details.map { $0 + "\n" }.joined())
        }
        return .done
    }

    private static let format = Option.single("format", "csv|json", "csv unless the file's name ends in .json")
    private static let output = Option.single("output", short: "o", "FILE", "where it goes")
    private static let contacts = Option.flag("contacts", "with addresses, telephone numbers and answers")

    private static let export = Verb(
        command: Command(
            "booth sessions export", "the record of sessions into a file of your own",
            usages: ["EVENT [NUMBERS] -o FILE [--contacts]"],
            sections: [EventOptions.choice, OptionSection("What comes out", output, format, contacts), said],
            takesArguments: true)
    ) { arguments in
        guard let path = arguments[output] else { throw TerminalError.usage("-o FILE is needed") }
        let word = arguments[format] ?? (path.hasSuffix(".json") ? "json" : "csv")
        guard let format = Export.Format(rawValue: word) else {
            throw TerminalError.unexpected(option: "--format", expected: "csv or json", found: word)
        }
        let record = try arguments.record()
        var sessions: [Session] = []
        for number in try await arguments.numbers(of: record, needsChoice: false) {
            sessions.append(try await record.session(number: number))
        }
        try Export(format: format, contacts: arguments[contacts]).write(sessions, to: path)
        try report(
            [["path": .string(path), "sessions": .integer(sessions.count)]], ["\(path): \(sessions.count) sessions"],
            json: arguments[EventOptions.json])
        return .done
    }

    private static let force = Option.flag("force", "also when event.db is sound and newer; it is kept in Quarantine/")

    private static let importing = Verb(
        command: Command(
            "booth sessions import", "rebuild event.db from sessions.json, and from Captures/ what is newer",
            usages: ["EVENT [--force]"], sections: [OptionSection("How", force), said], takesArguments: true)
    ) { arguments in
        let folder = try arguments.eventFolder()
        // Nobody may be writing into what is replaced.
        let lock = try EventLock(folder)
        let (sessions, captures) = try EventRecord.rebuild(folder, force: arguments[force])
        try await EventRecord(folder).saveHistory()
        withExtendedLifetime(lock) {}
        try report(
            [["sessions": .integer(sessions), "captures": .integer(captures)]],
            ["\(sessions) sessions from sessions.json, \(captures) captures by their names"],
            json: arguments[EventOptions.json])
        return .done
    }

    private static let check = Verb(
        command: Command(
            "booth sessions check", "compare rows, files and sessions.json; what has no row goes to Quarantine/",
            usages: ["EVENT"], sections: [said], takesArguments: true)
    ) { arguments in
        let findings = try await arguments.record().check()
        try report(
            findings.map { ["path": .string($0.place), "text": .string($0.text)] },
            findings.isEmpty ? ["nothing to mend"] : findings.map { "\($0.place): \($0.text)" },
            json: arguments[EventOptions.json])
        return findings.isEmpty ? .done : .failed
    }
}

extension Session {
    /// A line of the list.
    var summary: String {
        let marks = [isPrinted ? "printed" : nil, isSent ? "sent" : nil, isDownloaded ? "downloaded" : nil]
        let ready = renditions.filter { $0.state == .ready }.count
        return
            (["#\(number ?? 0)", started.description, endReason?.rawValue ?? state.rawValue, layout ?? "-"]
            + ["\(captures.count) captures", "\(ready) renditions"] + marks.compactMap { $0 }).joined(separator: "  ")
    }

    var details: [String] {
        var lines = [summary, "  id         \(id)", "  workflow   \(workflow) (\(mode.rawValue))"]
        lines += shares.map { "  token      \($0.token)\($0.revoked == nil ? "" : " (revoked)")" }
        lines += captures.map { "  capture    \($0.path)\($0.selected ? "" : " (not selected)")" }
        lines += renditions.map {
            "  \($0.kind.rawValue)\t\($0.path ?? $0.state.rawValue)\($0.reason.map { ": " + $0 } ?? "")"
        }
        lines += inputs.map { "  \($0.kind.rawValue)\t\($0.name.isEmpty ? "" : $0.name + ": ")\($0.value)" }
        lines += outbox.map { "  outbox     \($0.id) \($0.kind.rawValue) to \($0.destination): \($0.state.rawValue)" }
        return lines
    }
}
