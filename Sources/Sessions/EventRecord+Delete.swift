import Files
import Glibc
import StrictJSON

extension EventRecord {
    public func delete(_ id: String, at now: Moment = .now) throws(SessionsError) { try delete([id], at: now) }

    /// Deletes sessions, all or none: their rows, files, contact data and items, whatever was put aside of them, and every
    /// former copy of the record that names them. Tombstones keep the numbers. A crash half-way is finished at the next
    /// opening.
    public func delete(_ ids: [String], at now: Moment = .now) throws(SessionsError) {
        var sessions: [Session] = []
        for id in ids { sessions.append(try session(id)) }
        let leftovers = try leftovers(of: sessions)
        try database.transaction { () throws(SessionsError) in
            try forget(leftovers)
            for id in ids {
                let row = try row(id)
                let present = try rows.session(atRow: row)
                guard present.state == .finished else {
                    throw .notNow("session \(present.label): is active", remedy: "end it first")
                }
                if let number = present.number {
                    try database.run(
                        """
                        INSERT INTO tombstone(number, id, deleted_at, changed)
                        VALUES(?, ?, ?, coalesce(\(SessionRows.nextRevision), 1))
                        """, .integer(number), .string(id), .time(now))
                }
                try removePages(present.shares.map(\.token), session: row, at: now)
                try forget(present.captures.map(\.path) + present.renditions.compactMap(\.path))
                try database.run("DELETE FROM session WHERE row = ?", .integer(row))
            }
            try bump()
        }
        if let left = try Self.finishRemovals(database, folder, event) { throw left }
    }

    /// All files that deleting a session takes with it: its captures and renditions, and what else is there of it.
    public func files(of id: String) throws(SessionsError) -> [String] {
        let session = try session(id)
        let own = session.captures.map(\.path) + session.renditions.compactMap(\.path)
        return try own + leftovers(of: [session]).filter { !own.contains($0) }
    }

    /// What deleting some of a session's files takes with it: the renditions that were made of them. Each path once, a file before
    /// what was made of it.
    public func derived(from paths: [String], of id: String) throws(SessionsError) -> [String] {
        let session = try session(id)
        let gone = try derived(from: paths, of: session).map(\.path)
        let more = try companions(of: gone, in: session)
        return gone + more.filter { !gone.contains($0) && folder.isThere($0) }
    }

    /// What lies beside some of a session's files because of them alone: small pictures of them, and their prints.
    private func companions(of paths: [String], in session: Session) throws(SessionsError) -> [String] {
        let thumbs = paths.flatMap { path in EventFolder.thumbSides.map { EventFolder.thumb(of: path, side: $0) } }
        return try thumbs + printed(of: session.outbox.filter { item in paths.contains { item.concerns($0) } })
    }

    private func derived(
        from paths: [String], of session: Session
    ) throws(SessionsError) -> [(path: String, rendition: Int?)] {
        var gone: [(path: String, rendition: Int?)] = []
        for path in paths where !gone.contains(where: { $0.path == path }) {
            let own = session.renditions.first { $0.path == path }
            guard own != nil || session.captures.contains(where: { $0.path == path }) else {
                throw .noFile(session: session.label, path: path)
            }
            gone.append((path, own?.id))
        }
        // What was made of something made of it goes, too.
        var index = 0
        while index < gone.count {
            for one in session.renditions where one.parent == gone[index].path || one.shows(gone[index].path) {
                if let path = one.path, !gone.contains(where: { $0.path == path }) { gone.append((path, one.id)) }
            }
            index += 1
        }
        return gone
    }

    /// Deletes some of a session's files, the renditions that were made of them, and what was to be sent of them; all or none.
    /// Gives the paths that are gone.
    @discardableResult
    public func delete(items paths: [String], of id: String, at now: Moment = .now) throws(SessionsError) -> [String] {
        let gone = try change(id) { (row) throws(SessionsError) in
            let session = try rows.session(atRow: row)
            let gone = try derived(from: paths, of: session)
            for path in paths { try database.run("DELETE FROM capture WHERE path = ?", .string(path)) }
            for one in gone {
                if let id = one.rendition { try database.run("DELETE FROM rendition WHERE id = ?", .integer(id)) }
            }
            let waiting = session.outbox.filter { [.pending, .dead, .unknown].contains($0.state) }
            for item in waiting where gone.contains(where: { item.concerns($0.path) }) {
                try database.run("DELETE FROM item WHERE id = ?", .integer(item.id))
                try forget(prints(of: [item]))
            }
            try letGoStranded(session: row, at: now)
            // A page that shows what is left comes in place of the former one, since there files are removed with their folder only.
            try removePages(session.shares.map(\.token), session: row, at: now)
            let paths = gone.map(\.path)
            try forget(paths + companions(of: paths, in: session))
            return paths
        }
        if let left = try Self.finishRemovals(database, folder, event) { throw left }
        return gone
    }

