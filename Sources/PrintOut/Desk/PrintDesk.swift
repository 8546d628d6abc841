import Files
import Glibc

/// Takes prints on, records them, and sees each through to its end. One id is at most one job, whoever asks, however often,
/// and whatever dies in between.
public struct PrintDesk: Sendable {
    public let ledger: PrintLedger
    public var limits: PrintLimits
    /// Between two looks at a job.
    var interval = Duration.milliseconds(200)

    public init(ledger: PrintLedger, limits: PrintLimits = PrintLimits()) {
        (self.ledger, self.limits) = (ledger, limits)
    }

    /// Records the order for `destination` and returns when the disk has it. For an id that is known already it returns
    /// what is known, and the order is dropped.
    public func accept(_ order: PrintOrder, for destination: Destination) async throws(PrintError) -> PrintRecord {
        let lock = try await exclusive(seconds: 15)
        defer { withExtendedLifetime(lock) {} }
        let (ledger, limits) = (ledger, limits)
        return try await recording { () throws(PrintError) in
            if let known = try printing({ try ledger.record(order.id) }) { return known }
            let queue = destination.printer.name
            if limits != PrintLimits() {
                try limits.check(order, queue: queue, among: printing { try ledger.all() })
            }
            var record = PrintRecord(id: order.id, queue: queue, media: destination.medium.keyword, at: Self.now)
            record.options = destination.options
            (record.session, record.picture, record.reprintOf) = (order.session, order.picture, order.reprintOf)
            try printing { try ledger.put(record, order.document) }
            return record
        }
    }

    /// Follows a recorded print until it is printed and returns its record; throws when it ends otherwise, or when
    /// nothing changes for `deadline` seconds. Calling again goes on where it stood.
    ///
    /// `destinations`: the first one that can print gets it; another one takes over only while no double is possible.
    /// With `handOver` it returns as soon as the server has the job. `report` hears of every change.
    public func follow(
        _ id: PrintID, to destinations: [Destination], deadline: Double = 15, handOver: Bool = false,
        report: @escaping @Sendable (PrintRecord) -> Void = { _ in }
    ) async throws(PrintError) -> PrintRecord {
        guard let known = try await known(id) else {
            throw .outcomeUnknown(id: id.text, queue: "no queue", reason: "it is in no record")
        }
        var pursuit = Pursuit(desk: self, record: known, destinations: destinations, deadline: deadline, report: report)
        return try await pursuit.run(handOver: handOver)
    }

    /// Prints that were taken on and have not ended, the oldest first: what a booth follows again when it starts.
    public func unfinished() async throws(PrintError) -> [PrintRecord] {
        try await records().filter { !$0.state.isFinal }
    }

    public func records() async throws(PrintError) -> [PrintRecord] {
        let ledger = ledger
        return try await recording { () throws(PrintError) in try printing { try ledger.all() } }
            .sorted { ($0.madeAt, $0.id.text) < ($1.madeAt, $1.id.text) }
    }

    /// Seconds since 1970.
    public static var now: Int { time(nil) }

    /// The ledger's disk may be slow; ten seconds are given up on.
    func recording<Value: Sendable>(
        _ body: @escaping @Sendable () throws(PrintError) -> Value
    ) async throws(PrintError) -> Value {
        let late = PrintError.file(.failed(path: "print ledger", reason: "the disk does not answer"))
        return try await onOwnThread(within: 10, late: late, body)
    }

    func put(_ record: PrintRecord) async throws(PrintError) {
        let ledger = ledger
        try await recording { () throws(PrintError) in try printing { try ledger.put(record, nil) } }
    }

    /// The ledger's lock, as soon as nobody has it.
    func exclusive(seconds: Double) async throws(PrintError) -> FileLock {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if let lock = try printing({ try ledger.lock() }) { return lock }
            guard ContinuousClock.now < end, !Task.isCancelled else {
                throw .file(.failed(path: "print ledger", reason: "another program holds its lock"))
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
