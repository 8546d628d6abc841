import Delivery
import Faults
public import Sessions
public import StrictJSON

/// `booth sessions share`: a further link to the pictures of sessions; as a mail or a text message, too. What the event sends
/// of a session and was never sent goes along.
public struct Share: Sendable, Hashable {
    /// End the session's earlier links.
    public var revoke = false
    /// Whom the link is sent to: one address, one telephone number.
    public var email: String?
    public var sms: String?
    /// How the guest has agreed to that, in somebody's words: recorded as the guest's yes.
    public var consent: String?

    public init() {}

    public struct Link: Sendable, Equatable {
        public let number: Int
        public let token: String
        /// nil: the event says nothing of where links lead.
        public let url: String?
        /// The ids of the items of the outbox that were added.
        public let items: [Int]

        public var json: JSONValue {
            .object(present: [
                "number": .integer(number), "token": .string(token), "link": url.map { .string($0) } ?? .null,
                "items": items.isEmpty ? nil : .array(items.map { .integer($0) }),
            ])
        }
    }

    public func run(
        on numbers: [Int], of record: EventRecord, following progress: ActionProgress = ActionProgress()
    ) async throws -> ActionOutcome<Link> {
        let messages = try messages(of: record)
        return try await record.each(numbers, following: progress) { session in
            try await note(consent, to: messages.map(\.kind), of: session, in: record)
            let share = try await record.share(session.id, revoking: revoke)
            var items = try await record.queue(session.id)
            for message in messages {
                items += try await record.send(
                    message: message.kind, to: message.address, link: share.token, of: session.id)
            }
            return Link(
                number: session.number ?? 0, token: share.token, url: record.event.shownBase.map { $0 + share.token },
                items: items.map(\.id))
        }
    }

    /// What is to be sent, with addresses that were looked at.
    private func messages(of record: EventRecord) throws -> [(kind: OutboxItem.Kind, address: String)] {
        var messages: [(kind: OutboxItem.Kind, address: String)] = []
        if let email { messages.append((.email, try MailAddress(email).text)) }
        if let sms { messages.append((.sms, try PhoneNumber(sms, prefix: record.event.phonePrefix).text)) }
        guard consent == nil || !messages.isEmpty else { throw ActionError.consentToNothing }
        for message in messages {
            guard !record.event.destinations(of: message.kind).isEmpty else {
                throw ActionError.noDestination(message.kind, event: record.folder.path)
            }
            guard record.event.shownBase != nil else {
                throw SessionsError.noLinkBase(event: record.folder.path, kind: message.kind)
            }
        }
        return messages
    }

    /// Without a yes no link is made either: it would be one that nobody has.
    private func note(
        _ consent: String?, to kinds: [OutboxItem.Kind], of session: Session, in record: EventRecord
    ) async throws {
        for kind in kinds {
            guard let key = kind.purpose.flatMap({ record.event.consents[$0] }) else { continue }
            if let consent {
                _ = try await record.keep(.consent, name: key + ".told", value: consent, in: session.id)
                _ = try await record.keep(.consent, name: key, value: "yes", in: session.id)
            } else if !session.allows(kind.purpose, in: record.event) {
                throw SessionsError.noConsent(
                    session: session.number.map { "#\($0)" } ?? session.id, kind: kind, key: key)
            }
        }
    }
}
