import Files
import Synchronization
public import Work

/// Takes prints on, records them, and sees each through to its end. One id is at most one job, whoever asks, however often,
/// and whatever dies in between.
///
/// A booth asks its printers once for their sheets (`PrintTarget.sheet`), makes the raster (`Sheet.raster`), calls
/// `accept`, which takes one write to the disk and never waits for a printer, and then `follow` in a task of its own. When
/// it starts, it follows again what is `unfinished`.
public struct PrintDesk: Sendable {
    public let ledger: PrintLedger
    public var limits: PrintLimits
    /// What it waits by.
    let time: TimeSource
    private let stamps = Stamps()
    /// Between two looks at a job.
    var interval = Duration.milliseconds(200)

    public init(ledger: PrintLedger, limits: PrintLimits = PrintLimits(), time: TimeSource = .system) {
        (self.ledger, self.limits, self.time) = (ledger, limits, time)
    }

    /// Records the order for `target` and returns when the disk has it; the print server may be away. For an id that is
    /// known already it returns what is known, and the order is dropped.
    public func accept(_ order: PrintOrder, for target: PrintTarget) async throws(PrintError) -> PrintRecord {
        let (ledger, limits, stamps, wall) = (ledger, limits, stamps, time.wall)
        // In one go on one thread: nobody waits for the lock while its owner waits for a turn.
        return try await recording(within: 25) { () throws(PrintError) in
            let lock = try ledger.held(nil, seconds: 15)
            defer { withExtendedLifetime(lock) {} }
            if let known = try printing({ try ledger.record(order.id) }) { return known }
            let now = try printing { try stamps.next(at: wall, after: { try ledger.newest() }) }
            let queue = target.printer.name
            if limits != PrintLimits() {
                try limits.check(order, queue: queue, among: printing { try ledger.all() })
            }
            var record = PrintRecord(id: order.id, queue: queue, media: target.media, at: now / 1_000_000)
            record.microsecond = now % 1_000_000
            (record.paper, record.isPicture) = (target.paper, order.isPicture)
            if case .sheet(let sheet) = target.wanted { record.take(sheet.destination) }
            (record.session, record.picture, record.reprintOf) = (order.session, order.picture, order.reprintOf)
            try printing { try ledger.put(record, order.document) }
            return record
        }
    }

    public func accept(_ order: PrintOrder, for destination: Destination) async throws(PrintError) -> PrintRecord {
        try await accept(order, for: PrintTarget(destination))
    }

    /// Follows a recorded print until it is printed and returns its record; throws when it ends otherwise, or when
    /// nothing changes for `deadline` seconds. Calling again goes on where it stood.
    ///
    /// `targets`: the first one that has the sheet and can print gets it; another one takes over only while no double is
    /// possible. With `handOver` it returns as soon as the server has the job. `report` hears of every change.
    public func follow(
        _ id: PrintID, on targets: [PrintTarget], deadline: Double = 15, handOver: Bool = false,
        report: @escaping @Sendable (PrintRecord) -> Void = { _ in }
    ) async throws(PrintError) -> PrintRecord {
        guard let known = try await known(id) else {
            throw .outcomeUnknown(id: id.text, queue: "no queue", reason: "it is in no record")
        }
        var pursuit = Pursuit(desk: self, record: known, targets: targets, deadline: deadline, report: report)
        return try await pursuit.run(handOver: handOver)
    }

    public func follow(
        _ id: PrintID, to destinations: [Destination], deadline: Double = 15, handOver: Bool = false,
        report: @escaping @Sendable (PrintRecord) -> Void = { _ in }
    ) async throws(PrintError) -> PrintRecord {
        let targets = destinations.map { PrintTarget($0) }
        return try await follow(id, on: targets, deadline: deadline, handOver: handOver, report: report)
    }

    /// Prints that were taken on and have not ended, the oldest first: what a booth follows again when it starts.
    public func unfinished() async throws(PrintError) -> [PrintRecord] {
        try await records().filter { !$0.state.isFinal }
    }

    public func records() async throws(PrintError) -> [PrintRecord] {
        let ledger = ledger
        return try await recording { () throws(PrintError) in try printing { try ledger.all() } }
            .sorted { ($0.madeAt, $0.microsecond, $0.id.text) < ($1.madeAt, $1.microsecond, $1.id.text) }
    }

    /// How many more prints of a picture its session may have by the limits of the session, the picture and the event; nil
    /// is any number. `besides`: what has been asked for and may not have been taken on yet.
    public func left(
        session: String, picture: String, besides: [PrintRecord] = []
    ) async throws(PrintError) -> Int? {
        guard limits.session != nil || limits.picture != nil || limits.event != nil else { return nil }
        let records = try await records()
        let known = Set(records.map(\.id))
        return limits.left(
            session: session, picture: picture, among: records + besides.filter { !known.contains($0.id) })
    }
}

/// Microseconds since 1970, of a wall clock that knows milliseconds. Each is later than the one before, also when the clock was set
/// back between them, and the program started anew: what was taken on first is sent first.
private final class Stamps: Sendable {
    private let last = Mutex<Int?>(nil)

    /// `newest`: the last one of former programs; asked once.
    func next(at wall: Int, after newest: () throws -> Int) rethrows -> Int {
        let former = try last.withLock { $0 } ?? newest()
        return last.withLock { last in
            let next = max((last ?? former) + 1, wall * 1000)
            last = next
            return next
        }
    }
}

extension PrintLedger {
    fileprivate func newest() throws -> Int { try all().map { $0.madeAt * 1_000_000 + $0.microsecond }.max() ?? 0 }
}

extension PrintDesk {
    /// What is recorded of a print; nil when it was never taken on.
    public func known(_ id: PrintID) async throws(PrintError) -> PrintRecord? {
        let ledger = ledger
        return try await recording { () throws(PrintError) in try printing { try ledger.record(id) } }
    }

    func put(_ record: PrintRecord) async throws(PrintError) {
        let ledger = ledger
        try await recording { () throws(PrintError) in try printing { try ledger.put(record, nil) } }
    }

    /// What `sheet` is sent for the print.
    func document(of record: PrintRecord, for sheet: Sheet) async throws(PrintError) -> [UInt8] {
        let ledger = ledger
        return try await recording(within: 60) { () throws(PrintError) in
            let document = try printing { try ledger.document(record.id) }
            guard record.isPicture else { return document }
            return try withFile(of: document) { (path) throws(PrintError) in
                try sheet.raster(of: path, named: "print \(record.id)").document
            }
        }
    }

    /// The ledger's disk may be slow; at the end of this time it is given up on.
    func recording<Value: Sendable>(
        within seconds: Double = 10, _ body: @escaping @Sendable () throws(PrintError) -> Value
    ) async throws(PrintError) -> Value {
        let late = PrintError.file(.failed(path: "print ledger", reason: "the disk does not answer"))
        return try await time.offPool(within: .seconds(seconds), late: late, body)
    }
}
