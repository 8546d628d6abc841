import Compositor
import Darkroom
import Imaging
import PrintOut
public import Sessions
import StrictJSON
import Synchronization

/// The prints of an event: items of its outbox, each seen through by the print desk under the item's key. The desk's ledger
/// is a folder of the event, so that whatever dies, a print is looked up and never sent twice.
final class EventPrints: Sendable {
    private struct Memory {
        /// The newest FinalPhotos as they were drawn, so that their prints need not be composed again.
        var drawn: [(path: String, canvas: Image)] = []
        /// When the shutter was pressed last for a FinalPhoto whose print has just been asked for.
        var since: [String: ContinuousClock.Instant] = [:]
    }

    let record: EventRecord
    let printers: [any Printer]
    private let darkroom: Darkroom
    private let desk: PrintDesk
    private let limits: PrintLimits
    private let profiles: ProfileLibrary
    private let printerNamed: @Sendable (String) throws -> any Printer
    private let memory = Mutex(Memory())
    /// Longer than a print waits for anything before it is asked for again.
    static let lease = Duration.seconds(900)
    private static let patience = 600.0

    init(record: EventRecord, darkroom: Darkroom, script: Script, _ options: Engine.Options) throws(EngineError) {
        (self.record, self.darkroom, printers) = (record, darkroom, options.printers)
        (profiles, printerNamed, limits) = (options.profiles, options.printerNamed, script.limits)
        do throws(PrintError) { desk = PrintDesk(ledger: try .folder(record.folder.prints)) } catch {
            throw .print(error)
        }
    }

    /// Where the outbox says that they go.
    var destination: String { printers.map(\.name).joined(separator: ",") }

    func remember(_ path: String, _ exposure: Exposure?) {
        guard let canvas = exposure?.canvas else { return }
        memory.withLock { $0.drawn = $0.drawn.suffix(1) + [(path, canvas)] }
    }

    func expect(_ path: String, since shutter: ContinuousClock.Instant) {
        memory.withLock { $0.since[path] = shutter }
    }

    /// Sees one item through. `handedOver` hears how long after the shutter a new FinalPhoto's first print became a job;
    /// `report` of every change.
    func print(
        _ item: OutboxItem, handedOver: @escaping @Sendable (Duration) -> Void,
        report: @escaping @Sendable (PrintRecord) -> Void
    ) async -> SendOutcome {
        do {
            let session = try await record.session(of: item)
            var jobs: [Int] = []
            for copy in 1...max(1, Self.copies(item)) {
                let id = try await id(PrintID(item.key).copy(copy))
                let (destinations, profile, sheet) = try await destinations(item, session)
                if try desk.ledger.record(id.new) == nil {
                    var order = PrintOrder(
                        id: id.new, document: try await document(item, session, destinations[0], profile, sheet))
                    (order.session, order.picture, order.reprintOf) = (session.id, item.subject, id.former)
                    // What an operator asks for after the session is not the guest's doing.
                    order.isUnlocked = item.rerun
                    _ = try await limited(by: profile).accept(order, for: destinations[0])
                }
                let shutter = memory.withLock { $0.since.removeValue(forKey: item.subject) }
                let heard = Mutex(false)
                let done = try await desk.follow(id.new, to: destinations, deadline: Self.patience) { record in
                    if record.job != nil, let shutter,
                        heard.withLock({ old in
                            defer { old = true }
                            return !old
                        })
                    {
                        handedOver(.now - shutter)
                    }
                    report(record)
                }
                if let job = done.job { jobs.append(job) }
            }
            return .done(remote: jobs.map(String.init).joined(separator: ","))
        } catch { return Self.outcome(of: error) }
    }

    /// A print that failed is printed again only when somebody asks for it, as another print.
    private func id(_ id: PrintID) async throws(PrintError) -> (new: PrintID, former: PrintID?) {
        var (new, former, count) = (id, PrintID?.none, 1)
        let records = try await desk.records()
        while let known = records.first(where: { $0.id == new }), known.state.isFinal, known.state != .printed {
            count += 1
            (new, former) = (try PrintID("\(id).again\(count)"), new)
        }
        return (new, former)
    }

