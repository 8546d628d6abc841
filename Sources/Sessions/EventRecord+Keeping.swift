import Files
import Work

/// A file that a camera gave, not yet kept.
public struct NewCapture: Sendable {
    public var bytes: [UInt8]
    /// Without the dot: "jpg", "cr3".
    public var fileExtension: String
    /// nil: a press of the shutter of its own.
    public var shot: Int?
    public var source: String
    public var isSelected = true

    public init(bytes: [UInt8], fileExtension: String, source: String) {
        (self.bytes, self.fileExtension, self.source) = (bytes, fileExtension.lowercased(), source)
    }
}

/// The same when it lies on the event's file system already: hidden in Captures/, where nobody takes it for a picture.
public struct StagedCapture: Sendable {
    public var path: String
    /// Without the dot: "jpg", "cr3".
    public var fileExtension: String
    /// nil: a press of the shutter of its own.
    public var shot: Int?
    public var source: String
    public var isSelected = true

    public init(at path: String, fileExtension: String, source: String) {
        (self.path, self.fileExtension, self.source) = (path, fileExtension.lowercased(), source)
    }
}

extension EventRecord {
    /// Keeps a capture of the session with this id. When it returns, file and row are on the disk: the file first, then
    /// one commit with the row and `items`, what is to be sent of it. A crash may leave a file that has no row, never a
    /// row without its file. The same file of the same shot again is the capture that is there already.
    public func keep(
        _ capture: NewCapture, in id: String, items: [NewItem] = [], at now: Moment = .now
    ) throws(SessionsError) -> Capture {
        let facts = CaptureFacts(capture, ContentHash(of: capture.bytes))
        let lock = try FolderLock(shelf: "Captures", of: folder)
        defer { withExtendedLifetime(lock) {} }
        return try keep(facts, in: id, items, now) { (path) throws(SessionsError) in
            try filing { () throws(FilesError) in try writeDurably(capture.bytes, to: folder.absolute(path)) }
        } takeBack: { (path) throws(SessionsError) in
            try folder.remove([path])
        }
    }

    /// Keeps a staged file: it is read once, for its hash, and gets its name by a link instead of being written again. Then
    /// its staging name is gone; when this throws, it is still there. What takes long does not run on the record's queue.
    public nonisolated func keep(
        file staged: StagedCapture, in id: String, items: [NewItem] = [], at now: Moment = .now
    ) async throws(SessionsError) -> Capture {
        let folder = folder
        let announcement = announceCapture()
        defer { withExtendedLifetime(announcement) {} }
        let file = try await offPool { () throws(SessionsError) in try FlushedFile(staged.path, in: folder) }
        return try await keep(file, staged, in: id, items, now)
    }

    private func keep(
        _ file: FlushedFile, _ staged: StagedCapture, in id: String, _ items: [NewItem], _ now: Moment
    ) throws(SessionsError) -> Capture {
        defer { withExtendedLifetime(file) {} }
        let kept = try keep(CaptureFacts(staged, file), in: id, items, now) { (path) throws(SessionsError) in
            // What a crash has left there, no row knows.
            if folder.isThere(path), try !hasRow(path) { _ = try folder.setAside(path) }
            try folder.name(staged.path, as: path)
        } takeBack: { (path) throws(SessionsError) in
            try folder.unname(path, as: staged.path)
        }
        try? folder.discard(staged.path)
        return kept
    }

    /// `put` makes the file appear at a path of the event, on the disk; `takeBack` undoes that when no row came of it.
    private func keep(
        _ facts: CaptureFacts, in id: String, _ items: [NewItem], _ now: Moment,
        put: (String) throws(SessionsError) -> Void, takeBack: (String) throws(SessionsError) -> Void
    ) throws(SessionsError) -> Capture {
        let letters = facts.fileExtension.utf8
        guard (1...5).contains(letters.count), letters.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
        else { throw .notNow("a capture's file cannot end in \".\(facts.fileExtension)\"") }
        while true {
            let session = try session(id)
            let number = try numbered(session)
            let shot = facts.shot ?? (session.captures.map(\.shot).max() ?? 0) + 1
            let path = "Captures/\(EventFolder.prefix(number))\(shot)-\(facts.hash.prefix8).\(facts.fileExtension)"
            if let there = session.captures.first(where: { $0.path == path }), there.sha256 == facts.hash.description {
                return there
            }
            try put(path)
            do throws(SessionsError) {
                let kept = try change(id) { (row) throws(SessionsError) -> Capture? in
                    // Somebody may have taken the number since; the name would tell a lie.
                    guard try number == numbered(rows.session(atRow: row)) else { return nil }
                    try give(number, to: row)
                    var one = Capture(
                        id: 0, shot: shot, path: path, sha256: facts.hash.description, bytes: facts.bytes,
                        source: facts.source, taken: now, selected: facts.isSelected)
                    one.id = try rows.insert(one, row: row, id: nil)
                    for item in items { try add(item, session: row, id: id, at: now) }
                    return one
                }
                if let kept { return kept }
            } catch {
                // A commit that failed may have come about all the same.
                if case .some(false) = try? hasRow(path) { try? takeBack(path) }
                throw error
            }
            try takeBack(path)
        }
    }

    private func hasRow(_ path: String) throws(SessionsError) -> Bool {
        try database.first("SELECT 1 FROM capture WHERE path = ?", .string(path)) { _ in true } ?? false
    }

    /// The number that a session has, or would get.
    private func numbered(_ session: Session) throws(SessionsError) -> Int {
        if let number = session.number { return number }
        return try nextNumber()
    }

    func give(_ number: Int, to row: Int) throws(SessionsError) {
        try database.run(
            "UPDATE session SET number = ? WHERE row = ? AND number IS NULL", .integer(number), .integer(row))
    }

    /// Which captures renditions are made of, by id; of a session in roaming mode usually chosen later.
    /// - Parameter order: their shots as they stand in the slots; by default in the order in which they were taken.
    public func select(_ captures: Set<Int>, order: [Int] = [], in id: String) throws(SessionsError) {
        let places = order == order.sorted() ? [] : order
        try change(id) { (row) throws(SessionsError) in
            let known = try rows.session(atRow: row).captures
            guard captures.isSubset(of: known.map(\.id)) else {
                throw .notNow("a capture that is to be selected is not of this session")
            }
            for one in known {
                let isSelected = captures.contains(one.id)
                let place = isSelected ? places.firstIndex(of: one.shot).map { $0 + 1 } : nil
                try database.run(
                    "UPDATE capture SET selected = ?, place = ? WHERE id = ?", .bool(isSelected), .int(place),
                    .integer(one.id))
            }
        }
    }

    /// Keeps what a guest said.
    public func keep(
        _ kind: Session.Input.Kind, name: String = "", value: String, in id: String, items: [NewItem] = [],
        at now: Moment = .now
    ) throws(SessionsError) -> Session.Input {
        try change(id) { (row) throws(SessionsError) in
            try give(nextNumber(), to: row)
            var input = Session.Input(id: 0, kind: kind, name: name, value: value, at: now)
            input.id = try rows.insert(input, row: row, id: nil)
            if kind == .consent, value != "yes" { try withdraw(name, session: row, at: now) }
            for item in items { try add(item, session: row, id: id, at: now) }
            return input
        }
    }
}
