import Sessions
import Synchronization
import Work

/// Tells what has changed in a record, whoever has changed it: this process at once, another within a second.
final class RecordWatch: Sendable {
    /// What has changed since the revision before.
    let changes = Broadcast<RecordChanges>()
    private let record: EventRecord
    private let reader: RecordReader
    private let time: TimeSource

    init(_ record: EventRecord, _ reader: RecordReader, _ time: TimeSource) {
        (self.record, self.reader, self.time) = (record, reader, time)
    }

    func run() async {
        let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = record.listen { signal.yield() }
        let clock = Task { [time] in
            while (try? await time.sleep(for: .seconds(1))) != nil { signal.yield() }
        }
        defer {
            record.stopListening(number)
            clock.cancel()
        }
        var known = await revision() ?? 0
        for await _ in signals {
            guard let now = await revision(), now != known, let news = await since(known) else { continue }
            known = news.revision
            changes.send(news)
        }
    }

    /// nil while the record cannot be read: the folder is away, say.
    func revision() async -> Int? {
        try? await reader.read { (contents) throws(SessionsError) in try contents.revision() }
    }

    func since(_ revision: Int) async -> RecordChanges? {
        try? await reader.read { (contents) throws(SessionsError) in try contents.changes(since: revision) }
    }
}
