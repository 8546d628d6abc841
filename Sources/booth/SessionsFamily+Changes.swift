import Compositor
import Darkroom
import Effects
import Faults
import Files
import Imaging
import Rendering
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let said = OptionSection("Output", EventOptions.json, EventOptions.quiet)
    private static let layout = Option.single("layout", "LAYOUT", "another layout than that of the night")
    private static let effect = Option.repeated("effect", "NAME[:KEY=N,…]", "the effect; several are applied in turn")
    private static let force = Option.flag("force", "render everything, unchanged or not")
    private static let animation = Option.flag("animation", "only the animation of the layout")
    private static let acceptDamaged = Option.flag(
        "accept-damaged", "render whatever can be decoded of a damaged capture")
    private static let how = OptionSection("Options", force, EventOptions.dryRun, acceptDamaged)

    static let rerender = Verb(
        command: Command(
            "booth sessions rerender", "the pictures of sessions once more, with the same or another layout",
            usages: ["EVENT NUMBERS [--layout LAYOUT]"],
            sections: [EventOptions.choice, OptionSection("What to make", layout, animation), how, said],
            takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        return try await develop(
            numbers, of: record, .pictures(layout: arguments[layout], effects: nil), arguments)
    }

    private static let composed = Option.flag(
        "composed", "the FinalPhoto of the night's layout with the effect, not each capture by itself")

    static let rerun = Verb(
        command: Command(
            "booth sessions rerun", "an effect on the same captures, each by itself or in a layout",
            usages: [
                "EVENT NUMBERS --effect NAME[:KEY=VALUE,…]… [--composed | --layout LAYOUT]",
                "EVENT all --effect green-screen:background=beach.png",
                "EVENT all --effect camera                             clean camera output",
                "EVENT all --effect sepia --animation                  GIFs in sepia",
            ],
            sections: [
                EventOptions.choice, OptionSection("What to make", effect, composed, layout, animation), how, said,
            ], takesArguments: true)
    ) { arguments in
        let calls = try arguments[effect].map { try EffectCall(parsing: $0) }
        guard !calls.isEmpty else {
            throw TerminalError.usage("--effect NAME is needed", remedy: "see render --list-effects")
        }
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let name = arguments[layout]
        let isComposed = name != nil || arguments[composed] || arguments[animation]
        return try await develop(
            numbers, of: record, isComposed ? .pictures(layout: name, effects: calls) : .captures(effects: calls),
            arguments)
    }

    private static func develop(
        _ numbers: [Int], of record: EventRecord, _ work: DarkroomWork, _ arguments: Arguments
    ) async throws -> ExitStatus {
        var options = Darkroom.Options()
        (options.force, options.dryRun) = (arguments[force], arguments[EventOptions.dryRun])
        (options.acceptDamaged, options.finalPhoto) = (arguments[acceptDamaged], !arguments[animation])
        options.workers = numbers.count == 1 ? cores() : 1
        let darkroom = Darkroom(record: record, library: .standard(program: programPath()), options: options)
        // A background that is missing is missing for all.
        let work = try work.mapping { try darkroom.freeze($0) }
        let (quiet, json) = (arguments[EventOptions.quiet], arguments[EventOptions.json])
        return try await SessionRendering(program: "booth", darkroom: darkroom, quiet: quiet, json: json).run(
            numbers, work, jobs: cores())
    }

    private static let queue = Option.single("queue", "QUEUE", "the printer (default: from event.json)")
    private static let copies = Option.single("copies", "N", "how many sheets (default: 1)")
    private static let item = Option.single("item", "PATH", "this one of the session's files")

    static let reprint = Verb(
        command: Command(
            "booth sessions reprint", "print once more: a new item of the outbox",
            usages: ["EVENT NUMBERS [--layout LAYOUT | --item PATH] [--queue QUEUE] [--copies N]"],
            sections: [
                EventOptions.choice, OptionSection("What to print", layout, item, queue, copies),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        guard let destination = arguments[queue] ?? record.event.destinations[.print] else {
            throw TerminalError.usage("--queue QUEUE is needed: event.json names no destination for prints")
        }
        guard arguments[layout] == nil || arguments[item] == nil else {
            throw TerminalError.usage("--layout makes a picture and --item names one", remedy: "give one of them")
        }
        let copies = try arguments.int(copies, in: 1...99) ?? 1
        var options = Darkroom.Options()
        (options.animation, options.workers) = (false, cores())
        let darkroom = Darkroom(record: record, library: .standard(program: programPath()), options: options)
        let press = try arguments[layout].map { try darkroom.press($0) }
        return try await each(arguments.numbers(of: record), of: record, arguments) { session in
            var path = arguments[item]
            if let press { path = try await darkroom.develop(session.id, with: press).first?.path }
            let queued = try await record.reprint(session.id, path: path, destination: destination, copies: copies)
            return (queued.json, "outbox item \(queued.id): \(queued.subject) to \(destination)")
        }
    }

    /// One session after another: what fails is named, and the others go on.
    private static func each(
        _ numbers: [Int], of record: EventRecord, _ arguments: Arguments,
        _ body: (Session) async throws -> (row: JSONValue, line: String)
    ) async throws -> ExitStatus {
        var (rows, lines): ([JSONValue], [String]) = ([], [])
        for number in numbers {
            do {
                let (row, line) = try await body(record.session(number: number))
                guard case .object(let members) = row else { return .ownBug }
                rows.append(.object([.init("number", .integer(number))] + members.filter { $0.key != "number" }))
                lines.append("#\(number)  \(line)")
            } catch {
                guard numbers.count > 1 else { throw error }
                Console.error("booth: \(error)\n")
            }
        }
        try await record.saveHistory()
        try report(rows, lines, json: arguments[EventOptions.json])
        return rows.count == numbers.count ? .done : .failed
    }

    private static let revoke = Option.flag("revoke", "end the session's earlier links")
    private static let code = Option.single("output", short: "o", "FILE", "write the new link's QR code: .png")

    static let share = Verb(
        command: Command(
            "booth sessions share", "a further link to a session's pictures",
            usages: ["EVENT NUMBERS [--revoke]", "EVENT NUMBER -o FILE [--revoke]"],
            sections: [
                EventOptions.choice, OptionSection("What to make", revoke, code),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let base = record.event.linkBase
        if let path = arguments[code] {
            guard numbers.count == 1 else { throw TerminalError.usage("-o goes with one session") }
            guard base != nil else {
                throw TerminalError.usage("-o needs a link: event.json has no \"linkBase\" to stand before the token")
            }
            try checkDestination(path)
        }
        return try await each(numbers, of: record, arguments) { session in
            let share = try await record.share(session.id, revoking: arguments[revoke])
            let link = base.map { $0 + share.token }
            if let link, let path = arguments[code] {
                let picture = try QRCode(content: link).image(module: 8)
                try writeDurably(picture.encoded(as: .png, metadata: Metadata()), to: path)
            }
            return (
                ["token": .string(share.token), "link": link.map { .string($0) } ?? .null],
                link ?? "token \(share.token)"
            )
        }
    }

    static let delete = Verb(
        command: Command(
            "booth sessions delete",
            "delete sessions with files, contact data and pending items; or one file of a session",
            usages: ["EVENT NUMBERS [--dry-run]", "EVENT NUMBER --item PATH [--dry-run]"],
            sections: [
                EventOptions.choice, OptionSection("Options", item, EventOptions.dryRun),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let isDry = arguments[EventOptions.dryRun]
        var (rows, lines, going, active): ([JSONValue], [String], [String], Int) = ([], [], [], 0)
        if arguments[item] != nil, numbers.count != 1 { throw TerminalError.usage("--item goes with one session") }
        for number in numbers {
            let session = try await record.session(number: number)
            var files = session.captures.map(\.path) + session.renditions.compactMap(\.path)
            if let path = arguments[item] {
                files = try await record.derived(from: path, of: session.id)
                if !isDry { files = try await record.delete(item: path, of: session.id) }
            } else if session.state == .active, numbers.count > 1 {
                active += 1
                Console.error("booth: session #\(number): is active, and stays; end it first\n")
                continue
            } else {
                going.append(session.id)
            }
            rows.append([
                "number": .integer(number), "deleted": .bool(!isDry), "files": .array(files.map { .string($0) }),
            ])
            lines.append("#\(number)  \(isDry ? "would go" : "deleted"): \(counted(files.count, "file"))")
            lines += files.map { "    \($0)" }
        }
        if !isDry {
            if !going.isEmpty { try await record.delete(going) }
            try await record.saveHistory()
        }
        try report(rows, lines, json: arguments[EventOptions.json])
        return active == 0 ? .done : .failed
    }
}
