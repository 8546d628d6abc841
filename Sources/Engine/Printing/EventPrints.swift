import Compositor
import Darkroom
import Faults
import Imaging
import PrintOut
import Sessions
import StrictJSON
import Synchronization
import Work

/// The prints of an event: items of its outbox, each seen through by the print desk under the item's key. The desk's ledger
/// is a folder of the event, so that whatever dies, a print is looked up and never sent twice.
final class EventPrints: Sendable {
    private struct Memory {
        /// The newest FinalPhotos as they were drawn, so that their prints need not be composed again.
        var drawn: [(path: String, canvas: Image)] = []
        /// When the shutter was pressed last for a FinalPhoto whose print has just been asked for.
        var since: [String: TimeSource.Instant] = [:]
        /// When a FinalPhoto that somebody wanted once more came out, or failed.
        var oneMore: [String: TimeSource.Instant] = [:]
    }

    let record: EventRecord
    let printers: [any Printer]
    private let darkroom: Darkroom
    let desk: PrintDesk
    /// Of the workflow.
    let limits: PrintLimits
    let profiles: ProfileLibrary
    private let printerNamed: @Sendable (String) throws -> any Printer
    private let memory = Mutex(Memory())
    let time: TimeSource
    /// Longer than a print waits for anything before it is asked for again.
    static let lease = Duration.seconds(900)
    private static let patience = 600.0

    init(record: EventRecord, darkroom: Darkroom, script: Script, _ options: Engine.Options) throws(EngineError) {
        (self.record, self.darkroom, printers) = (record, darkroom, options.printers)
        (profiles, printerNamed, limits) = (options.profiles, options.printerNamed, script.limits)
        time = options.time
        for case let printer as FilePrinter in printers where record.folder.isShelf(at: printer.folder) {
            throw .print(.takenFolder(path: printer.folder))
        }
        do throws(PrintError) { desk = PrintDesk(ledger: try .folder(record.folder.prints), time: options.time) } catch
        {
            throw .print(error)
        }
    }

    /// Where the outbox says that they go.
    var destination: String { printers.map(\.name).joined(separator: ",") }

    func remember(_ path: String, _ drawn: DrawnFinalPhoto) {
        let canvas = drawn.canvas
        memory.withLock { $0.drawn = $0.drawn.suffix(1) + [(path, canvas)] }
    }

    func expect(_ path: String, since shutter: TimeSource.Instant) {
        memory.withLock { $0.since[path] = shutter }
    }

    /// An item is settled; of one that was asked for beyond the session's own, it is remembered since when.
    func settled(_ item: OutboxItem) {
        guard item.rerun else { return }
        let now = time.now
        memory.withLock { $0.oneMore[item.subject] = now }
    }

    func timeSinceOneMore(of path: String) -> Duration? {
        memory.withLock { $0.oneMore[path] }.map { time.now - $0 }
    }

    /// Sees one item through. `handedOver` hears how long after the shutter a new FinalPhoto's first print became a job;
    /// `report` of every change.
    func print(
        _ item: OutboxItem, handedOver: @escaping @Sendable (Duration) -> Void,
        report: @escaping @Sendable (PrintRecord) -> Void
    ) async -> SendOutcome {
        do {
            let session = try await record.session(of: item)
            let name = try await name(of: item, in: session)
            var jobs: [Int] = []
            for copy in 1...item.copies {
                let id = try await id(name.copy(copy), asked: item.asked)
                let sheets = try await sheets(item, session)
                if try await desk.known(id.new) == nil {
                    var order = PrintOrder(id: id.new, document: try await document(item, session, sheets[0]))
                    (order.session, order.picture, order.reprintOf) = (session.id, item.subject, id.former)
                    // What an operator asks for is not the guest's doing.
                    order.isUnlocked = item.rerun
                    var desk = desk
                    desk.limits = limits(sheets[0].limits)
                    _ = try await desk.accept(order, for: PrintTarget(sheets[0]))
                }
                let shutter = memory.withLock { $0.since.removeValue(forKey: item.subject) }
                let heard = Mutex(false)
                let done = try await desk.follow(id.new, on: sheets.map { PrintTarget($0) }, deadline: Self.patience) {
                    record in
                    if record.job != nil, let shutter,
                        heard.withLock({ old in
                            defer { old = true }
                            return !old
                        })
                    {
                        handedOver(self.time.now - shutter)
                    }
                    report(record)
                }
                if let job = done.job { jobs.append(job) }
            }
            return .done(remote: jobs.map(String.init).joined(separator: ","))
        } catch { return Self.outcome(of: error) }
    }

    /// The key of an item behind the number of its session, as in the names of the session's other files: so people find a
    /// guest's print in a folder, and among the jobs of a print server.
    static func id(of item: OutboxItem, session number: Int?) throws(PrintError) -> PrintID {
        try PrintID((number.map(EventFolder.prefix) ?? "") + item.key)
    }

