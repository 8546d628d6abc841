import Files

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

extension EventRecord {
    /// Keeps a capture of the session with this id. When it returns, file and row are on the disk: the file first, then
    /// one commit with the row and `items`, what is to be sent of it. A crash may leave a file that has no row, never a
    /// row without its file. The same file of the same shot again is the capture that is there already.
    public func keep(
        _ capture: NewCapture, in id: String, items: [NewItem] = [], at now: Moment = .now
    ) throws(SessionsError) -> Capture {
        let hash = ContentHash(of: capture.bytes)
        let letters = capture.fileExtension.utf8
        guard (1...5).contains(letters.count), letters.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
        else { throw .notNow("a capture's file cannot end in \".\(capture.fileExtension)\"") }
        while true {
            let session = try session(id)
            let number = try numbered(session)
            let shot = capture.shot ?? (session.captures.map(\.shot).max() ?? 0) + 1
            let path = "Captures/\(EventFolder.prefix(number))\(shot)-\(hash.prefix8).\(capture.fileExtension)"
            if let there = session.captures.first(where: { $0.path == path }), there.sha256 == hash.description {
                return there
            }
            let lock = try FolderLock(shelf: "Captures", of: folder)
            defer { withExtendedLifetime(lock) {} }
            try filing { () throws(FilesError) in try writeDurably(capture.bytes, to: folder.absolute(path)) }
            let kept = try change(id) { (row) throws(SessionsError) -> Capture? in
                // Somebody may have taken the number since; the name would tell a lie.
                guard try number == numbered(rows.session(atRow: row)) else { return nil }
                try give(number, to: row)
                var one = Capture(
                    id: 0, shot: shot, path: path, sha256: hash.description, bytes: capture.bytes.count,
                    source: capture.source, taken: now, selected: capture.isSelected)
                one.id = try rows.insert(one, row: row, id: nil)
                for item in items { try add(item, session: row, id: id, at: now) }
                return one
            }
            if let kept { return kept }
            try folder.remove([path])
        }
    }

    /// The number that a session has, or would get.
    private func numbered(_ session: Session) throws(SessionsError) -> Int {
        if let number = session.number { return number }
        return try nextNumber()
    }

    private func give(_ number: Int, to row: Int) throws(SessionsError) {
        try database.run(
            "UPDATE session SET number = ? WHERE row = ? AND number IS NULL", .integer(number), .integer(row))
    }

    /// Which captures renditions are made of, by id; of a session in roaming mode usually chosen later.
    public func select(_ captures: Set<Int>, in id: String) throws(SessionsError) {
        try change(id) { (row) throws(SessionsError) in
            let known = Set(try rows.session(atRow: row).captures.map(\.id))
            guard captures.isSubset(of: known) else {
                throw .notNow("a capture that is to be selected is not of this session")
            }
            for one in known {
                try database.run(
                    "UPDATE capture SET selected = ? WHERE id = ?", .bool(captures.contains(one)), .integer(one))
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
            for item in items { try add(item, session: row, id: id, at: now) }
            return input
        }
    }
}
