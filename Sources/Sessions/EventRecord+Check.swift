import Faults
import Work

/// Something that is not as it should be, and what was done about it.
public struct Discrepancy: Equatable, Sendable {
    /// What it is about, mostly a path in the event.
    public var place: String
    public var text: String
    /// What an operator can do; nil when it has been put right.
    public var remedy: String?

    init(_ place: String, _ text: String, remedy: String?) {
        (self.place, self.text, self.remedy) = (place, text, remedy)
    }

    public var isRepaired: Bool { remedy == nil }
}

extension EventRecord {
    /// How long a half-written file, or one in a folder where others are at work, may be without a row.
    public static let grace = Duration.seconds(600)

    /// Compares rows, files and sessions.json with one another, and changes nothing. With `repair`, what is safe is put right:
    /// a renamed file gets its name back, files without a row are moved to Quarantine/, and what sessions.json says wrong is
    /// written anew. Hidden files, which may be being written, count once they are older than `grace`. It reads every file of
    /// the event, so it has a thread and a connection of its own: the record goes on meanwhile.
    public nonisolated func check(
        repair: Bool = false, grace: Duration = grace, at now: Moment = .now
    ) async throws(SessionsError) -> [Discrepancy] {
        let (folder, event) = (folder, event)
        return try await offPool { () throws(SessionsError) in
            let database = try Database(path: folder.database, create: false)
            let audit = RecordAudit(folder: folder, event: event, database: database)
            return try audit.findings(repair: repair, grace: grace, at: now)
        }
    }

    var audit: RecordAudit { RecordAudit(folder: folder, event: event, database: database) }
}
