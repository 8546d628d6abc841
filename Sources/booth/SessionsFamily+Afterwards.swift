import Compositor
import Darkroom
import Effects
import Files
import Imaging
import Sessions
import StrictJSON
import Synchronization
import Terminal

extension Family {
    private static let said = OptionSection("What is said", EventOptions.json, EventOptions.quiet)
    private static let layout = Option.single("layout", "LAYOUT", "another layout than that of the night")
    private static let effect = Option.repeated("effect", "NAME[:KEY=N,…]", "the effect; several are applied in turn")
    private static let force = Option.flag("force", "also what is unchanged")
    private static let animation = Option.flag("animation", "only the animation of the layout")
    private static let acceptDamaged = Option.flag("accept-damaged", "render what is there of a damaged capture")
    private static let how = OptionSection("How", force, EventOptions.dryRun, acceptDamaged)

    static let rerender = Verb(
        command: Command(
            "booth sessions rerender", "the pictures of sessions once more, with the same or another layout",
            usages: ["EVENT NUMBERS [--layout LAYOUT]"],
            sections: [EventOptions.choice, OptionSection("What is made", layout, animation), how, said],
            takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        return try await develop(
            numbers, of: record, .pictures(layout: arguments[layout], effects: nil), arguments)
    }

    static let rerun = Verb(
        command: Command(
            "booth sessions rerun", "an effect on the same captures, or in the layout of the night",
            usages: ["EVENT NUMBERS --effect NAME… [--layout LAYOUT]"],
            sections: [EventOptions.choice, OptionSection("What is made", effect, layout, animation), how, said],
            takesArguments: true)
    ) { arguments in
        let calls = try arguments[effect].map { try EffectCall(parsing: $0) }
        guard !calls.isEmpty else { throw TerminalError.usage("--effect NAME is needed; see render --list-effects") }
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let name = arguments[layout]
        let work = name == nil ? DarkroomWork.captures(effects: calls) : .pictures(layout: name, effects: calls)
        return try await develop(numbers, of: record, work, arguments)
    }

    /// As many sessions at a time as there are cores; what fails is named, and the others go on. Run again, it goes on
    /// where it was stopped.
    private static func develop(
        _ numbers: [Int], of record: EventRecord, _ work: DarkroomWork, _ arguments: Arguments
    ) async throws -> ExitStatus {
        var options = Darkroom.Options()
        (options.force, options.dryRun) = (arguments[force], arguments[EventOptions.dryRun])
        (options.acceptDamaged, options.finalPhoto) = (arguments[acceptDamaged], !arguments[animation])
        options.workers = numbers.count == 1 ? cores() : 1
        let darkroom = Darkroom(record: record, library: .standard(program: programPath()), options: options)
        let quiet = arguments[EventOptions.quiet]
        let progress = ProgressBar(total: numbers.count, quiet: quiet)
        let results = Mutex<[Int: Result<[Darkroom.Developed], DarkroomError>]>([:])
        await darkroom.develop(numbers, work, jobs: cores()) { number, result in
            results.withLock { $0[number] = result }
            switch result {
            case .failure(let error): progress.say("booth: #\(number): \(error)")
            case .success(let made):
                for warning in made.flatMap(\.warnings) where !quiet { progress.say("booth: #\(number): \(warning)") }
            }
            progress.advance()
        }
        progress.finish()
        if !options.dryRun { try await record.saveHistory() }
        var (rows, lines, failed): ([JSONValue], [String], Int) = ([], [], 0)
        let all = results.withLock { $0 }
        for number in numbers {
            switch all[number]! {
            case .failure(let error):
                failed += 1
                rows.append(["number": .integer(number), "state": "failed", "error": .string("\(error)")])
            case .success(let made):
                rows += made.map { $0.row(number) }
                lines += made.map { "#\(number)  \($0.path ?? $0.kind.rawValue)  \($0.state.rawValue)" }
            }
        }
        try report(rows, lines, json: arguments[EventOptions.json])
        return failed == 0 ? .done : .failed
    }

    private static let queue = Option.single("queue", "QUEUE", "the printer (the event's)")
    private static let copies = Option.single("copies", "N", "how many sheets (1)")
    private static let item = Option.single("item", "PATH", "this one of the session's files")

    static let reprint = Verb(
        command: Command(
            "booth sessions reprint", "print once more: a new item of the outbox",
            usages: ["EVENT NUMBERS [--item PATH] [--queue QUEUE] [--copies N]"],
            sections: [OptionSection("What is printed", item, queue, copies), said], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        guard let destination = arguments[queue] ?? record.event.destinations[.print] else {
            throw TerminalError.usage("--queue QUEUE is needed: event.json names no destination for prints")
        }
        let copies = try arguments.int(copies, in: 1...99) ?? 1
        var (rows, lines): ([JSONValue], [String]) = ([], [])
        for number in try await arguments.numbers(of: record) {
            let session = try await record.session(number: number)
            let queued = try await record.reprint(
                session.id, path: arguments[item], destination: destination, copies: copies)
            rows.append(queued.json)
            lines.append("#\(number)  outbox item \(queued.id): \(queued.subject) to \(destination)")
        }
        try await record.saveHistory()
        try report(rows, lines, json: arguments[EventOptions.json])
        return .done
    }

    private static let revoke = Option.flag("revoke", "the former links end")
    private static let code = Option.single("output", short: "o", "FILE", "write the new link's QR code: .png")

    static let share = Verb(
        command: Command(
            "booth sessions share", "a further link to a session's pictures",
            usages: ["EVENT NUMBER [--revoke] [-o FILE]"],
            sections: [OptionSection("What is made", revoke, code), said], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        guard numbers.count == 1 || arguments[code] == nil else {
            throw TerminalError.usage("-o goes with one session")
        }
        var (rows, lines): ([JSONValue], [String]) = ([], [])
        for number in numbers {
            let session = try await record.session(number: number)
            let share = try await record.share(session.id, revoking: arguments[revoke])
            let link = (record.event.linkBase ?? "") + share.token
            if let path = arguments[code] {
                let picture = try QRCode(content: link).image(module: 8)
                try writeDurably(picture.encoded(as: .png, metadata: Metadata()), to: path)
            }
            rows.append(["number": .integer(number), "token": .string(share.token), "link": .string(link)])
            lines.append("#\(number)  \(link)")
        }
        try await record.saveHistory()
        try report(rows, lines, json: arguments[EventOptions.json])
        return .done
    }

    static let delete = Verb(
        command: Command(
            "booth sessions delete",
            "delete sessions with files, contact data and pending items; or one file of a session",
            usages: ["EVENT NUMBERS [--dry-run]", "EVENT NUMBER --item PATH"],
            sections: [EventOptions.choice, OptionSection("How", item, EventOptions.dryRun), said], takesArguments: true
        )
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        guard numbers.count == 1 || arguments[item] == nil else {
            throw TerminalError.usage("--item goes with one session")
        }
        let isDry = arguments[EventOptions.dryRun]
        var (rows, lines): ([JSONValue], [String]) = ([], [])
        for number in numbers {
            let session = try await record.session(number: number)
            var files = session.captures.map(\.path) + session.renditions.compactMap(\.path)
            if let path = arguments[item] {
                files = isDry ? [path] : try await record.delete(item: path, of: session.id)
            } else if !isDry {
                try await record.delete(session.id)
            }
            rows.append([
                "number": .integer(number), "deleted": .bool(!isDry), "files": .array(files.map { .string($0) }),
            ])
            lines.append("#\(number)  \(isDry ? "would go" : "deleted"): \(files.count) files")
        }
        if !isDry { try await record.saveHistory() }
        try report(rows, lines, json: arguments[EventOptions.json])
        return .done
    }
}

extension Darkroom.Developed {
    fileprivate func row(_ number: Int) -> JSONValue {
        [
            "number": .integer(number), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "path": path.map { .string($0) } ?? .null, "warnings": .array(warnings.map { .string($0) }),
        ]
    }
}
