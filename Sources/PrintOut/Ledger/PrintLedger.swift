import Files
import Glibc
import Work

/// Where prints are recorded before they are sent: a folder, or the store of an event. A value of closures, which may
/// block: they are never called on the cooperative pool, but for `lock`, which returns at once.
///
/// For the store of an event: keep `PrintRecord.json` by its id and the document beside it, write both in one transaction,
/// and drop the document when the record is printed or cancelled. What was `waiting`, `sending`, `queued`, `printing` or
/// in `attention` when the booth died is found by `PrintDesk.unfinished` and followed again, each in a task of its own:
///
///     for record in try await desk.unfinished() {
///         let target = record.target(on: try CupsPrinter(queue: record.queue), in: library)
///         Task { try await desk.follow(record.id, on: [target] + others, deadline: .infinity) }
///     }
public struct PrintLedger: Sendable {
    /// Returns when the disk has the record, and the document if one is given.
    public var put: @Sendable (PrintRecord, _ document: [UInt8]?) throws -> Void
    public var record: @Sendable (PrintID) throws -> PrintRecord?
    /// The document of a print that is not finished.
    public var document: @Sendable (PrintID) throws -> [UInt8]
    public var all: @Sendable () throws -> [PrintRecord]
    /// Nobody else sends or cancels this print while the lock exists; nil while somebody else has it, in this process or
    /// another. Without an id it is the right to take a print on, which never lasts longer than a write.
    public var lock: @Sendable (PrintID?) throws -> FileLock?

    public init(
        put: @escaping @Sendable (PrintRecord, _ document: [UInt8]?) throws -> Void,
        record: @escaping @Sendable (PrintID) throws -> PrintRecord?,
        document: @escaping @Sendable (PrintID) throws -> [UInt8],
        all: @escaping @Sendable () throws -> [PrintRecord], lock: @escaping @Sendable (PrintID?) throws -> FileLock?
    ) {
        (self.put, self.record, self.document, self.all, self.lock) = (put, record, document, all, lock)
    }
}

extension PrintLedger {
    /// The lock as soon as nobody else has it. Blocks.
    func held(_ id: PrintID?, seconds: Double) throws(PrintError) -> FileLock {
        assertOffPool()
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if let lock = try printing({ try lock(id) }) { return lock }
            guard ContinuousClock.now < end else {
                throw .file(.failed(path: "print ledger", reason: "another program holds its lock"))
            }
            usleep(5000)
        }
    }
}
