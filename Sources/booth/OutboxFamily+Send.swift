import Actions
import Darkroom
import Delivery
import Faults
import Files
import Outgoing
import Pages
import Sessions
import StrictJSON
import Synchronization
import Terminal
import Work

extension Family {
    private static let untilEmpty = Option.flag(
        "until-empty", "wait for what has to wait, until everything has arrived or was given up")
    private static let only = Option.single("only", "DESTINATION", "only what goes there")

    static let send = Verb(
        command: Command(
            "booth outbox send",
            "send what waits while no booth runs on the event; prints are left to a booth",
            usages: ["EVENT [--until-empty] [--only DESTINATION]"],
            sections: [
                OptionSection("Options", untilEmpty, only),
                OptionSection("Output", EventOptions.json, EventOptions.quiet),
            ], takesArguments: true,
            examples: [.init("booth outbox send party --until-empty", "at home, after the party")])
    ) { arguments in
        guard arguments.words.count == 1 else { throw TerminalError.usage("name one event") }
        let record = try arguments.record()
        let sender = try Installation.this.sender(of: record)
        let name = arguments[only]
        if let name { _ = try sender.destinations.list.destination(named: name) }
        let errand = SendingErrand(record: record, sender: sender, only: name)
        Interruption.watch()
        try await finish(record)
        let bar = ProgressBar(total: try await errand.waiting(), quiet: arguments[EventOptions.quiet])
        let attempted = Mutex<Set<Int>>([])
        let end: SendingErrand.End = arguments[untilEmpty] ? .untilEmpty : .pause
        do {
            try await errand.run(end, isStopped: { Interruption.isAsked }) { item, outcome in
                _ = attempted.withLock { $0.insert(item.id) }
                if outcome.endsItem { bar.advance() }
            }
        } catch {
            bar.finish()
            throw error
        }
        bar.finish()
        try await record.saveHistory()
        let status = try await tell(attempted.withLock { $0 }, errand, record, arguments)
        if Interruption.isAsked { Interruption.obey() }
        return status
    }

    /// What a booth that was cut off left undone is sent, too.
    private static func finish(_ record: EventRecord) async throws {
        var options = Darkroom.Options()
        (options.animation, options.workers) = (false, Installation.this.workers)
        let darkroom = Darkroom(record: record, library: Installation.this.layouts, options: options)
        try await UnfinishedSessions(darkroom).finish { Console.error("booth: \($0)\n") }
    }

    /// What became of the items, and which destinations keep others waiting.
    private static func tell(
        _ attempted: Set<Int>, _ errand: SendingErrand, _ record: EventRecord, _ arguments: Arguments
    ) async throws -> ExitStatus {
        let items = try await record.items(attempted)
        let waiting = try await errand.waiting()
        let destinations = try await record.destinations()
        if arguments[EventOptions.json] {
            let listing = OutboxListing(items: items.map { QueuedItem(item: $0) }, destinations: destinations)
            try Console.out(listing.json.text(pretty: true) + "\n")
        } else {
            var parts = ["\(items.count { $0.state == .done }) sent"]
            for (state, words) in [(OutboxItem.State.dead, "given up"), (.unknown, "perhaps sent")] {
                let count = items.count { $0.state == state }
                if count > 0 { parts.append("\(count) \(words)") }
            }
            if waiting > 0 { parts.append("\(waiting) waiting") }
            let lines = destinations.filter { $0.state != .ready }.map {
                "\($0.name): \($0.state.rawValue), \($0.reason ?? "")"
            }
            try Console.out(([parts.joined(separator: ", ")] + lines).map { $0 + "\n" }.joined())
        }
        if items.contains(where: { $0.state == .dead || $0.state == .unknown }) { return .failed }
        return waiting > 0 ? .tryAgain : .done
    }
}

extension SendOutcome {
    /// Whether nothing more happens to the item by itself.
    fileprivate var endsItem: Bool {
        switch self {
        case .done, .refused, .unknown: true
        case .unreachable, .busy, .blocked: false
        }
    }
}
