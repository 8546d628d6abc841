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
    public func write(to path: String, next: () throws(SessionsError) -> Session?) throws(SessionsError) {
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
                        return Array(piece(session, count).utf8)
                    } catch {
                        failure = error
                        throw .failed(path: path, reason: "\(error)")
                    }
                }
            }
        } catch { throw failure ?? error }
    }

    /// The text of the session that comes after `count` others; with nil, the end.
    private func piece(_ session: Session?, _ count: Int) -> String {
        switch (format, session) {
        case (.csv, let session): (count == 0 ? csvHead : "") + (session.map(csv) ?? "")
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

    private static let columns = [
        "number", "id", "state", "mode", "workflow", "layout", "effects", "started", "ended", "endReason", "captures",
        "renditions", "printed", "sent", "downloaded",
    ]

    private var csvHead: String { Self.line(Self.columns + (contacts ? ["email", "phone", "consent", "survey"] : [])) }

    private func csv(_ session: Session) -> String {
        var cells = [
            session.number.map { "\($0)" } ?? "", session.id, session.state.rawValue, session.mode.rawValue,
            session.workflow, session.layout ?? "", session.effects.joined(separator: " "),
            session.started.description, session.ended?.description ?? "", session.endReason?.rawValue ?? "",
            "\(session.captures.count)", "\(session.renditions.filter { $0.state == .ready }.count)",
            session.isPrinted ? "yes" : "no", session.isSent ? "yes" : "no", session.isDownloaded ? "yes" : "no",
        ]
        if contacts {
            for kind in [Session.Input.Kind.email, .phone, .consent] {
                cells.append(session.inputs.filter { $0.kind == kind }.map(\.value).joined(separator: " "))
            }
            let answers = session.inputs.filter { $0.kind == .survey }.map { "\($0.name): \($0.value)" }
            cells.append(answers.joined(separator: "; "))
        }
        return Self.line(cells)
    }

    private static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: guests write what they like.
    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let shown = isFormula ? "'" + text : text
        guard shown.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return shown }
        return "\"" + shown.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension EventRecord {
    /// Writes the sessions of these numbers, each read when it is its turn; gives how many there were.
    public func export(_ numbers: [Int], to path: String, _ export: Export) throws(SessionsError) -> Int {
        try database.snapshot { () throws(SessionsError) in
            var rest = numbers[...]
            try export.write(to: path) { () throws(SessionsError) in
                try rest.popFirst().map { (number) throws(SessionsError) in try session(number: number) }
            }
            return numbers.count
        }
    }
}
