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

    /// One session after another: what fails is named, and the others go on. Only one that stands alone fails as a whole.
    static func each<Outcome>(
        _ numbers: [Int], of record: EventRecord, _ body: (Session) async throws -> Outcome
    ) async throws -> [(number: Int, outcome: Outcome)] {
        var outcomes: [(Int, Outcome)] = []
        for number in numbers {
            do {
                outcomes.append((number, try await body(record.session(number: number))))
            } catch {
                guard numbers.count > 1 else { throw error }
                let line = (error as? any Fault)?.description(without: "session #\(number)") ?? "\(error)"
                Console.error("booth: #\(number): \(line)\n")
            }
        }
        try await record.saveHistory()
        return outcomes
    }

    private static let revoke = Option.flag("revoke", "end the session's earlier links")
    private static let replace = Option.flag("force", "replace a file that is there already")
    private static let code = Option.single("output", short: "o", "FILE", "write the new link's QR code: .png")

    static let share = Verb(
        command: Command(
            "booth sessions share", "a further link to a session's pictures",
            usages: ["EVENT NUMBERS [--revoke]", "EVENT NUMBER -o FILE [--revoke] [--force]"],
            sections: [
                EventOptions.choice, OptionSection("What to make", revoke, code, replace),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let base = record.event.linkBase
        if let path = arguments[code] {
            guard numbers.count == 1 else { throw TerminalError.usage("-o goes with one session") }
            guard base != nil else {
                throw TerminalError.usage(
                    "-o needs a link: event.json has no \"linkBase\" to stand before the token",
                    remedy: "booth event set \(record.folder.path) linkBase https://…/s/")
            }
            try refuseToReplace(path, arguments[replace])
            try checkDestination(path)
        }
        let shared = try await each(numbers, of: record) { session in
            let share = try await record.share(session.id, revoking: arguments[revoke])
            let link = base.map { $0 + share.token }
            if let link, let path = arguments[code] {
                let picture = try QRCode(content: link).image(module: 8)
                try writeDurably(picture.encoded(as: .png, metadata: Metadata()), to: path)
            }
            return (token: share.token, link: link)
        }
        let rows: [JSONValue] = shared.map { number, made in
            [
                "number": .integer(number), "token": .string(made.token),
                "link": made.link.map { .string($0) } ?? .null,
            ]
        }
        try report(
            rows, shared.map { "#\($0)  \($1.link ?? "token \($1.token)")" }, json: arguments[EventOptions.json])
        return shared.count == numbers.count ? .done : .failed
    }
}
