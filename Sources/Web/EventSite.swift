public import Actions
public import Engine
import Files
public import Sessions
import Synchronization
public import Work

/// An event as pages show it: its folder, its record, what is done to it, and the booth that runs on it if that is in this process.
public final class EventSite: Sendable {
    public let folder: EventFolder
    /// For what changes; reading it waits behind what is being written.
    public let record: EventRecord
    /// For lists and pages, on a connection of its own.
    public let reader: RecordReader
    /// nil: the event is served without a booth, or the booth runs in another process.
    public let engine: Engine?
    public let installation: Installation
    /// What operators have asked for and is under way.
    public let jobs: Jobs
    let watch: RecordWatch
    let thumbs: ThumbMaker
    let visits = LinkVisits()
    let questions = PhoneQuestions()
    let choices = KeptPictures()
    let time: TimeSource
    /// For lists of sessions.
    public let search: SessionSearch
    /// Opened when the settings have changed since `record` was.
    private let reopened = Mutex<EventRecord?>(nil)
    private let settings = Mutex<(stamp: FileStamp, event: Event)?>(nil)
    private let recent = Mutex<(event: Event, at: ContinuousClock.Instant)?>(nil)

    /// An event without a booth of this process. Blocks.
    public convenience init(
        _ folder: EventFolder, _ installation: Installation, time: TimeSource = .system
    ) throws(SessionsError) {
        try self.init(record: EventRecord(folder), engine: nil, installation, time)
    }

    /// The event of a booth. Blocks.
    public convenience init(
        _ engine: Engine, _ installation: Installation, time: TimeSource = .system
    ) throws(SessionsError) {
        try self.init(record: engine.record, engine: engine, installation, time)
    }

    private init(
        record: EventRecord, engine: Engine?, _ installation: Installation, _ time: TimeSource
    ) throws(SessionsError) {
        (self.record, self.engine, folder) = (record, engine, record.folder)
        (self.installation, self.time) = (installation, time)
        (reader, search) = (try RecordReader(record.folder), try SessionSearch(record.folder))
        jobs = Jobs(time: time)
        watch = RecordWatch(record, reader, time)
        thumbs = ThumbMaker(record.folder)
    }

    public var id: String { record.event.id }

    /// The booth's links lead to guests' pages behind `base`, which are served in its network.
    func beginLinks(with base: String) { engine?.beginLinks(with: base) }

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

    /// The same as it was within the last second, for what is asked thousands of times in it.
    func recentEvent() async -> Event {
        let now = ContinuousClock.now
        if let recent = recent.withLock({ $0 }), now - recent.at < .seconds(1) { return recent.event }
        let event = await offPool { self.event }
        recent.withLock { $0 = (event, now) }
        return event
    }

    /// The record with the settings as event.json has them now: what actions go by. The record of a booth takes them up with its next session.
    func currentRecord() async throws(SessionsError) -> EventRecord {
        try await offPool { () throws(SessionsError) in
            let event = self.event
            if event == self.record.event { return self.record }
            if let present = self.reopened.withLock({ $0 }), present.event == event { return present }
            let fresh = try EventRecord(self.folder)
            self.reopened.withLock { $0 = fresh }
            return fresh
        }
    }

    /// What goes on beside the requests, until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watch.run() }
            group.addTask { await self.thumbs.run(self.reader, self.watch, self.time) }
            group.addTask { await self.writeVisits() }
        }
    }

    /// Ends jobs at their next session, and writes down what is counted in memory.
    func close() async {
        await jobs.stop()
        try? await visits.flush(into: record)
    }

    private func writeVisits() async {
        while (try? await time.sleep(for: .seconds(30))) != nil { try? await visits.flush(into: record) }
    }
}
