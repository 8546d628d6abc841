import Faults
import Files
import Glibc
import StrictJSON

/// Whether rows, files and sessions.json of an event agree, and what is done about what does not.
struct RecordAudit {
    let folder: EventFolder
    let event: Event
    let database: Database

    func findings(repair: Bool, grace: Duration, at now: Moment) throws(SessionsError) -> [Discrepancy] {
        var findings: [Discrepancy] = []
        let rebuilt =
            "booth sessions import \(folder.argument) --force rebuilds it from sessions.json, and keeps this one"
        // Table by table: a commit has to wait while one is read.
        for table in try database.all("SELECT name FROM sqlite_schema WHERE type = 'table'", map: { $0.text(0) }) {
            findings += try database.all("PRAGMA integrity_check('\(table)')") { $0.text(0) }.filter { $0 != "ok" }
                .map { Discrepancy("event.db", $0, remedy: rebuilt) }
        }
        let broken = try database.all("PRAGMA foreign_key_check") { $0.text(0) }
        findings += broken.map {
            Discrepancy("event.db", "a row of table \($0) belongs to nothing", remedy: rebuilt)
        }
        // A file that lies under another name is not missing.
        let strays = try strays(repair ? .repair : .look, grace: grace, at: now)
        findings += try checkRows(repair: repair, found: Set(strays.compactMap(\.belongsAt)))
        findings += try checkPrints()
        findings += strays.map(\.finding)
        if let finding = try checkHistory(repair: repair) { findings.append(finding) }
        return findings
    }

    private func checkHistory(repair: Bool) throws(SessionsError) -> Discrepancy? {
        guard folder.isThere("sessions.json") else { return nil }
        let imported = "booth sessions import \(folder.argument) --force believes it, and rebuilds event.db"
        do throws(SessionsError) {
            let history = try History(reading: folder.history)
            let revision = try EventRecord.number("revision", in: database)
            if history.header.revision > revision {
                return Discrepancy("sessions.json", "newer than event.db", remedy: imported)
            }
            if history.header.revision == revision,
                try !HistoryWriter(folder: folder, event: event, database: database).isCurrent()
            {
                return Discrepancy("sessions.json", "differs from event.db at the same revision", remedy: imported)
            }
            return nil
        } catch {
            guard case .badHistory(_, let reason) = error else { throw error }
            guard repair else {
                return Discrepancy(
                    "sessions.json", reason, remedy: "--repair moves it to Quarantine/ and writes it anew from event.db"
                )
            }
            let aside = try folder.setAside("sessions.json")
            _ = try HistoryWriter(folder: folder, event: event, database: database).write()
            return Discrepancy("sessions.json", "\(reason); moved to \(aside) and written anew", remedy: nil)
        }
    }

    /// Every ready file is there with its size and hash, every line says what the rows say. `found`: paths whose files lie
    /// somewhere else.
    private func checkRows(repair: Bool, found: Set<String>) throws(SessionsError) -> [Discrepancy] {
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
                findings.append(try checked(line: row, of: "session \(name)", repair: repair))
            }
            let rerender = "booth sessions rerender \(folder.argument) \(session.number ?? 0)"
            if session.state == .finished, !isAwaited, session.renditions.contains(where: { $0.state == .placeholder })
            {
                findings.append(
                    Discrepancy(
                        "session \(name)", "finished, and still waits for a picture",
                        remedy: "\(rerender) makes it; so does the next start of the booth"))
            }
            for capture in session.captures where !found.contains(capture.path) {
                guard let problem = problem(capture.path, capture.sha256, capture.bytes) else { continue }
                let lost = "booth sessions delete \(folder.argument) \(session.number ?? 0) --item \(capture.path)"
                findings.append(
                    Discrepancy(
                        capture.path, "session \(name): \(problem)",
                        remedy: "put the original back, from a backup or the camera's card; if it is lost: \(lost)"))
            }
            for rendition in session.renditions where rendition.state == .ready {
                guard let (path, hash, size) = rendition.file, !found.contains(path),
                    let problem = problem(path, hash, size)
                else { continue }
                let again =
                    switch rendition.kind {
                    case .final, .gif: "\(rerender)\(rendition.again) makes it again"
                    case .effect:
                        "booth sessions rerun \(folder.argument) \(session.number ?? 0)\(rendition.again) makes it again"
                    case .video:
                        "booth sessions rerun \(folder.argument) \(session.number ?? 0) --animation\(rendition.again) "
                            + "makes it again"
                    case .drawing: "put it back from a backup"
                    }
                findings.append(Discrepancy(path, "session \(name): \(problem)", remedy: again))
            }
        }
        return findings
    }

    private func checked(line row: Int, of place: String, repair: Bool) throws(SessionsError) -> Discrepancy {
        let text = "its line for sessions.json is not what its rows say"
        guard repair else { return Discrepancy(place, text, remedy: "--repair has it written anew") }
        try database.transaction { () throws(SessionsError) in
            try SessionRows(database: database).noteChange(ofRow: row)
            let revision = try EventRecord.number("revision", in: database)
            try EventRecord.set("revision", to: String(revision + 1), in: database)
        }
        return Discrepancy(place, "\(text); written anew", remedy: nil)
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
}

extension Rendition {
    fileprivate var file: (path: String, sha256: String, bytes: Int)? {
        guard let path, let sha256, let bytes else { return nil }
        return (path, sha256, bytes)
    }

    /// What a command needs to be told beyond the session to make it again; of the night's picture, nothing.
    fileprivate var again: String {
        let calls = kind == .effect ? effect.map { [$0] } ?? [] : effects
        let effects = calls.map { " --effect \($0)" }.joined()
        return kind == .effect ? effects : layout.map { " --layout \($0)" } ?? ""
    }
}
