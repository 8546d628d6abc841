import Files
import Glibc

extension EventRecord {
    /// Deletes a session: its rows, files, contact data and items, whatever was put aside of it, and every former copy of
    /// the record that names it. A tombstone keeps the number. A crash half-way is finished at the next opening.
    public func delete(_ id: String, at now: Moment = .now) throws(SessionsError) {
        let session = try session(id)
        guard session.state == .finished else { throw .notNow("session \(session.label): is active; end it first") }
        let leftovers = try leftovers(of: session)
        try database.transaction { () throws(SessionsError) in
            let row = try row(id)
            let present = try rows.session(atRow: row)
            if let number = present.number {
                try database.run(
                    "INSERT INTO tombstone(number, id, deleted_at) VALUES(?, ?, ?)", .integer(number), .string(id),
                    .time(now))
            }
            try forget(present.captures.map(\.path) + present.renditions.compactMap(\.path) + leftovers)
            try database.run("DELETE FROM session WHERE row = ?", .integer(row))
            try bump()
        }
        try Self.finishRemovals(database, folder, event)
    }

    /// Deletes one gallery item, the renditions that were made of it, and what was to be sent of them.
    /// Gives the paths that are gone.
    public func delete(item path: String, of id: String, at now: Moment = .now) throws(SessionsError) -> [String] {
        let gone = try change(id) { (row) throws(SessionsError) in
            let session = try rows.session(atRow: row)
            let isCapture = session.captures.contains { $0.path == path }
            guard isCapture || session.renditions.contains(where: { $0.path == path }) else {
                throw .notNow("session \(session.label): has no file \(path)")
            }
            let derived = session.renditions.filter { $0.path == path || $0.parent == path || $0.shows(path) }
            let paths = [path] + derived.compactMap(\.path).filter { $0 != path }
            try database.run("DELETE FROM capture WHERE path = ?", .string(path))
            for rendition in derived { try database.run("DELETE FROM rendition WHERE id = ?", .integer(rendition.id)) }
            let waiting = session.outbox.filter { paths.contains($0.subject) && $0.state != .done }
            try forget(prints(of: waiting))
            for path in paths {
                try database.run(
                    "DELETE FROM item WHERE session = ? AND subject = ? AND state IN ('pending', 'dead', 'unknown')",
                    .integer(row), .string(path))
            }
            try forget(paths)
            return paths
        }
        try Self.finishRemovals(database, folder, event)
        return gone
    }

    /// What the ledger of prints keeps of these items, the pictures included.
    private func prints(of items: [OutboxItem]) throws(SessionsError) -> [String] {
        let keys = items.filter { $0.kind == .print }.map(\.key)
        guard !keys.isEmpty else { return [] }
        return try folder.names(in: EventFolder.prints).filter { name in keys.contains { name.hasPrefix($0) } }
            .map { EventFolder.prints + "/" + $0 }
    }

    private func forget(_ paths: [String]) throws(SessionsError) {
        for path in paths { try database.run("INSERT OR IGNORE INTO removal(path) VALUES(?)", .string(path)) }
    }

    /// Files of the session that have no row: half-written ones, those in Quarantine/, and copies of the record there
    /// that name it.
    private func leftovers(of session: Session) throws(SessionsError) -> [String] {
        var found: [String] = []
        if let number = session.number {
            let prefix = EventFolder.prefix(number)
            for shelf in EventFolder.shelves.flatMap({ [$0, "Quarantine/" + $0] }) {
                for name in try folder.names(in: shelf) {
                    // A name may have been numbered when it was put aside: "2-000047-…".
                    let isOwn = name.hasPrefix(prefix) || name.hasPrefix("." + prefix)
                    if isOwn || shelf.hasPrefix("Q") && name.contains("-" + prefix) { found.append(shelf + "/" + name) }
                }
            }
        }
        found += try prints(of: session.outbox)
        let contacts = session.inputs.map(\.value).filter { $0.utf8.count >= 4 }
        for name in try folder.names(in: "Quarantine") {
            let path = "Quarantine/" + name
            guard let bytes = try? readAll(folder.absolute(path), limit: History.limit) else { continue }
            if ([session.id] + contacts).contains(where: { bytes.firstRange(of: Array($0.utf8)) != nil }) {
                found.append(path)
            }
        }
        return found
    }
}

extension Rendition {
    /// Whether its parameters name the file among those that it was made of.
    fileprivate func shows(_ path: String) -> Bool { parameters.contains("\"\(path)\"") }
}
