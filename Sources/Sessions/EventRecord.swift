import Files
import Glibc
import Synchronization

/// The session record of an event: one connection to `event.db`, owned by this actor and used on a queue of its own.
/// Every method that writes is one transaction; when it returns, the disk has it. Other processes may write, too.
public actor EventRecord {
    public nonisolated let folder: EventFolder
    private nonisolated let settings: Mutex<Event>
    nonisolated let queue: QueueExecutor
    nonisolated let signal = ChangeSignal()
    nonisolated let arrivals = CaptureArrivals()
    let database: Database
    /// The highest number in the names of files, once it was asked for.
    var highestInFiles: Int?
    /// Of destinations that come back after they were given up. Not in the record: whoever opens it anew begins quickly.
    var paces: [String: OutboxPace] = [:]
    /// How many captures of sessions that the record did not know its launch has taken up.
    public internal(set) var adopted = 0
    /// When sessions.json was last written by this process, how long that took, and at which revision.
    var lastHistory: (end: ContinuousClock.Instant, took: Duration, revision: Int)?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Opens the record of the event at `folder`. A missing `event.db` is rebuilt from `sessions.json` and, for what is
    /// newer, from the names in Captures/; a damaged one is refused, for somebody to decide.
    public init(_ folder: EventFolder) throws(SessionsError) {
        let event = try Event(in: folder)
        self.folder = folder
        settings = Mutex(event)
        queue = QueueExecutor(label: "event.db")
        if !folder.isThere("event.db") { try Rebuild(folder: folder, event: event).runIfNeeded() }
        database = try Database(path: folder.database, create: false)
        try Schema.migrate(database)
        try Self.finishRemovals(database, folder, event)
        try Self.respell(folder, by: database)
        database.onChange = { [signal] in signal.send() }
    }

    /// A new event with nothing in it.
    public static func create(
        _ event: Event, workflow: Workflow, in folder: EventFolder
    ) throws(SessionsError) -> EventRecord {
        guard !folder.isThere("event.json") else { throw .eventExists(path: folder.path) }
        for name in EventFolder.shelves + ["Layouts"] {
            try filing { () throws(FilesError) in try makeFolder(folder.absolute(name)) }
        }
        try workflow.write(to: folder)
        try event.write(to: folder)
        return try EventRecord(folder)
    }

    /// The settings that the record goes by.
    public nonisolated var event: Event { settings.withLock { $0 } }

    /// Goes by other settings of the same event from now on.
    public nonisolated func take(_ event: Event) { settings.withLock { $0 = event } }

    static func number(_ key: String, in database: Database) throws(SessionsError) -> Int {
        try database.first("SELECT value FROM meta WHERE key = ?", .string(key)) { Int($0.text(0)) ?? 0 } ?? 0
    }

    static func set(_ key: String, to value: String, in database: Database) throws(SessionsError) {
        try database.run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", .string(key), .string(value))
    }

    var rows: SessionRows { SessionRows(database: database) }

    /// One transaction that changes the session with this id, whose row `body` is given: its line follows, and the
    /// revision counts on.
    func change<Value>(
        _ id: String, _ body: (Int) throws(SessionsError) -> Value
    ) throws(SessionsError) -> Value {
        try database.transaction { () throws(SessionsError) in
            let row = try row(id)
            let value = try body(row)
            try rows.noteChange(ofRow: row)
            try bump()
            return value
        }
    }

    func bump() throws(SessionsError) {
        try Self.set("revision", to: String(try Self.number("revision", in: database) + 1), in: database)
    }

    func row(_ id: String) throws(SessionsError) -> Int {
        guard let row = try rows.row(ofID: id) else { throw .noSession(id) }
        return row
    }

    /// The next number that no session ever had. Files may know of more than the record does, when that is an older copy
    /// which somebody has put back.
    func nextNumber() throws(SessionsError) -> Int {
        let sql =
            "SELECT max(coalesce((SELECT max(number) FROM session), 0), coalesce((SELECT max(number) FROM tombstone), 0))"
        let known = try database.first(sql) { $0.int(0) } ?? 0
        if highestInFiles == nil { highestInFiles = try folder.highestNumber(near: known) }
        return max(known, highestInFiles ?? 0) + 1
    }
}
