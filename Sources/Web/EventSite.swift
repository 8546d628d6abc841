public import Engine
import Files
public import Sessions
import Synchronization

/// An event as pages show it: its folder, its record, and the booth that runs on it if that is in this process.
public final class EventSite: Sendable {
    public let folder: EventFolder
    /// For what changes; reading it waits behind what is being written.
    public let record: EventRecord
    /// For lists and pages, on a connection of its own.
    public let reader: RecordReader
    /// nil: the event is served without a booth, or the booth runs in another process.
    public let engine: Engine?
    private let settings = Mutex<(stamp: FileStamp, event: Event)?>(nil)

    /// An event without a booth of this process. Blocks.
    public convenience init(_ folder: EventFolder) throws(SessionsError) {
        try self.init(record: EventRecord(folder), engine: nil)
    }

    /// The event of a booth. Blocks.
    public convenience init(_ engine: Engine) throws(SessionsError) {
        try self.init(record: engine.record, engine: engine)
    }

    private init(record: EventRecord, engine: Engine?) throws(SessionsError) {
        (self.record, self.engine, folder) = (record, engine, record.folder)
        reader = try RecordReader(record.folder)
    }

    public var id: String { record.event.id }

    /// The settings as event.json has them now; while that cannot be read, as it had them last. Blocks.
    public var event: Event {
        guard let stamp = FileStamp(folder.settings) else { return settings.withLock { $0?.event } ?? record.event }
        return settings.withLock { known in
            if let known, known.stamp == stamp { return known.event }
            guard let event = try? Event(in: folder) else { return known?.event ?? record.event }
            known = (stamp, event)
            return event
        }
    }
}
