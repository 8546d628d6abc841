import Files
import StrictJSON

/// Writes chosen sessions into a file of the operator's own.
public struct Export: Sendable {
    public enum Format: String, Sendable, CaseIterable { case csv, json }

    public var format: Format
    /// Addresses, telephone numbers, answers. Not unless somebody asks for them.
    public var contacts: Bool

    public init(format: Format, contacts: Bool) { (self.format, self.contacts) = (format, contacts) }

    /// `next` gives one session after another, and nil at the end: an event may have more than fit into memory.
    func write(
        to path: String, table: SessionTable, next: () throws(SessionsError) -> Session?
    ) throws(SessionsError) {
        var failure: SessionsError?
        var (count, isDone) = (0, false)
        do throws(SessionsError) {
            try filing { () throws(FilesError) in
                try writeDurably(to: path) { () throws(FilesError) in
                    guard !isDone else { return nil }
                    do throws(SessionsError) {
                        let session = try next()
                        isDone = session == nil
                        defer { count += 1 }
                        return Array(piece(session, count, table).utf8)
                    } catch {
                        failure = error
                        throw .failed(path: path, reason: "\(error)")
                    }
                }
            }
        } catch { throw failure ?? error }
    }

    /// The text of the session that comes after `count` others; with nil, the end.
    private func piece(_ session: Session?, _ count: Int, _ table: SessionTable) -> String {
        switch (format, session) {
        case (.csv, let session): (count == 0 ? table.head : "") + (session.map(table.line(of:)) ?? "")
        case (.json, let session?):
            (count == 0 ? "[\n" : ",\n") + json(session).text(pretty: true)
        case (.json, nil): count == 0 ? "[]\n" : "\n]\n"
        }
    }

    func json(_ session: Session) -> JSONValue {
        guard !contacts else { return session.json }
        var session = session
        session.inputs = []
        session.outbox = session.outbox.map { item in
            var item = item
            // What is sent and where tells who the guest is; so may a server's answer.
            if item.kind == .email || item.kind == .sms || item.kind == .survey {
                (item.subject, item.reason, item.remote) = ("", nil, nil)
            }
            if item.kind != .print { item.payload = "{}" }
            return item
        }
        // The texts of a picture may be a guest's answers.
        session.renditions = session.renditions.map { rendition in
            var rendition = rendition
            rendition.parameters = "{}"
            return rendition
        }
        return session.json
    }
}

extension EventRecord {
    /// Writes the sessions of these numbers, each read when it is its turn; gives how many there were. A file that is there
    /// already is replaced.
    public func export(_ numbers: [Int], to path: String, _ export: Export) throws(SessionsError) -> Int {
        try database.snapshot { () throws(SessionsError) in
            let questions = export.contacts && export.format == .csv ? try questions() : []
            let table = SessionTable(contacts: export.contacts, linkBase: event.shownBase, questions: questions)
            var rest = numbers[...]
            try export.write(to: path, table: table) { () throws(SessionsError) in
                try rest.popFirst().map { (number) throws(SessionsError) in try session(number: number) }
            }
            return numbers.count
        }
    }

    /// What guests of this event were asked, in the order in which the questions were first answered.
    private func questions() throws(SessionsError) -> [SessionTable.Question] {
        try database.all(
            """
            SELECT kind, name FROM input WHERE kind IN ('survey', 'consent') GROUP BY kind, name ORDER BY min(id)
            """
        ) { (row) throws(SessionsError) in SessionTable.Question(kind: try row.word(0), key: row.text(1)) }
    }
}
