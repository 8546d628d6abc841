import Faults
import Files
import Glibc

/// A file of an event that no row names.
struct Stray: Equatable {
    var finding: Discrepancy
    /// The path that its content has by a row, when no file is there.
    var belongsAt: String?
    /// It has a row now.
    var isAdopted = false
}

extension RecordAudit {
    enum Mode {
        /// Changes nothing.
        case look
        case repair
        /// A booth starts: afterwards nothing is on the shelves that no row names.
        case launch
    }

    /// Files on the shelves that no row names. One that a row knows by its hash, and misses, was renamed; a whole capture of a
    /// session that nobody knows is taken up; all others belong into Quarantine/. Those there are looked at, too, for a renamed one may have been put aside before. Unless one only
    /// looks, they are moved to where they belong. Whether one has a row is asked within a transaction, so that none gets its row in
    /// between.
    @discardableResult
    func strays(
        _ mode: Mode, grace: Duration, at now: Moment
    ) throws(SessionsError) -> [Stray] {
        var strays: [Stray] = []
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
                    if mode != .look { try? folder.discard(folder.absolute(path)) }
                    continue
                }
                if let stray = try stray(path, table, mode) { strays.append(stray) }
            }
            withExtendedLifetime(lock) {}
            guard mode != .launch else { continue }
            for name in try folder.names(in: "Quarantine/" + shelf) {
                let path = "Quarantine/" + shelf + "/" + name
                guard let place = try placeMissed(of: path, table) else { continue }
                strays.append(try moved(path, to: place, mode))
            }
        }
        return strays
    }

    private func stray(_ path: String, _ table: String, _ mode: Mode) throws(SessionsError) -> Stray? {
        if let place = try placeMissed(of: path, table) { return try moved(path, to: place, mode) }
        if table == "capture", let stray = try adopted(path, mode) { return stray }
        guard mode != .look else {
            let remedy = "--repair moves it to Quarantine/, where it stays until you look at it"
            return Stray(finding: Discrepancy(path, "no row knows it", remedy: remedy))
        }
        do throws(SessionsError) {
            guard let aside = try setAside(path, unknownTo: table) else { return nil }
            return Stray(finding: Discrepancy(path, "no row knows it; moved to \(aside)", remedy: nil))
        } catch {
            return Stray(
                finding: Discrepancy(
                    path, "no row knows it, and it stays there: \(error.problem)", remedy: error.remedy ?? "move it"))
        }
    }

    /// Where a file with this very content should be and is not; nil when no row misses it.
    private func placeMissed(of path: String, _ table: String) throws(SessionsError) -> String? {
        guard let hash = try? ContentHash(contentsOf: folder.absolute(path)) else { return nil }
        let places = try database.all(
            "SELECT path FROM \(table) WHERE sha256 = ? AND path IS NOT NULL", .string(hash.description)
        ) { $0.text(0) }
        return places.first { !folder.isThere($0) }
    }

    /// A whole capture of a session that nobody knows gets a row, and its session one; nil for any other file.
    private func adopted(_ path: String, _ mode: Mode) throws(SessionsError) -> Stray? {
        let adoption = CaptureAdoption(folder: folder, event: event, rows: SessionRows(database: database))
        guard let number = try adoption.unknownSession(of: path) else { return nil }
        let text = "of session #\(number), which this record, perhaps an older copy, does not know"
        guard mode != .look else {
            let remedy = "--repair takes it up, and so does the next start of the booth"
            return Stray(finding: Discrepancy(path, text, remedy: remedy))
        }
        let isAdopted = try database.transaction { () throws(SessionsError) in
            guard try adoption.adopt(path) else { return false }
            let revision = try EventRecord.number("revision", in: database)
            try EventRecord.set("revision", to: String(revision + 1), in: database)
            return true
        }
        return isAdopted ? Stray(finding: Discrepancy(path, "\(text); taken up", remedy: nil), isAdopted: true) : nil
    }

    private func moved(_ path: String, to place: String, _ mode: Mode) throws(SessionsError) -> Stray {
        let text = "is \(place) under another name"
        guard mode != .look else {
            let finding = Discrepancy(path, text, remedy: "--repair gives it its name back")
            return Stray(finding: finding, belongsAt: place)
        }
        do throws(SessionsError) {
            try folder.name(folder.absolute(path), as: place)
            try folder.remove([path])
            return Stray(finding: Discrepancy(path, "\(text); it has its name back", remedy: nil), belongsAt: place)
        } catch {
            let finding = Discrepancy(path, "\(text), and stays: \(error.problem)", remedy: error.remedy ?? "rename it")
            return Stray(finding: finding, belongsAt: place)
        }
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