    private func limited(by profile: PrinterProfile) -> PrintDesk {
        var desk = desk
        desk.limits = PrintLimits(
            session: limits.session ?? profile.limits.session, picture: limits.picture ?? profile.limits.picture,
            event: limits.event ?? profile.limits.event, queue: profile.limits.queue)
        return desk
    }

    /// The printers that the item names, as far as they give the same pixels; the first must be there.
    private func destinations(
        _ item: OutboxItem, _ session: Session
    ) async throws -> ([Destination], PrinterProfile, PrinterProfile.Paper) {
        let names = item.destination.split(separator: ",").map(String.init)
        let all = try names.map { name in try printers.first { $0.name == name } ?? printerNamed(name) }
        guard let first = all.first else { throw PrintError.unknownQueue(item.destination, known: []) }
        let paper = try await paper(item, session)
        let (destination, profile, sheet) = try await Destination.resolve(first, paper: paper, in: profiles)
        var destinations = [destination]
        for other in all.dropFirst() {
            guard let further = try? await Destination.resolve(other, paper: paper, in: profiles).destination,
                further.medium == destination.medium
            else { continue }
            destinations.append(further)
        }
        return (destinations, profile, sheet)
    }

    private func paper(_ item: OutboxItem, _ session: Session) async throws -> String {
        let rendition = session.renditions.first { $0.path == item.subject }
        guard let name = rendition?.layout ?? session.layout else {
            throw PrintError.badDocument(path: item.subject, reason: "no layout says on which paper")
        }
        let library = LayoutLibrary(folders: [record.folder.layouts])
        return try await onThread { Result { try library.layout(name).paper.name } }.get()
    }

    /// The sheet's pixels, from the canvas as it was drawn or as it is composed again; of a file that no layout has made,
    /// from the file.
    private func document(
        _ item: OutboxItem, _ session: Session, _ destination: Destination, _ profile: PrinterProfile,
        _ sheet: PrinterProfile.Paper
    ) async throws -> [UInt8] {
        let drawn = memory.withLock { $0.drawn.first { $0.path == item.subject }?.canvas }
        let (darkroom, file, medium) = (darkroom, record.folder.path + "/" + item.subject, destination.medium)
        let trim = sheet.trimWidth.flatMap { width in sheet.trimHeight.map { (width: width, height: $0) } }
        let colours = try profiles.colours(of: profile)
        return try await onThread {
            Result {
                guard let canvas = try drawn ?? Self.composed(item.subject, session, darkroom) else {
                    return try PrintRaster(
                        fitting: file, medium: medium, trim: trim, calibration: sheet.calibration, profile: colours
                    ).document
                }
                return try PrintRaster(
                    canvas: canvas, medium: medium, trim: trim, calibration: sheet.calibration, profile: colours
                ).document
            }
        }.get()
    }

    private static func composed(_ path: String, _ session: Session, _ darkroom: Darkroom) throws -> Image? {
        do throws(DarkroomError) { return try darkroom.canvas(of: path, in: session).canvas } catch {
            if case .notAFinalPhoto = error { return nil }
            throw error
        }
    }

    static func copies(_ item: OutboxItem) -> Int {
        let payload = try? JSONValue(parsing: Array(item.payload.utf8), document: "payload")
        guard case .number(let copies)? = payload?[member: "copies"], (1...20).contains(copies) else { return 1 }
        return Int(copies)
    }

    /// What becomes of the outbox item. Whatever may still go on by itself is tried again, with the same id.
    static func outcome(of error: any Error) -> SendOutcome {
        switch error {
        case let error as PrintError:
            switch error {
            case .serverAway, .replyLost: .unreachable("\(error)")
            case .stopped, .rejecting, .noProgress, .unknownQueue: .busy("\(error)", after: .zero)
            case .outcomeUnknown: .unknown("\(error)")
            case .file: .busy("\(error)", after: .seconds(5))
            default: .refused("\(error)")
            }
        case let error as SessionsError: .busy("\(error)", after: .seconds(5))
        default: .refused("\(error)")
        }
    }
}

extension EventFolder {
    /// The ledger of prints that are under way, and of those that were.
    public var prints: String { path + "/Prints" }
}
