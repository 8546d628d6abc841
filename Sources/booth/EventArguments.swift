import Files
import Glibc
import Sessions
import StrictJSON
import Terminal

/// What most commands on events take.
enum EventOptions {
    static let json = Option.flag("json", "results as JSON on standard output")
    static let quiet = Option.flag("quiet", "no progress and no warnings")
    static let dryRun = Option.flag("dry-run", "say what would be done, and do nothing")
    static let state = Option.single("state", "STATE", "only active or finished sessions")
    static let from = Option.single(
        "from", "DATE", "only those started on that day or later, by the booth's clock: 2026-06-14")
    static let to = Option.single("to", "DATE", "only those started on that day or earlier")
    static let having = Option.single("with-effect", "NAME", "only those with this effect")
    static let text = Option.single(
        "text", "TEXT", "only those with this text in answers, addresses, names of files, layouts, destinations")
    static let attention = Option.flag(
        "attention", "only those that somebody should look at: something failed, is stuck or unknown, or was put aside")
    static let choice = OptionSection("Which sessions", state, from, to, having, text, attention)
}

extension Arguments {
    func eventFolder() throws -> EventFolder {
        guard let path = words.first else { throw TerminalError.usage("name the folder of the event") }
        return EventFolder(asSpelled(path))
    }

    func record() throws -> EventRecord { try EventRecord(eventFolder()) }

    /// The sessions that words and options choose: `47`, `40..60`, `all`. With `needsChoice` they must be named.
    func filter(needsChoice: Bool) throws -> SessionFilter {
        var filter = SessionFilter()
        var hasChoice = false
        for word in words.dropFirst() {
            hasChoice = true
            guard word != "all" else { continue }
            guard let range = ClosedRange(numbers: word) else {
                throw TerminalError.usage("\"\(word)\": expected the number of a session, A..B or all")
            }
            filter.numbers.append(range)
        }
        if let state = self[EventOptions.state] {
            guard let state = Session.State(rawValue: state) else {
                throw TerminalError.unexpected(option: "--state", expected: "active or finished", found: state)
            }
            filter.state = state
        }
        filter.from = try day(EventOptions.from, "--from")
        filter.to = try day(EventOptions.to, "--to")
        filter.effect = self[EventOptions.having]
        filter.text = self[EventOptions.text]
        let options = [EventOptions.state, EventOptions.from, EventOptions.to, EventOptions.having, EventOptions.text]
        if self[EventOptions.attention] { filter.attention = try Attention(in: eventFolder()) }
        hasChoice = hasChoice || filter.attention != nil || options.contains { self[$0] != nil }
        guard hasChoice || !needsChoice else { throw TerminalError.usage("which sessions? name numbers, A..B or all") }
        return filter
    }

    private func day(_ option: Option<String?>, _ name: String) throws -> Moment? {
        guard let text = self[option] else { return nil }
        guard let moment = Moment(day: text) else {
            throw TerminalError.unexpected(option: name, expected: "a day such as 2026-06-14", found: text)
        }
        return moment
    }

    /// The numbers that are chosen; one that was named and is not there is an error.
    func numbers(of record: EventRecord, needsChoice: Bool = true) async throws -> [Int] {
        let filter = try filter(needsChoice: needsChoice)
        let found = try await record.numbers(filter)
        for range in filter.numbers where range.count == 1 && !found.contains(range.lowerBound) {
            throw SessionsError.noSession("#\(range.lowerBound)")
        }
        if found.isEmpty { Console.error("booth: no session is chosen\n") }
        return found
    }
}

/// One JSON document, or lines.
func report(_ rows: [JSONValue], _ lines: [String], json: Bool) throws {
    try Console.out(json ? JSONValue.array(rows).text(pretty: true) + "\n" : lines.map { $0 + "\n" }.joined())
}
