/// Reads the record of an event on a connection and a queue of its own, so that pages neither wait behind what the booth
/// writes down nor hold it up. It changes nothing, also in a folder that cannot be written.
///
///     let reader = try RecordReader(EventFolder("party"))
///     let newest = try await reader.read { (contents) throws(SessionsError) in
///         try contents.sessions(limit: 50)
///     }
///
/// With this journal (see `Database`) nobody can read during the moment in which a commit is written into the file, and a
/// commit waits for those who read. So each read should take milliseconds: page by page, not all at once.
public actor RecordReader {
    public nonisolated let folder: EventFolder
    private nonisolated let queue = QueueExecutor(label: "event.db.reading")
    private var database: Database
    private var generation = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Throws `notNow` for a record of an earlier version; opening it as an `EventRecord` brings it up to date.
    public init(_ folder: EventFolder) throws(SessionsError) {
        self.folder = folder
        database = try Self.open(folder)
    }

    /// What `body` makes of the record's contents, all of it of one and the same state.
    public func read<Value: Sendable>(
        _ body: @Sendable (RecordContents) throws(SessionsError) -> Value
    ) throws(SessionsError) -> Value {
        // A record that was rebuilt is another file of the same name.
        if database.isReplaced { (database, generation) = (try Self.open(folder), generation + 1) }
        let contents = RecordContents(database: database, generation: generation)
        return try database.snapshot { () throws(SessionsError) in try body(contents) }
    }

    /// The same, but nil where a commit is being written into the file just now.
    func readAtOnce<Value: Sendable>(
        _ body: @Sendable (RecordContents) throws(SessionsError) -> Value
    ) throws(SessionsError) -> Value? {
        do throws(SessionsError) {
            return try database.atOnce { () throws(SessionsError) in try read(body) }
        } catch {
            guard case .busy = error else { throw error }
            return nil
        }
    }

    private static func open(_ folder: EventFolder) throws(SessionsError) -> Database {
        let database = try Database(path: folder.database, create: false)
        guard try Schema.isCurrent(database) else {
            throw .notNow("\(folder.database): of an earlier version; booth event show brings it up to date")
        }
        try database.execute("PRAGMA query_only=ON")
        return database
    }
}
