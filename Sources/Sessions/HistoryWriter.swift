import Files
import Glibc
import StrictJSON

/// Writes `sessions.json` from the record: the same revision, the same bytes.
struct HistoryWriter {
    let folder: EventFolder
    let event: Event
    let database: Database

    /// Replaces the file unless it knows more than the record does. Gives the revision that was written.
    func write() throws(SessionsError) -> Int {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        return try writeAlone()
    }

    /// One writer at a time, or an older state could replace a newer one. Blocks while another process writes.
    func lock() throws(SessionsError) -> FolderLock { try FolderLock(folder.path, .alone) }

    /// The caller holds the lock.
    func writeAlone() throws(SessionsError) -> Int {
        // Whoever wrote these was killed, and they are full of addresses.
        let cutOff = try folder.names(in: ".").filter { $0.hasPrefix(".sessions.json.") }
        if !cutOff.isEmpty { try folder.remove(cutOff) }
        try database.transaction { () throws(SessionsError) in try SessionRows(database: database).storeLines() }
        return try database.snapshot { () throws(SessionsError) in
            let revision = try EventRecord.number("revision", in: database)
            try makeWay(for: revision)
            try stream(revision) { (next) throws(SessionsError) in
                try filing { () throws(FilesError) in try writeDurably(to: folder.history, next: next) }
            }
            return revision
        }
    }

    /// Whether the file is, to the byte, what the record gives.
    func isCurrent() throws(SessionsError) -> Bool {
        let expected = try expected()
        return try filing { () throws(FilesError) in try ContentHash(contentsOf: folder.history) } == expected
    }

    /// The hash of the whole file when it is up to date.
    func expected() throws(SessionsError) -> ContentHash {
        try database.snapshot { () throws(SessionsError) in
            var body = ContentHasher()
            var whole = ContentHasher()
            var pieces = Pieces(header: try header(), database: database)
            while let piece = try pieces.next() {
                body.update(piece)
                whole.update(piece)
            }
            whole.update(Array(History.footer(body.finish()).utf8))
            return whole.finish()
        }
    }

    /// The first line of the file that is there; nil when there is none or it cannot be told.
    func present() throws(SessionsError) -> History.Header? {
        guard folder.isThere("sessions.json") else { return nil }
        let file = open(folder.history, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(file, &bytes, bytes.count))
        return try? History.Header(line: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") })
    }

    private func makeWay(for revision: Int) throws(SessionsError) {
        guard folder.isThere("sessions.json") else { return }
        guard let present = try present() else {
            _ = try folder.setAside("sessions.json")
            return
        }
        guard present.revision <= revision else {
            throw .historyAhead(path: folder.history, revision: present.revision, record: revision)
        }
        // Numbers are never given twice: every session that the file has must be here, or its tombstone.
        let stones = try database.first("SELECT count(*) FROM tombstone") { $0.int(0) } ?? 0
        let known = try header().count + stones
        guard present.count > known else { return }
        guard try History.isWhole(folder.history) else {
            _ = try folder.setAside("sessions.json")
            return
        }
        throw .damaged(
            path: database.path, reason: "sessions.json has \(present.count) sessions, this one knows of \(known)")
    }

    private func header() throws(SessionsError) -> History.Header {
        let count = try database.first("SELECT count(number) FROM session") { $0.int(0) } ?? 0
        return History.Header(event: event.id, revision: try EventRecord.number("revision", in: database), count: count)
    }

    private func stream(
        _ revision: Int, to write: (() throws(FilesError) -> [UInt8]?) throws(SessionsError) -> Void
    ) throws(SessionsError) {
        var hasher = ContentHasher()
        var pieces = Pieces(header: try header(), database: database)
        var isDone = false
        var failure: SessionsError?
        do throws(SessionsError) {
            try write { () throws(FilesError) in
                guard !isDone else { return nil }
                do throws(SessionsError) {
                    if let piece = try pieces.next() {
                        hasher.update(piece)
                        return piece
                    }
                } catch {
                    failure = error
                    throw .failed(path: folder.history, reason: "\(error)")
                }
                isDone = true
                let checksum = hasher.finish()
                hasher = ContentHasher()
                return Array(History.footer(checksum).utf8)
            }
        } catch { throw failure ?? error }
    }
}

/// The bytes of `sessions.json` before its last line, some sessions at a time, so that 200 MB need not be held at once.
private struct Pieces {
    private enum Part { case header, sessions, tombstones, done }
    private let header: History.Header
    private let database: Database
    private var part = Part.header
    private var after = 0
    private var isFirst = true

    init(header: History.Header, database: Database) { (self.header, self.database) = (header, database) }

    mutating func next() throws(SessionsError) -> [UInt8]? {
        switch part {
        case .header:
            part = .sessions
            return Array(header.line.utf8)
        case .sessions:
            let piece = try sessions()
            if !piece.isEmpty { return piece }
            part = .tombstones
            return try tombstones()
        case .tombstones, .done:
            part = .done
            return nil
        }
    }

    private mutating func sessions() throws(SessionsError) -> [UInt8] {
        var piece: [UInt8] = []
        piece.reserveCapacity(1 << 20)
        var (last, first) = (after, isFirst)
        try database.forEach(
            "SELECT number, line, row FROM session WHERE number > ? ORDER BY number LIMIT 256",
            [.integer(after)]
        ) { (row) throws(SessionsError) in
            // In a damaged index numbers may go back, and this would never end.
            guard row.int(0) > last else {
                throw .damaged(path: database.path, reason: "its sessions are out of order")
            }
            if !first { piece += [UInt8(ascii: ","), UInt8(ascii: "\n")] }
            first = false
            if row.isNull(1) {
                // Not stored yet, and whoever only compares stores nothing.
                piece += Array(try SessionRows(database: database).session(atRow: row.int(2)).json.text().utf8)
            } else {
                piece.append(contentsOf: row.utf8(1))
            }
            last = row.int(0)
            return true
        }
        (after, isFirst) = (last, first)
        return piece
    }

    private func tombstones() throws(SessionsError) -> [UInt8] {
        let lines = try database.all("SELECT number, id, deleted_at FROM tombstone ORDER BY number") {
            History.Tombstone(number: $0.int(0), id: $0.text(1), at: $0.time(2)).json.text()
        }
        // Whoever rebuilds the record has to know what is still to be taken away. What an operator was to be told then is told anew.
        let removals = try database.all(
            """
            \(SessionRows.itemColumns) WHERE session IS NULL AND kind = 'removal' AND state IN ('pending', 'sending')
            ORDER BY id
            """, map: SessionRows.item
        ).map { $0.json.text() }
        func block(_ head: String, _ lines: [String]) -> String {
            ([head] + (lines.isEmpty ? [] : [lines.joined(separator: ",\n")])).map { $0 + "\n" }.joined()
        }
        let end = block(History.turn, lines) + (removals.isEmpty ? "" : block(History.last, removals))
        return Array(((isFirst ? "" : "\n") + end).utf8)
    }
}
