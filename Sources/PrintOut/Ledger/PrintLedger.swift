/// Where prints are recorded before they are sent: a folder, or the outbox of an event. What it does may block.
public struct PrintLedger: Sendable {
    /// Returns when the disk has the record, and the document if one is given.
    public var put: @Sendable (PrintRecord, _ document: [UInt8]?) throws -> Void
    public var record: @Sendable (PrintID) throws -> PrintRecord?
    /// The JPEG of a print that is not finished.
    public var document: @Sendable (PrintID) throws -> [UInt8]
    public var all: @Sendable () throws -> [PrintRecord]
    /// Nobody else submits or takes on a print while the lock exists; nil while somebody else has it.
    public var lock: @Sendable () throws -> FileLock?

    public init(
        put: @escaping @Sendable (PrintRecord, _ document: [UInt8]?) throws -> Void,
        record: @escaping @Sendable (PrintID) throws -> PrintRecord?,
        document: @escaping @Sendable (PrintID) throws -> [UInt8],
        all: @escaping @Sendable () throws -> [PrintRecord], lock: @escaping @Sendable () throws -> FileLock?
    ) {
        (self.put, self.record, self.document, self.all, self.lock) = (put, record, document, all, lock)
    }
}
