import Faults
import Glibc
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let item = Option.single("item", "PATH", "this one of the session's files, and what was made of it")
    private static let yes = Option.flag("yes", "do not ask on a terminal")

    static let delete = Verb(
        command: Command(
            "booth sessions delete",
            "delete sessions with files, contact data and pending items; or one file of a session",
            usages: ["EVENT NUMBERS [--dry-run | --yes]", "EVENT NUMBER --item PATH [--dry-run | --yes]"],
            sections: [
                EventOptions.choice, OptionSection("Options", item, EventOptions.dryRun, yes),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        if arguments[item] != nil, numbers.count != 1 { throw TerminalError.usage("--item goes with one session") }
        var (deletions, active): ([Deletion], Int) = ([], 0)
        for number in numbers {
            let session = try await record.session(number: number)
            guard arguments[item] != nil || session.state != .active else {
                let error = SessionsError.notNow(
                    "session #\(number): is active", remedy: "end it first: booth ctl … stop")
                guard numbers.count > 1 else { throw error }
                active += 1
                Console.error("booth: #\(number): is active, and stays; end it first\n")
                continue
            }
            deletions.append(try await Deletion(session, item: arguments[item], record))
        }
        let isDry = arguments[EventOptions.dryRun]
        if !isDry, !deletions.isEmpty {
            guard arguments[yes] || confirmed(deletions) else {
                Console.error("booth: nothing was deleted\n")
                return .failed
            }
            if let path = arguments[item] {
                _ = try await record.delete(item: path, of: deletions[0].session.id)
            } else {
                try await record.delete(deletions.map(\.session.id))
            }
            try await record.saveHistory()
        }
        try report(
            deletions.map { $0.json(isDry) }, deletions.flatMap { $0.lines(isDry) }, json: arguments[EventOptions.json])
        return active == 0 ? .done : .failed
    }

    /// Asks somebody who sits at a terminal. A script has nobody to ask, and means what it says.
    private static func confirmed(_ deletions: [Deletion]) -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return true }
        let files = deletions.map(\.files.count).reduce(0, +)
        let what =
            deletions.contains { $0.item != nil }
            ? counted(files, "file") : "\(counted(deletions.count, "session")) with \(counted(files, "file"))"
        Console.error("Delete \(what) for good? [y/N] ")
        Console.settle()
        let answer = readLine()?.trimmingPrefix(while: \.isWhitespace).lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}

/// All that goes with a session, or with one of its files.
private struct Deletion {
    let session: Session
    let item: String?
    let files: [String]

    init(_ session: Session, item: String?, _ record: EventRecord) async throws {
        (self.session, self.item) = (session, item)
        if let item {
            files = try await record.derived(from: item, of: session.id)
        } else {
            files = try await record.files(of: session.id)
        }
    }

    private var number: Int { session.number ?? 0 }
    /// What is not a file, of a whole session.
    private var rest: [String] {
        guard item == nil else { return [] }
        let counts = [
            (session.shares.count, "link"), (session.inputs.count, "answer"), (session.outbox.count, "outbox item"),
        ]
        return counts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    }

    func lines(_ isDry: Bool) -> [String] {
        let parts = ([counted(files.count, "file")] + rest).joined(separator: ", ")
        return ["#\(number)  \(isDry ? "would go" : "deleted"): \(parts)"] + files.map { "    \($0)".onOneLine }
    }

    func json(_ isDry: Bool) -> JSONValue {
        .object(present: [
            "number": .integer(number), "deleted": .bool(!isDry), "files": .array(files.map { .string($0) }),
            "links": item == nil ? .integer(session.shares.count) : nil,
            "answers": item == nil ? .integer(session.inputs.count) : nil,
            "items": item == nil ? .array(session.outbox.map { .integer($0.id) }) : nil,
        ])
    }
}