    /// What the ledger of prints keeps of these items, the pictures included.
    private func prints(of items: [OutboxItem]) throws(SessionsError) -> [String] {
        let keys = Set(items.filter { $0.kind == .print }.map(\.key))
        guard !keys.isEmpty else { return [] }
        return try folder.names(in: EventFolder.prints)
            .filter { name in PrintedFolders.key(inName: name).map(keys.contains) ?? false }
            .map { EventFolder.prints + "/" + $0 }
    }

    /// What came out of these items into folders. Where that was, the ledger knows better than the outbox: of several printers
    /// any may have taken a print, and somebody who asks for one may name a folder from where he stands.
    private func printed(of items: [OutboxItem]) throws(SessionsError) -> [String] {
        let items = items.filter { $0.kind == .print }
        guard !items.isEmpty else { return [] }
        let records = try prints(of: items).filter { $0.hasSuffix(".json") }
        let queues = records.compactMap { path -> String? in
            guard let bytes = try? readAll(folder.absolute(path), limit: 1 << 16),
                case .string(let queue)? = try? JSONValue(parsing: bytes, document: path)[member: "queue"]
            else { return nil }
            return queue
        }
        let files = try PrintedFolders(items.map(\.destination) + queues, of: folder).files()
        return items.flatMap { files[$0.key] ?? [] }
    }

    func forget(_ paths: [String]) throws(SessionsError) {
        for path in paths { try database.run("INSERT OR IGNORE INTO removal(path) VALUES(?)", .string(path)) }
    }

    /// Files of the sessions that have no row: half-written ones, those in Quarantine/, and copies of the record there
    /// that name one of them.
    private func leftovers(of sessions: [Session]) throws(SessionsError) -> [String] {
        var found: [String] = []
        let numbers = Set(sessions.compactMap(\.number))
        for shelf in EventFolder.shelves.flatMap({ [$0, "Quarantine/" + $0] }) + [EventFolder.thumbs] {
            for name in try folder.names(in: shelf) {
                guard let number = EventFolder.number(inName: name), numbers.contains(number) else { continue }
                let path = shelf + "/" + name
                if try !isOfAnother(path, than: sessions) { found.append(path) }
            }
        }
        found += try prints(of: sessions.flatMap(\.outbox)) + printed(of: sessions.flatMap(\.outbox))
        return try found + copies(naming: sessions)
    }

    /// Whether a session beside these has the file, whatever number is in its name.
    private func isOfAnother(_ path: String, than sessions: [Session]) throws(SessionsError) -> Bool {
        let sql = """
            SELECT id FROM session WHERE row IN
            (SELECT session FROM capture WHERE path = ? UNION SELECT session FROM rendition WHERE path = ?)
            """
        let owner = try database.first(sql, .string(path), .string(path)) { $0.text(0) }
        return owner.map { owner in !sessions.contains { $0.id == owner } } ?? false
    }

    /// Copies of the record in Quarantine/ that name one of the sessions or its guests.
    func copies(naming sessions: [Session]) throws(SessionsError) -> [String] {
        var found: [String] = []
        let marks = sessions.flatMap { [$0.id] + $0.personal }.map { Array($0.utf8) }
        for name in try folder.names(in: "Quarantine") {
            let path = "Quarantine/" + name
            guard let bytes = try? readAll(folder.absolute(path), limit: History.limit) else { continue }
            if marks.contains(where: { bytes.firstRange(of: $0) != nil }) { found.append(path) }
        }
        return found
    }
}

extension Session {
    /// What tells who the guest is. Answers of a few letters are everybody's.
    fileprivate var personal: [String] {
        inputs.filter { $0.kind == .email || $0.kind == .phone || $0.value.utf8.count >= 8 }.map(\.value)
            + outbox.filter { $0.kind == .email || $0.kind == .sms }.map(\.subject)
    }
}

extension Rendition {
    /// Whether its parameters name the file among those that it was made of.
    fileprivate func shows(_ path: String) -> Bool { parameters.contains("\"\(path)\"") }
}

extension OutboxItem {
    fileprivate func concerns(_ path: String) -> Bool { subject == path || payload.contains("\"\(path)\"") }
}
