import Darkroom
import Engine
import Faults
public import Sessions
public import StrictJSON
import Work

/// `booth sessions reprint`: prints once more what the guests of sessions got, or another picture of theirs. At once where no
/// booth runs on the event; otherwise, and when the printer is away, `outlook` says when.
public struct Reprint: Sendable, Hashable {
    /// A picture of another layout, made if need be.
    public var layout: String?
    /// This one of the session's files.
    public var item: String?
    /// The printers; nil: the event's.
    public var queue: String?
    public var copies = 1

    public init() {}

    public func run(
        on numbers: [Int], of record: EventRecord, in installation: Installation,
        following progress: ActionProgress = ActionProgress()
    ) async throws -> Reprinted {
        let names =
            queue.map { printerNames($0) }
            ?? record.event.destinations[.print].map { printerNames($0, from: record.folder.path) }
        guard let destination = names?.joined(separator: ","), destination != "none" else {
            throw ActionError.noPrinter(event: record.folder.path)
        }
        guard layout == nil || item == nil else { throw ActionError.layoutAndItem }
        var options = Darkroom.Options()
        (options.animation, options.workers) = (false, installation.workers)
        let darkroom = Darkroom(record: record, library: installation.layouts, options: options)
        let prepared = try await offPool { try layout.map { try darkroom.prepared($0) } }
        try await requireQueue(destination)
        let outcome = try await record.each(numbers, following: progress) { session in
            var path = item
            if let prepared { path = try await darkroom.develop(session.id, with: prepared).first?.path }
            let queued = try await record.reprint(session.id, path: path, destination: destination, copies: copies)
            return Reprinted.Print(item: queued, of: try await record.session(session.id))
        }
        var reprinted = Reprinted(prints: outcome.done, failed: outcome.failed)
        try await reprinted.send(to: destination, of: record, installation.options)
        try await record.saveHistory()
        return reprinted
    }
}

/// What became of a re-print.
public struct Reprinted: Sendable {
    /// A print that was asked for.
    public struct Print: Sendable {
        public let number: Int
        public var item: OutboxItem
        /// What is printed, in words.
        public let what: String

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
    }

    public internal(set) var prints: [Print]
    public internal(set) var failed: [ActionFailure]
    /// When what has not come out will be; nil: the items say all.
    public private(set) var outlook: String?

    /// Prints at once where no booth does; otherwise says, or lets the items say, when they will be.
    mutating func send(
        to destination: String, of record: EventRecord, _ options: Engine.Options
    ) async throws {
        guard !prints.isEmpty else { return }
        let folder = record.folder
        let start =
            "booth run \(folder.path) --printer \(destination.split(separator: ",").joined(separator: " --printer "))"
        let running = await offPool { EventLock.isHeld(folder) ? (try? BoothControl.status(of: folder)) ?? .null : nil }
        if let running {
            outlook = Self.outlook(running, start: start, event: folder.path)
            return
        }
        let items: [OutboxItem]
        do {
            let errand = try await offPool { try PrintErrand(record: record, options: options) }
            items = try await errand.run(Set(prints.map(\.item.id)))
        } catch let error as any Fault {
            outlook = "waits: \(error); it is printed with: \(start)"
            return
        }
        for (index, print) in prints.enumerated() {
            if let item = items.first(where: { $0.id == print.item.id }) { prints[index].item = item }
        }
        if items.contains(where: { !$0.state.isFinal }) {
            outlook = "it is printed as soon as the printer is there, with: \(start)"
        }
    }

    private static func outlook(_ running: JSONValue, start: String, event: String) -> String {
        guard let printer = running[member: "printer"] else {
            return "waits: the booth runs without a printer; start it as: \(start)"
        }
        return printer[member: "ready"] == .bool(true)
            ? "the booth that runs on this event prints it now"
            : "waits for the printer of the booth that runs on this event; booth status \(event) tells why"
    }

    /// A row for each print.
    public var json: [JSONValue] {
        prints.map { print in
            guard case .object(let members) = print.item.json else { return .null }
            let more: [JSONValue.Member] = [
                .init("copies", .integer(print.item.copies)), .init("picture", .string(print.what)),
                .init("outlook", print.item.state.isFinal ? .null : outlook.map { .string($0) } ?? .null),
            ]
            return .object([.init("number", .integer(print.number))] + members + more)
        }
    }
}
