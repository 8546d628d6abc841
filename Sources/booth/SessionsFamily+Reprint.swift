import Actions
import Faults
import Sessions
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
        var reprint = Reprint()
        (reprint.layout, reprint.item, reprint.queue) = (arguments[layout], arguments[item], arguments[queue])
        reprint.copies = try arguments.int(copies, in: OutboxItem.copiesRange) ?? 1
        let record = try arguments.record()
        let reprinted = try await reprint.run(
            on: arguments.numbers(of: record), of: record, in: .this, following: naming)
        try report(
            reprinted.json, reprinted.prints.map { $0.line(reprinted.outlook) }, json: arguments[EventOptions.json])
        let isWell = reprinted.failed.isEmpty && !reprinted.prints.contains { $0.item.state == .dead }
        return isWell ? .done : .failed
    }
}

extension Reprinted.Print {
    fileprivate func line(_ outlook: String?) -> String {
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
}
