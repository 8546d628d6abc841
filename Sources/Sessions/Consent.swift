/// What a guest's yes can be asked for. `event.json` names the key of the consent step that opens each; a purpose that is not
/// named needs no yes.
public enum ConsentPurpose: String, Sendable, CaseIterable {
    case email, sms, ai
    /// To be shown to those who have no link to the session, in a gallery or on a screen.
    case gallery, show
}

extension OutboxItem.Kind {
    /// What a guest must have agreed to before an item of this kind may be sent.
    public var purpose: ConsentPurpose? {
        switch self {
        case .email: .email
        case .sms: .sms
        case .ai: .ai
        case .media, .survey, .print, .page, .removal, .alert: nil
        }
    }
}

extension Session {
    /// Whether the guest has said yes to `purpose`, as far as the event asks for that. The last answer counts.
    public func allows(_ purpose: ConsentPurpose?, in event: Event) -> Bool {
        guard let purpose, let key = event.consents[purpose] else { return true }
        return inputs.last { $0.kind == .consent && $0.name == key }?.value == "yes"
    }
}

extension EventRecord {
    /// Within a transaction: throws `noConsent` unless an item of this kind may be added.
    func requireConsent(to kind: OutboxItem.Kind, session row: Int, id: String) throws(SessionsError) {
        guard let purpose = kind.purpose, let key = event.consents[purpose] else { return }
        let answer = try database.first(
            "SELECT value FROM input WHERE session = ? AND kind = 'consent' AND name = ? ORDER BY id DESC LIMIT 1",
            .integer(row), .string(key)
        ) { $0.text(0) }
        guard answer != "yes" else { return }
        let number = try database.first("SELECT number FROM session WHERE row = ?", .integer(row)) { $0.optionalInt(0) }
        throw .noConsent(session: (number ?? nil).map { "#\($0)" } ?? id, kind: kind, key: key)
    }
}
