import Files
import Glibc
import StrictJSON

/// Whether rows, files and sessions.json of an event agree, and what is done about files that no row knows.
struct RecordAudit {
    let folder: EventFolder
    let event: Event
    let database: Database

    /// Compares rows, files and sessions.json with one another. Files without a row are moved to Quarantine/; hidden ones,
    /// which may be being written, once they are older than `grace`.
    func findings(grace: Duration, at now: Moment) throws(SessionsError) -> [Discrepancy] {
        var findings: [Discrepancy] = []
        // Table by table: a commit has to wait while one is read.
        for table in try database.all("SELECT name FROM sqlite_schema WHERE type = 'table'", map: { $0.text(0) }) {
            findings += try database.all("PRAGMA integrity_check('\(table)')") { $0.text(0) }.filter { $0 != "ok" }
                .map { Discrepancy(place: "event.db", text: $0) }
        }
        let broken = try database.all("PRAGMA foreign_key_check") { $0.text(0) }
        findings += broken.map { Discrepancy(place: "event.db", text: "a row of table \($0) belongs to nothing") }
        findings += try checkRows()
        findings += try checkPrints()
        findings += try quarantineOrphans(grace: grace, at: now)
        if folder.isThere("sessions.json") {
            do throws(SessionsError) {
                let history = try History(reading: folder.history)
                let revision = try EventRecord.number("revision", in: database)
                if history.header.revision > revision {
                    findings.append(.init(place: "sessions.json", text: "newer than event.db"))
                } else if history.header.revision == revision,
                    try !HistoryWriter(folder: folder, event: event, database: database).isCurrent()
                {
                    findings.append(.init(place: "sessions.json", text: "differs from event.db at the same revision"))
                }
            } catch {
                guard case .badHistory(_, let reason) = error else { throw error }
                findings.append(.init(place: "sessions.json", text: reason))
            }
        }
        return findings
    }

    /// Every ready file is there with its size and hash, every line says what the rows say.
    private func checkRows() throws(SessionsError) -> [Discrepancy] {
        var findings: [Discrepancy] = []
        // A booth that runs may still be making what a finished session waits for.
        let isAwaited = EventLock.isHeld(folder)
        for row in try database.all("SELECT row FROM session ORDER BY row", map: { $0.int(0) }) {
            let (session, line) = try database.snapshot { () throws(SessionsError) in
                let line = try database.first("SELECT line FROM session WHERE row = ?", .integer(row)) {
                    $0.optionalText(0)
                }
                return (try SessionRows(database: database).session(atRow: row), line ?? nil)
            }
            let name = session.number.map { "#\($0)" } ?? session.id
            if let line, line != (session.isVisible ? session.json.text() : nil) {
                findings.append(
                    .init(place: "session \(name)", text: "its line for sessions.json is not what its rows say"))
            }
            if session.state == .finished, !isAwaited, session.renditions.contains(where: { $0.state == .placeholder })
            {
                findings.append(.init(place: "session \(name)", text: "finished, and still waits for a rendition"))
            }
            let files =
                session.captures.map { ($0.path, $0.sha256, $0.bytes) }
                + session.renditions.filter { $0.state == .ready }.map { ($0.path!, $0.sha256!, $0.bytes!) }
            for (path, hash, size) in files {
                if let problem = problem(path, hash, size) {
                    findings.append(.init(place: path, text: "session \(name): \(problem)"))
                }
            }
        }
        return findings
    }

