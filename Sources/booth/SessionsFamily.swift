import Actions
import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let sessions = Family(
        name: "sessions", summary: "sessions of an event, and what is done with them afterwards",
        verbs: [list, show, rerender, rerun, reprint, share, reel, delete, export, importing, check])

    private static let said = OptionSection("Output", EventOptions.json)
    private static let before = Option.single("before", "N", "the page after this one: those before number N")
    private static let limit = Option.single("limit", "N", "how many (50)")

    private static let list = Verb(
        command: Command(
            "booth sessions list", "newest first", usages: ["EVENT [NUMBERS] [OPTION…]"],
            sections: [EventOptions.choice, OptionSection("Pages", before, limit), said], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let filter = try arguments.filter(needsChoice: false)
        let count = try arguments.int(limit, in: 1...10_000) ?? 50
        let page = try await record.sessions(
            filter, before: arguments.int(before, in: 1...(1 << 53)), limit: count)
        try report(page.map(\.row), page.map(\.summary), json: arguments[EventOptions.json])
        // Whether there is more is worth a question only when the page is full.
        if page.count == count, let last = page.last?.number,
            try await !record.sessions(filter, before: last, limit: 1).isEmpty
        {
            Console.error("booth: there are more: --before \(last)\n")
        }
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
            try Console.out(session.row.text(pretty: true) + "\n")
        } else {
            try Console.out(session.details.map { $0 + "\n" }.joined())
        }
        return .done
    }

    private static let force = Option.flag("force", "also when event.db is sound and newer; it is kept in Quarantine/")

    private static let importing = Verb(
        command: Command(
            "booth sessions import", "rebuild event.db from sessions.json, and from Captures/ what is newer",
            usages: ["EVENT [--force]"], sections: [OptionSection("Options", force), said], takesArguments: true)
    ) { arguments in
        let folder = try arguments.eventFolder()
        // Nobody may be writing into what is replaced.
        let lock = try EventLock(folder)
        let (sessions, captures) = try EventRecord.rebuild(folder, force: arguments[force])
        try await EventRecord(folder).saveHistory()
        withExtendedLifetime(lock) {}
        try report(
            [["sessions": .integer(sessions), "captures": .integer(captures)]],
            ["\(counted(sessions, "session")) from sessions.json, \(counted(captures, "capture")) by their names"],
            json: arguments[EventOptions.json])
        return .done
    }

    private static let repair = Option.flag(
        "repair", "put right what is safe: names of files, strays to Quarantine/, sessions.json")

    private static let check = Verb(
        command: Command(
            "booth sessions check",
            "compare rows, files and sessions.json, and say what to do; exit status 1 when something is wrong",
            usages: ["EVENT [--repair]"], sections: [OptionSection("Options", repair), said], takesArguments: true)
    ) { arguments in
        guard arguments.words.count == 1 else {
            throw TerminalError.usage("name the folder of the event, and nothing else")
        }
        let record = try arguments.record()
        let findings = try await record.check(repair: arguments[repair])
        if arguments[repair] { try await record.saveHistory() }
        try report(
            findings.map { finding in
                [
                    "path": .string(finding.place), "text": .string(finding.text),
                    "remedy": finding.remedy.map { .string($0) } ?? .null, "repaired": .bool(finding.isRepaired),
                ]
            }, findings.isEmpty ? ["everything is as it should be"] : findings.map(\.line),
            json: arguments[EventOptions.json])
        return findings.allSatisfy(\.isRepaired) ? .done : .failed
    }
}

extension Discrepancy {
    fileprivate var line: String {
        let line = "\(place): \(text)".onOneLine
        return remedy.map { "\(line)\n    → \($0.onOneLine)" } ?? line
    }
}

extension Session {
    /// A line of the list, with the time by the booth's clock.
    var summary: String {
        let marks = [isPrinted ? "printed" : nil, isSent ? "sent" : nil, isDownloaded ? "downloaded" : nil]
        let ready = renditions.filter { $0.state == .ready }.count
        return
            ([
                "#\(number ?? 0)", started.local(offset: utcOffset).replacing("T", with: " "),
                endReason?.rawValue ?? state.rawValue, layout ?? "-",
            ]
            + [counted(captures.count, "capture"), counted(ready, "rendition")] + marks.compactMap { $0 }).joined(
                separator: "  ")
    }

    var details: [String] {
        var lines = [summary]
        func add(_ title: String, _ text: String) {
            lines.append("  " + title + String(repeating: " ", count: max(1, 11 - title.count)) + text.onOneLine)
        }
        add("id", id)
        add("workflow", "\(workflow) (\(mode.rawValue))")
        if !effects.isEmpty { add("effects", effects.joined(separator: " ")) }
        for share in shares { add("token", share.token + (share.revoked == nil ? "" : " (revoked)")) }
        for step in steps where step.entered != nil {
            let end = step.left.map { $0.local(offset: utcOffset).suffix(8) } ?? "now"
            let result = step.result.map { ": " + $0 } ?? ""
            add("step", "\(step.name)  \(step.entered!.local(offset: utcOffset).suffix(8)) to \(end)\(result)")
        }
        for one in captures { add("capture", "\(one.path)  \(one.bytes) bytes\(one.selected ? "" : "  not selected")") }
        let guests = guestsPicture?.path
        for one in renditions {
            let effects = one.effects.isEmpty ? nil : "with \(one.effects.joined(separator: " "))"
            let isOther = one.layout != nil && one.layout != layout
            let text = [
                one.path ?? one.state.rawValue, one.bytes.map { "\($0) bytes" }, effects,
                isOther ? one.layout.map { "layout \($0)" } : nil,
                guests != nil && one.path == guests ? "← the guest's" : nil, one.reason,
            ]
            add(one.kind.rawValue, text.compactMap { $0 }.joined(separator: "  "))
        }
        for one in inputs { add(one.kind.rawValue, (one.name.isEmpty ? "" : one.name + ": ") + one.value) }
        for one in outbox {
            let reason = one.reason.map { ", " + $0 } ?? ""
            add("outbox", "item \(one.id): \(one.kind.rawValue) to \(one.destination), \(one.state.rawValue)\(reason)")
        }
        return lines
    }
}
