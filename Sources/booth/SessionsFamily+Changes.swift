import Actions
import Compositor
import Darkroom
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
            sections: [EventOptions.choice, OptionSection("What to make", layout, animation, Trim.option), how, said],
            takesArguments: true)
    ) { arguments in
        var rerender = Rerender()
        (rerender.layout, rerender.choices) = (arguments[layout], try choices(arguments))
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        return try await develop(rerender.redevelopment(on: numbers, of: record, in: .this), arguments)
    }

    private static let composed = Option.flag(
        "composed", "the FinalPhoto of the night's layout with the effect, not each capture by itself")

    static let rerun = Verb(
        command: Command(
            "booth sessions rerun", "an effect on the same captures, or something that moves made of them",
            usages: [
                "EVENT NUMBERS --effect NAME[:KEY=VALUE,…]… [--composed | --layout LAYOUT]",
                "EVENT all --effect green-screen:background=beach.png",
                "EVENT all --effect camera                             clean camera output",
                "EVENT all --effect sepia --animation                  GIFs in sepia",
                "EVENT all --animation --layout boomerang              films of the captures and clips",
                "EVENT 47 --animation --trim 1.5..9                    another part of its clip",
            ],
            sections: [
                EventOptions.choice, OptionSection("What to make", effect, composed, layout, animation, Trim.option),
                how,
                said,
            ], takesArguments: true)
    ) { arguments in
        var rerun = Rerun()
        (rerun.effect, rerun.layout, rerun.composed) = (arguments[effect], arguments[layout], arguments[composed])
        rerun.choices = try choices(arguments)
        guard !rerun.effect.isEmpty || rerun.choices.animation else { throw ActionError.noEffect }
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        return try await develop(rerun.redevelopment(on: numbers, of: record, in: .this), arguments)
    }

    private static func choices(_ arguments: Arguments) throws(TerminalError) -> DarkroomChoices {
        var choices = DarkroomChoices()
        (choices.force, choices.dryRun) = (arguments[force], arguments[EventOptions.dryRun])
        (choices.acceptDamaged, choices.animation) = (arguments[acceptDamaged], arguments[animation])
        choices.trim = try Trim.of(arguments)
        return choices
    }

    private static func develop(_ work: Redevelopment, _ arguments: Arguments) async throws -> ExitStatus {
        let (quiet, json) = (arguments[EventOptions.quiet], arguments[EventOptions.json])
        return try await SessionRendering(program: "booth", darkroom: work.darkroom, quiet: quiet, json: json).run(
            work.numbers, work.work, jobs: work.jobs)
    }

    /// What fails is named at once, and the others go on.
    static let naming = ActionProgress(ended: { number, error in
        guard let error else { return }
        let line = (error as? any Fault)?.description(without: "session #\(number)") ?? "\(error)"
        Console.error("booth: #\(number): \(line)\n")
    })

    private static let revoke = Option.flag("revoke", "end the session's earlier links")
    private static let email = Option.single("email", "ADDRESS", "send the link to this address")
    private static let sms = Option.single("sms", "NUMBER", "send the link to this telephone number")
    private static let consent = Option.single(
        "consent", "TEXT", "how the guest has agreed to that, where event.json asks for a yes; it is recorded")
    private static let replace = Option.flag("force", "replace a file that is there already")
    private static let code = Option.single("output", short: "o", "FILE", "write the new link's QR code: .png")

    static let share = Verb(
        command: Command(
            "booth sessions share", "a further link to a session's pictures, which may be sent to somebody",
            usages: [
                "EVENT NUMBERS [--revoke]", "EVENT NUMBERS [--email ADDRESS] [--sms NUMBER] [--consent TEXT]",
                "EVENT NUMBER -o FILE [--revoke] [--force]",
            ],
            sections: [
                EventOptions.choice, OptionSection("What to make", revoke, code, replace),
                OptionSection("Whom to send it to", email, sms, consent),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record)
        let base = record.event.shownBase
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
        var share = Share()
        (share.revoke, share.email, share.sms) = (arguments[revoke], arguments[email], arguments[sms])
        share.consent = arguments[consent]
        let shared = try await share.run(on: numbers, of: record, following: naming)
        if let path = arguments[code], let link = shared.done.first?.url {
            let picture = try QRCode(content: link).image(module: 8)
            try writeDurably(picture.encoded(as: .png, metadata: Metadata()), to: path)
        }
        try report(
            shared.done.map(\.json), shared.done.map { "#\($0.number)  \($0.url ?? "token \($0.token)")" },
            json: arguments[EventOptions.json])
        return shared.failed.isEmpty ? .done : .failed
    }
}