    /// Prints in folders of the event are there, and of sessions that are. From a folder elsewhere whoever it is meant for
    /// takes them away, and other events may print there, too.
    private func checkPrints() throws(SessionsError) -> [Discrepancy] {
        let prints = try database.all(
            """
            SELECT item.key, item.destination, item.state, session.number FROM item JOIN session
            ON session.row = item.session WHERE item.kind = 'print' AND item.destination LIKE '%file:%'
            """
        ) { (key: $0.text(0), destination: $0.text(1), isDone: $0.text(2) == "done", number: $0.optionalInt(3)) }
        let folders = PrintedFolders(prints.map(\.destination), of: folder)
        let files = try folders.files().mapValues { $0.filter { !$0.hasPrefix("/") } }
        let known = Set(prints.map(\.key))
        var findings = files.filter { !known.contains($0.key) }.flatMap(\.value).sorted()
            .map { Discrepancy(place: $0, text: "no print of the event has that name") }
        // Of several printers any may have taken it.
        let alone = prints.filter { $0.isDone && $0.destination.hasPrefix("file:") && !$0.destination.contains(",") }
        for print in alone where files[print.key]?.isEmpty ?? true {
            let places = PrintedFolders([print.destination], of: folder).paths
            guard let place = places.first, places.allSatisfy({ !$0.hasPrefix("/") }) else { continue }
            let session = print.number.map { "#\($0)" } ?? "without a number"
            findings.append(.init(place: place, text: "session \(session): the print \(print.key) is missing"))
        }
        let left = try database.all("SELECT path FROM removal WHERE path LIKE '/%' ORDER BY path") { $0.text(0) }
        return findings
            + left.map {
                Discrepancy(place: $0, text: "belongs to a session that was deleted, and is still to be removed")
            }
    }

    private func problem(_ path: String, _ hash: String, _ size: Int) -> String? {
        var status = stat()
        guard stat(folder.absolute(path), &status) == 0 else { return "the file is missing" }
        guard Int(status.st_size) == size else { return "\(status.st_size) bytes instead of \(size)" }
        do {
            let found = try ContentHash(contentsOf: folder.absolute(path))
            return found.description == hash ? nil : "the content is not what was kept"
        } catch { return "\(error)" }
    }

    /// Files on the shelves that no row names go to Quarantine/. Whether one has a row is asked within a transaction, so
    /// that none gets its row in between.
    @discardableResult
    func quarantineOrphans(grace: Duration, at now: Moment) throws(SessionsError) -> [Discrepancy] {
        var findings: [Discrepancy] = []
        for shelf in EventFolder.shelves where folder.isThere(shelf) {
            let lock = try FolderLock.alone(in: folder.absolute(shelf))
            let isAlone = lock != nil
            let table = shelf == "Captures" ? "capture" : "rendition"
            let known = Set(try database.all("SELECT path FROM \(table) WHERE path IS NOT NULL") { $0.text(0) })
            for name in try folder.names(in: shelf) where !known.contains(shelf + "/" + name) {
                let path = shelf + "/" + name
                let least = !isAlone ? EventRecord.grace : name.hasPrefix(".") ? grace : .zero
                guard let written = folder.writing(path), least == .zero || now - written >= least else { continue }
                if folder.isLeftover(path) {
                    try? folder.discard(folder.absolute(path))
                    continue
                }
                do throws(SessionsError) {
                    guard let aside = try setAside(path, unknownTo: table) else { continue }
                    findings.append(.init(place: path, text: "no row knows it; moved to \(aside)"))
                } catch { findings.append(.init(place: path, text: "no row knows it, and it stays there: \(error)")) }
            }
            withExtendedLifetime(lock) {}
        }
        return findings
    }

    /// Where it is now; nil when it has its row after all.
    private func setAside(_ path: String, unknownTo table: String) throws(SessionsError) -> String? {
        try database.transaction { () throws(SessionsError) in
            let sql = "SELECT count(*) FROM \(table) WHERE path = ?"
            let rows = try database.first(sql, .string(path)) { $0.int(0) }
            return rows == 0 ? try folder.setAside(path) : nil
        }
    }
}

extension EventFolder {
    /// When the file was last written or renamed; nil when it is gone.
    fileprivate func writing(_ path: String) -> Moment? {
        var status = stat()
        guard lstat(absolute(path), &status) == 0 else { return nil }
        return Moment(milliseconds: status.st_ctim.tv_sec * 1000 + status.st_ctim.tv_nsec / 1_000_000)
    }
}
