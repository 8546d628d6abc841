import Actions
import Faults
import Glibc
import Sessions
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
        var delete = Delete()
        (delete.item, delete.dryRun) = (arguments[item], arguments[EventOptions.dryRun])
        let deletion = try await delete.plan(on: arguments.numbers(of: record), of: record)
        for failure in deletion.failed {
            Console.error("booth: #\(failure.number): is active, and stays; end it first\n")
        }
        if !delete.dryRun, !deletion.sessions.isEmpty {
            guard arguments[yes] || confirmed(deletion.sessions) else {
                Console.error("booth: nothing was deleted\n")
                return .failed
            }
            try await deletion.carryOut()
        }
        try report(
            deletion.sessions.map { $0.json(isDry: delete.dryRun) },
            deletion.sessions.flatMap { $0.lines(isDry: delete.dryRun) }, json: arguments[EventOptions.json])
        return deletion.failed.isEmpty ? .done : .failed
    }

    /// Asks somebody who sits at a terminal. A script has nobody to ask, and means what it says.
    private static func confirmed(_ deletions: [Deletion.Part]) -> Bool {
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

extension Deletion.Part {
    /// What is not a file, of a whole session.
    private var rest: [String] {
        guard item == nil else { return [] }
        let counts = [
            (session.shares.count, "link"), (session.inputs.count, "answer"), (session.outbox.count, "outbox item"),
        ]
        return counts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    }

    fileprivate func lines(isDry: Bool) -> [String] {
        let parts = ([counted(files.count, "file")] + rest).joined(separator: ", ")
        return ["#\(session.number ?? 0)  \(isDry ? "would go" : "deleted"): \(parts)"]
            + files.map { "    \($0)".onOneLine }
    }
}
