import Compositor
import Darkroom
import Engine
import Faults
import PrintOut
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let layout = Option.single("layout", "LAYOUT", "a picture of another layout, made if need be")
    private static let queue = Option.single("queue", "QUEUE", "the printer (default: from event.json)")
    private static let copies = Option.single("copies", "N", "how many sheets (default: 1)")
    private static let item = Option.single("item", "PATH", "this one of the session's files (booth sessions show)")

    static let reprint = Verb(
        command: Command(
            "booth sessions reprint",
            "print once more what the guest got: at once when the printer is there, otherwise with the next booth",
            usages: ["EVENT NUMBERS [--layout LAYOUT | --item PATH] [--queue QUEUE] [--copies N]"],
            sections: [
                EventOptions.choice, OptionSection("What to print", layout, item, queue, copies),
                OptionSection("Output", EventOptions.json),
            ], takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let names =
            arguments[queue].map { printerNames($0) }
            ?? record.event.destinations[.print].map { printerNames($0, from: record.folder.path) }
        guard let destination = names?.joined(separator: ","), destination != "none" else {
            throw TerminalError.usage(
                "--queue QUEUE is needed: event.json names no printer",
                remedy:
                    "see booth printer list; for good: booth event set \(record.folder.path) destinations.print QUEUE")
        }
        guard arguments[layout] == nil || arguments[item] == nil else {
            throw TerminalError.usage("--layout makes a picture and --item names one", remedy: "give one of them")
        }
        let copies = try arguments.int(copies, in: OutboxItem.copiesRange) ?? 1
        var options = Darkroom.Options()
        (options.animation, options.workers) = (false, cores())
        let darkroom = Darkroom(record: record, library: .standard(program: programPath()), options: options)
        let prepared = try arguments[layout].map { try darkroom.prepared($0) }
        let numbers = try await arguments.numbers(of: record)
        try await requireQueue(destination)
        var wishes = try await each(numbers, of: record) { session in
            var path = arguments[item]
            if let prepared { path = try await darkroom.develop(session.id, with: prepared).first?.path }
            let queued = try await record.reprint(session.id, path: path, destination: destination, copies: copies)
            return Reprint(item: queued, of: try await record.session(session.id))
        }.map(\.outcome)
        let outlook = try await Reprint.outlook(for: &wishes, on: destination, of: record)
        try await record.saveHistory()
        try report(
            wishes.map { $0.json(outlook) }, wishes.map { $0.line(outlook) }, json: arguments[EventOptions.json])
        let isWell = wishes.count == numbers.count && !wishes.contains { $0.item.state == .dead }
        return isWell ? .done : .failed
    }
}

/// Throws `unknownQueue` when the print server knows none of the queues: a slip of the finger would wait for ever. One that does
/// not answer may know them.
private func requireQueue(_ destination: String) async throws {
    var unknown: PrintError?
    for name in destination.split(separator: ",").map(String.init) {
        do throws(PrintError) {
            _ = try await printer(named: name, makesFolder: false).condition()
            return
        } catch {
            guard case .unknownQueue = error else { return }
            unknown = unknown ?? error
        }
    }
    if let unknown { throw unknown }
}

/// A print that was asked for, and what has become of it.
private struct Reprint {
    let number: Int
    var item: OutboxItem
    /// What is printed, in words.
    let what: String

    init(item: OutboxItem, of session: Session) {
        (number, self.item) = (session.number ?? 0, item)
        let rendition = session.renditions.first { $0.path == item.subject }
        let effects = rendition.map {
            $0.effects.isEmpty ? "without effect" : "with \($0.effects.joined(separator: " "))"
        }
        let isGuests = session.guestsPicture?.path == item.subject
        what = [effects ?? "the capture", isGuests ? "as the guest got it" : nil].compactMap { $0 }.joined(
            separator: ", ")
    }

    /// Prints at once where no booth does; otherwise says, or lets the items say, when they will be. nil: the items say all.
    static func outlook(
        for wishes: inout [Reprint], on destination: String, of record: EventRecord
    ) async throws -> String? {
        guard !wishes.isEmpty else { return nil }
        let start =
            "booth run \(record.folder.path) --printer \(destination.split(separator: ",").joined(separator: " --printer "))"
        guard !EventLock.isHeld(record.folder) else {
            let printer = (try? BoothControl.status(of: record.folder))?[member: "printer"]
            guard let printer else { return "waits: the booth runs without a printer; start it as: \(start)" }
            let isReady = printer[member: "ready"] == .bool(true)
            return isReady
                ? "the booth that runs on this event prints it now"
                : "waits for the printer of the booth that runs on this event; booth status \(record.folder.path) tells why"
        }
        let items: [OutboxItem]
        do {
            items = try await PrintErrand(record: record, options: .standard).run(Set(wishes.map(\.item.id)))
        } catch let error as any Fault {
            return "waits: \(error); it is printed with: \(start)"
        }
        for (index, wish) in wishes.enumerated() {
            if let item = items.first(where: { $0.id == wish.item.id }) { wishes[index].item = item }
        }
        return items.contains { !$0.state.isFinal }
            ? "it is printed as soon as the printer is there, with: \(start)" : nil
    }

    func line(_ outlook: String?) -> String {
        let sheets = item.copies == 1 ? "" : "\(item.copies) copies, "
        return "#\(number)  \(item.subject) (\(what))  item \(item.id)  \(sheets)\(item.destination): \(fate(outlook))"
            .onOneLine
    }

    private func fate(_ outlook: String?) -> String {
        switch item.state {
        case .done: "printed"
        case .dead, .cancelled, .unknown: "\(item.state.rawValue): \(item.reason ?? "nobody says why")"
        case .pending, .sending: [item.reason, outlook].compactMap { $0 }.joined(separator: "; ")
        }
    }

    func json(_ outlook: String?) -> JSONValue {
        guard case .object(let members) = item.json else { return .null }
        let more: [JSONValue.Member] = [
            .init("copies", .integer(item.copies)), .init("picture", .string(what)),
            .init("outlook", item.state.isFinal ? .null : outlook.map { .string($0) } ?? .null),
        ]
        return .object([.init("number", .integer(number))] + members + more)
    }
}
