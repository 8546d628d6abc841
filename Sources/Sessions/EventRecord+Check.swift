import Work

/// Something that is not as it should be, and what was done about it.
public struct Discrepancy: Equatable, Sendable {
    /// What it is about, mostly a path in the event.
    public var place: String
    public var text: String
}

extension EventRecord {
    /// How long a half-written file, or one in a folder where others are at work, may be without a row.
    public static let grace = Duration.seconds(600)

    /// Compares rows, files and sessions.json with one another. Files without a row are moved to Quarantine/; hidden ones,
    /// which may be being written, once they are older than `grace`. It reads every file of the event, so it has a thread
    /// and a connection of its own: the record goes on meanwhile.
    public nonisolated func check(
        grace: Duration = grace, at now: Moment = .now
    ) async throws(SessionsError) -> [Discrepancy] {
        let (folder, event) = (folder, event)
        return try await offPool { () throws(SessionsError) in
            let database = try Database(path: folder.database, create: false)
            return try RecordAudit(folder: folder, event: event, database: database).findings(grace: grace, at: now)
        }
    }

    var audit: RecordAudit { RecordAudit(folder: folder, event: event, database: database) }
}
