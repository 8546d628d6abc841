import Files
import StrictJSON

/// What is sent of a session by the settings of its event, in the order in which it goes: the page behind its links, its media, what
/// the guest has answered, and messages to the addresses that the guest has left. It asks neither disk nor record.
struct SendingPlan {
    let session: Session
    let event: Event
    let now: Moment

    /// Files of the session that the event's `send` names, for each destination. What nobody waits for goes when the session is over.
    var media: [NewItem] {
        let renditions = session.renditions.filter { $0.state == .ready && $0.isPicture }
        let files =
            renditions.compactMap { one in one.path.map { ($0, one.kind.medium) } }
            + session.captures.filter(\.selected).map { ($0.path, $0.medium) }
        let isOver = session.state == .finished
        return files.filter { event.send.contains($0.1) && (isOver || $0.1.lane == .guest) }.flatMap { path, medium in
            event.destinations(of: .media).map { destination in
                var item = NewItem(.media, subject: path, destination: destination)
                item.lane = medium.lane
                return item
            }
        }
    }

    /// The last answer to each question.
    var answers: [NewItem] {
        let answers = session.inputs.filter { $0.kind == .survey }
        let last = answers.enumerated().filter { index, input in
            !answers[(index + 1)...].contains { $0.name == input.name }
        }
        return last.flatMap { _, input in
            event.destinations(of: .survey).map { destination in
                let payload: JSONValue = ["answer": .string(input.value)]
                return NewItem(.survey, subject: input.name, destination: destination, payload: payload.text())
            }
        }
    }

    /// To the addresses that the guest has left, as far as the guest agrees; none while there is nothing to be shown.
    var messages: [NewItem] {
        guard session.guestsPicture != nil || session.motion != nil,
            let token = session.goodTokens(in: event, at: now).first
        else { return [] }
        return session.inputs.flatMap { input in
            input.kind.message.map { messages($0, to: input.value, token: token) } ?? []
        }
    }

    func messages(_ kind: OutboxItem.Kind, to address: String, token: String) -> [NewItem] {
        guard session.allows(kind.purpose, in: event) else { return [] }
        let payload: JSONValue = ["token": .string(token)]
        return event.destinations(of: kind).map {
            NewItem(kind, subject: address, destination: $0, payload: payload.text())
        }
    }
}

/// A page behind a link, as its item says it. What it shows is read when it is sent, so that one that waits need not be
/// followed by another: `shows` only tells whether there is anything new.
struct PageWish {
    enum Part: String {
        /// Without the camera's own pictures: they are large, and what was made of them is to be seen soon.
        case pictures
        case all
    }

    var token: String
    var destination: String
    var part: Part
    var lane: OutboxItem.Lane
    private var shows: String

    var payload: String {
        let payload: JSONValue = ["part": .string(part.rawValue), "shows": .string(shows)]
        return payload.text()
    }

    static func part(of item: OutboxItem) -> Part? {
        guard let payload = try? JSONValue(parsing: Array(item.payload.utf8), document: "payload"),
            case .string(let word)? = payload[member: "part"]
        else { return nil }
        return Part(rawValue: word)
    }

    init(_ session: Session, token: String, destination: String, part: Part) {
        (self.token, self.destination, self.part) = (token, destination, part)
        let isThere = session.outbox.contains { item in
            item.kind == .page && item.subject == token && item.destination == destination && item.state == .done
                && Self.part(of: item) == .all
        }
        lane = part == .all && !isThere ? .raw : .guest
        var hasher = ContentHasher()
        let isWaiting = session.renditions.contains { $0.state == .placeholder }
        for text in [session.state.rawValue, "\(isWaiting)"] { hasher.update(text) }
        for one in session.renditions where one.state == .ready { hasher.update(one.path ?? "") }
        if part == .all { for one in session.selectedCaptures { hasher.update(one.path) } }
        shows = String(hasher.finish().description.prefix(8))
    }
}

extension SendingPlan {
    /// For each good link and destination: the pictures first, all of it when the session is over. Once all of it is there, all of
    /// it is brought up to date, since what has not changed is not sent again.
    var pages: [PageWish] {
        // Where nobody has begun, as when a booth is closed, there will never be anything to be seen.
        let isEmpty = session.state == .finished && !session.isVisible
        guard !isEmpty || session.outbox.contains(where: { $0.kind == .page }) else { return [] }
        var wishes: [PageWish] = []
        for destination in event.destinations(of: .page) {
            for token in session.goodTokens(in: event, at: now) {
                let all = PageWish(session, token: token, destination: destination, part: .all)
                let isOver = session.state == .finished
                if all.lane == .raw || !isOver {
                    wishes.append(PageWish(session, token: token, destination: destination, part: .pictures))
                }
                if isOver, !session.selectedCaptures.isEmpty || all.lane == .guest { wishes.append(all) }
            }
        }
        return wishes
    }
}

extension Session.Input.Kind {
    /// How a guest is written to who has left that.
    fileprivate var message: OutboxItem.Kind? {
        switch self {
        case .email: .email
        case .phone: .sms
        case .survey, .consent: nil
        }
    }
}

extension Session {
    /// How the guest is written to by the settings of `event`, once there is a picture to be shown: by email, by text message.
    public func messages(in event: Event) -> [OutboxItem.Kind] {
        let kinds = inputs.compactMap(\.kind.message)
        return [.email, .sms].filter { kind in
            kinds.contains(kind) && allows(kind.purpose, in: event) && !event.destinations(of: kind).isEmpty
        }
    }
}

extension OutboxItem {
    /// Of a page: whether the camera's own pictures are on it.
    public var hasOriginals: Bool { PageWish.part(of: self) != .pictures }
}