    /// What the item's prints are called. One that was taken on by an earlier version keeps its name.
    private func name(of item: OutboxItem, in session: Session) async throws(PrintError) -> PrintID {
        let former = try PrintID(item.key)
        return try await desk.known(former) == nil ? Self.id(of: item, session: session.number) : former
    }

    /// A print that failed is printed again, as another print, only when somebody has asked for it since; not because the
    /// booth died before it could say that it had failed. Requests are counted: a clock may be set back between them.
    private func id(_ id: PrintID, asked: Int) async throws(PrintError) -> (new: PrintID, former: PrintID?) {
        var (new, former, count) = (id, PrintID?.none, 0)
        while let known = try await desk.known(new), known.state.isFinal, known.state != .printed {
            count += 1
            let next = try PrintID("\(id).again\(count + 1)")
            let isUsed = try await desk.known(next) != nil
            guard count <= asked || isUsed else { break }
            (new, former) = (next, new)
        }
        return (new, former)
    }

    /// Of the printers that the item names and that are there, as far as they take the same pixels as the first of them.
    private func sheets(_ item: OutboxItem, _ session: Session) async throws -> [Sheet] {
        let names = item.destination.split(separator: ",").map(String.init)
        let (printers, printerNamed) = (printers, printerNamed)
        let all = try await time.offPool {
            try names.map { name in try printers.first { $0.name == name } ?? printerNamed(name) }
        }
        let paper = try await paper(item, session)
        var (sheets, refusal): ([Sheet], PrintError) = ([], .unknownQueue(item.destination, known: []))
        for printer in all.reversed() {
            do throws(PrintError) {
                let sheet = try await PrintTarget(printer, paper: paper, in: profiles).sheet()
                sheets = [sheet] + sheets.filter(sheet.takesTheSame)
            } catch { refusal = error }
        }
        guard !sheets.isEmpty else { throw refusal }
        return sheets
    }

    private func paper(_ item: OutboxItem, _ session: Session) async throws -> String {
        let rendition = session.renditions.first { $0.path == item.subject }
        guard let name = rendition?.layout ?? session.layout else {
            throw PrintError.badDocument(path: item.subject, reason: "no layout says on which paper")
        }
        let library = darkroom.layouts
        return try await time.offPool { try library.layout(name).paper.name }
    }

    /// The sheet's pixels, from the canvas as it was drawn or as it is composed again; of a file that no layout has made,
    /// from the file.
    private func document(_ item: OutboxItem, _ session: Session, _ sheet: Sheet) async throws -> [UInt8] {
        let drawn = memory.withLock { $0.drawn.first { $0.path == item.subject }?.canvas }
        let (darkroom, file) = (darkroom, record.folder.path + "/" + item.subject)
        return try await time.offPool {
            guard let canvas = try drawn ?? Self.composed(item.subject, session, darkroom) else {
                return try sheet.raster(of: file).document
            }
            return try sheet.raster(canvas: canvas).document
        }
    }

    private static func composed(_ path: String, _ session: Session, _ darkroom: Darkroom) throws -> Image? {
        do throws(DarkroomError) { return try darkroom.canvas(of: path, in: session).canvas } catch {
            if case .notAFinalPhoto = error { return nil }
            throw error
        }
    }

    /// "print", or "print 2 of 4": what people call an id.
    static func name(of id: PrintID, in item: OutboxItem) -> String {
        let copies = item.copies
        guard copies > 1 else { return "print" }
        // One that was asked for again has a longer id.
        let own = id.text.prefix(upTo: id.text.firstRange(of: ".again")?.lowerBound ?? id.text.endIndex)
        let number = (1...copies).first { copy in
            (try? PrintID(item.key).copy(copy)).map { own.hasSuffix($0.text) } ?? false
        }
        return number.map { "print \($0) of \(copies)" } ?? "print"
    }

    /// What the error says, but an operator asks for the item again, not for a print with an id.
    private static func again(_ error: PrintError) -> String {
        "\(error.problem); booth outbox retry prints it all the same"
    }

    /// What becomes of the outbox item. Whatever may still go on by itself is tried again, with the same id.
    static func outcome(of error: any Error) -> SendOutcome {
        switch error {
        case let error as PrintError:
            switch error {
            case .serverAway, .replyLost: .unreachable("\(error)")
            case .stopped, .rejecting, .full, .noProgress, .unknownQueue: .busy("\(error)", after: .zero)
            case .outcomeUnknown: .unknown("\(error)")
            case .file: .busy("\(error)", after: .seconds(5))
            case .failed, .cancelled, .limit: .refused(again(error))
            default: .refused("\(error)")
            }
        case let error as SessionsError: .busy("\(error)", after: .seconds(5))
        default: .refused("\(error)")
        }
    }
}
