import Actions
import Faults
import Glibc
import PrintOut
import StrictJSON
import Terminal

extension Family {
    static let print = Family(
        name: "print", summary: "print a picture, and wait until it is printed",
        verbs: [Verb(command: PrintOptions.command, run: printPicture)])
}

enum PrintOptions {
    static let queue = Option.repeated(
        "queue", short: "q", "QUEUE",
        "where to: a queue or class of CUPS, or file:DIR; further ones take over when it is stopped")
    static let paper = Option.single(
        "paper", "PAPER", "a paper of the queue's printer profile; the picture is fitted to it")
    static let media = Option.single(
        "media", "KEYWORD", "a medium of the queue's driver; FILE is a JPEG of exactly its pixels, and is not touched")
    static let id = Option.single("id", "ID", "the print's name: asking twice with one id prints once (a random one)")
    static let copies = Option.single("copies", "N", "so many prints, each a job of its own: ID, ID.2, ID.3 … (1)")
    static let reprintOf = Option.single("reprint-of", "ID", "the print that this one repeats")
    static let session = Option.single("session", "NAME", "whose print it is, for the limits")
    static let picture = Option.single("picture", "NAME", "what is printed, for the limits")
    static let unlock = Option.flag("unlock", "go beyond the limits")
    static let deadline = Option.single("deadline", "SECONDS", "give up waiting after so long without progress (15)")
    static let noWait = Option.flag("no-wait", "done as soon as the server has the job")
    static let json = Option.flag("json", "the print's record as JSON on standard output")
    static let quiet = Option.flag("quiet", "no progress")

    static let command = Command(
        "booth print", "print a picture; done means that CUPS says completed",
        usages: ["FILE --queue QUEUE (--paper PAPER | --media KEYWORD) [OPTION…]"],
        sections: [
            OptionSection("Print", queue, paper, media, copies),
            OptionSection("Identity", id, reprintOf), OptionSection("Limits", session, picture, unlock),
            OptionSection("Waiting", deadline, noWait), OptionSection("Output", json, quiet),
        ],
        takesArguments: true,
        examples: [
            .init(
                "booth print party.jpg --queue rx1 --paper 4x6 --id 47-1",
                "asked again with the same id, it prints once"),
            .init("CUPS_SERVER=station booth print party.jpg --queue pool --paper 2x6", "on the fleet's print station"),
        ])
}

@Sendable private func printPicture(_ arguments: Arguments) async throws -> ExitStatus {
    guard arguments.words.count == 1 else { throw TerminalError.usage("name one FILE") }
    let queues = arguments[PrintOptions.queue]
    guard !queues.isEmpty else {
        throw TerminalError.usage("no --queue", remedy: "booth printer list shows which there are")
    }
    let (paper, media) = (arguments[PrintOptions.paper], arguments[PrintOptions.media])
    guard (paper == nil) != (media == nil) else { throw TerminalError.usage("say either --paper or --media") }
    let id = try arguments[PrintOptions.id].map { try PrintID($0) } ?? .random()
    let copies = try arguments.int(PrintOptions.copies, in: 1...20) ?? 1
    let wanted = try arguments.int(PrintOptions.deadline, in: 1...86_400).map(Double.init)

    let picture = try await PicturePrint(arguments.words[0], queues: queues, paper: paper, media: media)
    let quiet = arguments[PrintOptions.quiet]
    if paper != nil || picture.raster == nil, !quiet {
        Console.error("booth: \(arguments.words[0]): \(picture.placement)\n")
    }
    let desk = PrintDesk(ledger: try .folder(PrintLedger.standardFolder()), limits: picture.limits)
    var records: [PrintRecord] = []
    // All are taken on before the first is sent, so that none is lost.
    for number in 1...copies {
        var order = picture.order(try id.copy(number))
        order.reprintOf = try arguments[PrintOptions.reprintOf].map { try PrintID($0) }
        (order.session, order.picture) = (arguments[PrintOptions.session], arguments[PrintOptions.picture])
        order.isUnlocked = arguments[PrintOptions.unlock]
        records.append(try await desk.accept(order, for: picture.targets[0]))
    }
    let deadline = max(1, (wanted ?? picture.deadline) - picture.waited)
    let report: @Sendable (PrintRecord) -> Void = if quiet { { _ in } } else { tell }
    // The copies stand in the queue one behind the other before the first is waited for.
    for isHandedOver in copies > 1 && !arguments[PrintOptions.noWait]
        ? [true, false] : [arguments[PrintOptions.noWait]]
    {
        for record in records {
            // An id that is known already goes on where it is.
            var targets = picture.targets
            if !targets.contains(where: { $0.printer.name == record.queue }) {
                targets = [PrintTarget(try printer(named: record.queue), media: record.media ?? "")]
            }
            do {
                let now = try await desk.follow(
                    record.id, on: targets, deadline: deadline, handOver: isHandedOver, report: report)
                if !isHandedOver || arguments[PrintOptions.noWait] { try say(now, arguments) }
            } catch {
                let now = try? desk.ledger.record(record.id)
                if let now, arguments[PrintOptions.json] { try say(now, arguments) }
                if let now, now.job == nil, !now.state.isFinal, now.state != .sending {
                    Console.error(
                        "booth: \(now.id) is kept; booth printer resume \(now.queue) sends it, booth printer cancel \(now.queue) \(now.id) drops it\n"
                    )
                }
                throw error
            }
        }
    }
    return .done
}

@Sendable private func tell(_ record: PrintRecord) {
    let twice = record.mayBePrintedTwice ? "; it may have printed twice" : ""
    let job = record.job.map { " (job \($0))" } ?? ""
    Console.error(
        "booth: \(record.id) on \(record.queue)\(job): \(record.state.word)\(record.state.reason.map { ", " + $0 } ?? "")\(twice)\n"
    )
}

private func say(_ record: PrintRecord, _ arguments: Arguments) throws {
    if arguments[PrintOptions.json] { return try Console.out(record.json.text() + "\n") }
    let twice = record.mayBePrintedTwice ? " (may have printed twice)" : ""
    try Console.out(
        "\(record.id) \(record.state.word)\(record.job.map { " as job \($0)" } ?? "") on \(record.queue)\(twice)\n")
}
