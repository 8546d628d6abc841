import Files
import Glibc

/// Makes `event.db` anew: from `sessions.json`, and for what is newer from the names in Captures/. The file appears
/// whole or not at all.
struct Rebuild {
    let folder: EventFolder
    let event: Event

    /// Throws `badHistory` when sessions.json is there and not whole: taking what is left would shorten the record.
    @discardableResult
    func run() throws(SessionsError) -> (sessions: Int, captures: Int) {
        let history = folder.isThere("sessions.json") ? try History(reading: folder.history) : nil
        let building = "event.db.building"
        try folder.remove([building, building + "-journal"])
        let counts = try fill(Database(path: folder.absolute(building), create: true), history)
        guard rename(folder.absolute(building), folder.database) == 0 else { throw .notWritable(path: folder.database) }
        try folder.remove([building + "-journal"])
        return counts
    }

    /// When nobody else was quicker.
    func runIfNeeded() throws(SessionsError) {
        let lock = try FolderLock(folder.path, .alone)
        defer { withExtendedLifetime(lock) {} }
        if !folder.isThere("event.db") { try run() }
    }

    private func fill(
        _ database: Database, _ history: History?
    ) throws(SessionsError) -> (sessions: Int, captures: Int) {
        try Schema.migrate(database)
        let rows = SessionRows(database: database)
        return try database.transaction { () throws(SessionsError) in
            for session in history?.sessions ?? [] { try rows.storeLine(ofRow: rows.insert(session)) }
            for stone in history?.deleted ?? [] {
                try database.run(
                    "INSERT INTO tombstone(number, id, deleted_at) VALUES(?, ?, ?)", .integer(stone.number),
                    .string(stone.id), .time(stone.at))
            }
            for removal in history?.removals ?? [] { _ = try rows.insert(removal, row: nil, id: removal.id) }
            let found = try adoptCaptures(rows)
            let revision = (history?.header.revision ?? 0) + (found > 0 ? 1 : 0)
            try EventRecord.set("revision", to: String(revision), in: database)
            for table in ["session", "item", "tombstone"] {
                try database.run("UPDATE \(table) SET changed = ?", .integer(revision))
            }
            return (history?.sessions.count ?? 0, found)
        }
    }

    private func adoptCaptures(_ rows: SessionRows) throws(SessionsError) -> Int {
        let adoption = CaptureAdoption(folder: folder, event: event, rows: rows)
        var found = 0
        for name in try folder.names(in: "Captures") where try adoption.adopt("Captures/" + name) { found += 1 }
        return found
    }

    static func replace(
        _ folder: EventFolder, force: Bool
    ) throws(SessionsError) -> (sessions: Int, captures: Int) {
        let rebuild = Rebuild(folder: folder, event: try Event(in: folder))
        let lock = try FolderLock(folder.path, .alone)
        defer { withExtendedLifetime(lock) {} }
        guard folder.isThere("event.db") else { return try rebuild.run() }
        // Before anything is moved: what cannot be read is no reason to give up what is there.
        let history = folder.isThere("sessions.json") ? try History(reading: folder.history) : nil
        guard let old = try sound(folder) else { return try rebuild.anew() }
        // Nobody may write into what goes; who has it open finds out.
        return try old.alone { () throws(SessionsError) in
            let revision = try EventRecord.number("revision", in: old)
            if !force, history.map({ $0.header.revision < revision }) ?? true {
                throw .notNow(
                    "\(folder.database): sound, and newer than sessions.json",
                    remedy: "--force rebuilds it all the same and keeps the old one"
                )
            }
            return try rebuild.anew()
        }
    }

    private func anew() throws(SessionsError) -> (sessions: Int, captures: Int) {
        for name in ["event.db", "event.db-journal"] where folder.isThere(name) { _ = try folder.setAside(name) }
        return try run()
    }

    /// The record if it is whole, otherwise nil.
    private static func sound(_ folder: EventFolder) throws(SessionsError) -> Database? {
        do throws(SessionsError) {
            let database = try Database(path: folder.database, create: false)
            guard try database.first("PRAGMA integrity_check(1)", map: { $0.text(0) }) == "ok" else { return nil }
            _ = try EventRecord.number("revision", in: database)
            return database
        } catch {
            switch error {
            case .damaged, .database: return nil
            default: throw error
            }
        }
    }
}
