import Files
import StrictJSON

/// Writes chosen sessions into a file of the operator's own.
public struct Export: Sendable {
    public enum Format: String, Sendable, CaseIterable { case csv, json }

    public var format: Format
    /// Addresses, telephone numbers, answers. Not unless somebody asks for them.
    public var contacts: Bool

    public init(format: Format, contacts: Bool) { (self.format, self.contacts) = (format, contacts) }

    public func write(_ sessions: [Session], to path: String) throws(SessionsError) {
        let text =
            switch format {
            case .csv: csv(sessions)
            case .json: JSONValue.array(sessions.map(json)).text(pretty: true) + "\n"
            }
        try filing { () throws(FilesError) in try writeDurably(Array(text.utf8), to: path) }
    }

    func json(_ session: Session) -> JSONValue {
        guard !contacts else { return session.json }
        var session = session
        session.inputs = []
        session.outbox = session.outbox.map { item in
            var item = item
            // What is sent and where tells who the guest is; so may a server's answer.
            if item.kind == .email || item.kind == .sms || item.kind == .survey {
                (item.subject, item.payload, item.reason, item.remote) = ("", "{}", nil, nil)
            }
            return item
        }
        return session.json
    }

    private static let columns = [
        "number", "id", "state", "mode", "workflow", "layout", "effects", "started", "ended", "endReason", "captures",
        "renditions", "printed", "sent", "downloaded",
    ]

    func csv(_ sessions: [Session]) -> String {
        let head = Self.columns + (contacts ? ["email", "phone", "consent", "survey"] : [])
        let lines = sessions.map { session in
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
            return cells
        }
        return ([head] + lines).map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: guests write what they like.
    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let shown = isFormula ? "'" + text : text
        guard shown.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return shown }
        return "\"" + shown.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
