import Files
import Glibc

/// Takes up captures that no row knows, by what their names say: the record was lost, or an older copy of it was put back.
struct CaptureAdoption {
    let folder: EventFolder
    let event: Event
    let rows: SessionRows
    /// What the record says of a session of which only captures are left.
    private static let workflow = "recovered"

    /// What the name of a capture says, when its content is the one that the name tells of.
    func whole(_ path: String) -> (number: Int, shot: Int, hash: ContentHash)? {
        let name = path.split(separator: "/").last ?? ""
        guard let match = name.wholeMatch(of: /(\d{6,15})-(\d{1,9})-([0-9a-f]{8})\.([a-z0-9]{1,5})/),
            let number = Int(match.1), let shot = Int(match.2), number > 0, shot > 0,
            let hash = try? ContentHash(contentsOf: folder.absolute(path)), hash.prefix8 == match.3
        else { return nil }
        return (number, shot, hash)
    }

    /// The number of a whole capture's session, which the record does not know, or knows by such captures alone.
    func unknownSession(of path: String) throws(SessionsError) -> Int? {
        guard let number = whole(path)?.number, try !isDeleted(number) else { return nil }
        guard let row = try rows.row(ofNumber: number) else { return number }
        return try rows.session(atRow: row).workflow == Self.workflow ? number : nil
    }

    /// Gives whether it has a row now. Not that of a guest who was deleted, nor one that has a row already. Within a transaction.
    func adopt(_ path: String) throws(SessionsError) -> Bool {
        guard try !has("SELECT 1 FROM capture WHERE path = ?", .string(path)),
            let (number, shot, hash) = whole(path), try !isDeleted(number)
        else { return false }
        var status = stat()
        guard stat(folder.absolute(path), &status) == 0 else { return false }
        let taken = Moment(milliseconds: status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1_000_000)
        var known = try rows.row(ofNumber: number)
        if known == nil { known = try rows.insert(session(number, taken)) }
        guard let row = known else { return false }
        let capture = Capture(
            id: 0, shot: shot, path: path, sha256: hash.description, bytes: Int(status.st_size),
            source: "recovered", taken: taken, selected: true)
        try rows.insert(capture, row: row, id: nil)
        try rows.noteChange(ofRow: row)
        return true
    }

    private func isDeleted(_ number: Int) throws(SessionsError) -> Bool {
        try has("SELECT 1 FROM tombstone WHERE number = ?", .integer(number))
    }

    private func has(_ sql: String, _ value: SQLValue) throws(SessionsError) -> Bool {
        try rows.database.first(sql, value) { _ in true } ?? false
    }

    private func session(_ number: Int, _ time: Moment) -> Session {
        var session = Session(
            id: Secrets.identifier(), number: number, booth: event.booth, mode: .standard, workflow: Self.workflow,
            layout: nil, slots: 0, effects: [], startReason: .firstLaunch, started: time, utcOffset: 0,
            shareState: .ready)
        (session.state, session.endReason, session.ended) = (.finished, .recovered, time)
        session.shares = [.init(token: Secrets.token(), made: time)]
        return session
    }
}
