import StrictJSON

extension EventRecord {
    /// How much of a session is put into the outbox, each with what stands before it: the pages behind its links; the files that `send`
    /// names, and the guest's answers; mails and text messages to the addresses that the guest has left.
    public enum QueuedPart: Int, Sendable { case pages, media, messages }

    /// Puts into the outbox what the event sends of a session and nobody has asked for yet, in one transaction; in none when there
    /// is nothing new. Gives what was added.
    @discardableResult
    public func queue(
        _ id: String, upTo last: QueuedPart = .media, at now: Moment = .now
    ) throws(SessionsError) -> [OutboxItem] {
        guard !event.destinations.isEmpty else { return [] }
        let present = SendingPlan(session: try session(id), event: event, now: now)
        guard try isNew(present, last) else { return [] }
        return try change(id) { (row) throws(SessionsError) in try addPlanned(of: row, upTo: last, at: now) }
    }

    /// Within a transaction: the same of the session in this row.
    private func addPlanned(
        of row: Int, upTo last: QueuedPart, at now: Moment
    ) throws(SessionsError) -> [OutboxItem] {
        let session = try rows.session(atRow: row)
        let plan = SendingPlan(session: session, event: event, now: now)
        var added: [OutboxItem] = []
        func addOnce(_ item: NewItem) throws(SessionsError) {
            guard try !isKnown(item.key(session: session.id)) else { return }
            added.append(try add(item, session: row, id: session.id, at: now))
        }
        for wish in plan.pages { if let page = try add(wish, session, row, now) { added.append(page) } }
        guard last != .pages else { return added }
        for item in plan.media + plan.answers { try addOnce(item) }
        guard last == .messages else { return added }
        let first = try forerunner(row, session)
        for var item in plan.messages {
            (item.after, item.waitAtMost) = (first, Self.patience)
            try addOnce(item)
        }
        return added
    }

    /// Within the transaction that ends a session: all that is sent of it goes with its end, so that no crash comes between.
    func queueAtEnd(of row: Int, at now: Moment) throws(SessionsError) {
        guard !event.destinations.isEmpty else { return }
        _ = try addPlanned(of: row, upTo: .messages, at: now)
        try rows.noteChange(ofRow: row)
        try bump()
    }

    /// A mail or text message with a link of the session to an address that somebody else than its guest gives: also a second
    /// time, since whoever asks for it means it.
    public func send(
        message kind: OutboxItem.Kind, to address: String, link token: String, of id: String, at now: Moment = .now
    ) throws(SessionsError) -> [OutboxItem] {
        try change(id) { (row) throws(SessionsError) in
            try requireConsent(to: kind, session: row, id: id)
            let session = try rows.session(atRow: row)
            let first = try forerunner(row, session)
            var added: [OutboxItem] = []
            let plan = SendingPlan(session: session, event: event, now: now)
            for var item in plan.messages(kind, to: address, token: token) {
                (item.after, item.waitAtMost) = (first, Self.patience)
                item.rerun = session.state == .finished
                try makeNew(&item, session: id)
                added.append(try add(item, session: row, id: id, at: now))
            }
            return added
        }
    }

    /// For how long a message waits for what its link leads to; then it goes all the same.
    private static var patience: Duration { .seconds(600) }

    private func isNew(_ plan: SendingPlan, _ last: QueuedPart) throws(SessionsError) -> Bool {
        let known = Set(plan.session.outbox.map(\.key))
        let items =
            (last == .pages ? [] : plan.media + plan.answers) + (last == .messages ? plan.messages : [])
        if items.contains(where: { !known.contains($0.key(session: plan.session.id)) }) { return true }
        for wish in plan.pages where try newest(wish, plan.session)?.payload != wish.payload { return true }
        return false
    }

    /// That part of a page as it was wished for last, unless it was taken away since.
    private func newest(_ wish: PageWish, _ session: Session) throws(SessionsError) -> OutboxItem? {
        let there = session.outbox.last {
            $0.kind == .page && $0.subject == wish.token && $0.destination == wish.destination
                && PageWish.part(of: $0) == wish.part
        }
        guard let there, let removal = try removal(of: wish.token, at: wish.destination), removal > there.id else {
            return there
        }
        return nil
    }

    /// The id of the newest item that takes a page away.
    private func removal(of token: String, at destination: String) throws(SessionsError) -> Int? {
        try database.first(
            """
            SELECT id FROM item WHERE session IS NULL AND kind = 'removal' AND subject = ? AND destination = ?
            ORDER BY id DESC LIMIT 1
            """, .string(token), .string(destination)
        ) { $0.int(0) }
    }

    /// nil: the newest item shows it, or will when it is sent.
    private func add(
        _ wish: PageWish, _ session: Session, _ row: Int, _ now: Moment
    ) throws(SessionsError) -> OutboxItem? {
        let payload = wish.payload
        if let there = try newest(wish, session) {
            if there.payload == payload { return nil }
            if there.state == .pending {
                try database.run(
                    "UPDATE item SET payload = ? WHERE id = ?", .string(payload), .integer(there.id))
                return nil
            }
        }
        var item = NewItem(.page, subject: wish.token, destination: wish.destination, payload: payload)
        (item.lane, item.after) = (wish.lane, try removal(of: wish.token, at: wish.destination))
        try makeNew(&item, session: session.id)
        return try add(item, session: row, id: session.id, at: now)
    }

    /// What a message waits for: the page that its link leads to or, without pages, the picture.
    private func forerunner(_ row: Int, _ session: Session) throws(SessionsError) -> Int? {
        let picture = session.guestsPicture?.path
        return try database.first(
            """
            SELECT id FROM item WHERE session = ? AND state IN ('pending', 'sending') AND lane = 'guest'
            AND (kind = 'page' OR kind = 'media' AND subject = ?) ORDER BY kind DESC, id DESC LIMIT 1
            """, .integer(row), .string(picture ?? "")
        ) { $0.int(0) }
    }
}

extension EventRecord {
    /// Within a transaction: the pages of these links of a session are taken away where they were sent to. Gives the ids of the items that
    /// do so.
    @discardableResult
    func removePages(_ tokens: [String], session row: Int, at now: Moment) throws(SessionsError) -> [Int] {
        var removals: [Int] = []
        for token in tokens {
            let pages = try database.all(
                "\(SessionRows.itemColumns) WHERE session = ? AND kind = 'page' AND subject = ?", .integer(row),
                .string(token), map: SessionRows.item)
            for page in pages where page.state == .pending {
                try update(page.id) { ($0.state, $0.done, $0.reason) = (.cancelled, now, "its link leads nowhere now") }
                var touched: Set<Int> = []
                try letGo(of: page.id, at: now, &touched)
            }
            // What nobody has tried to send is nowhere.
            let sent = pages.filter { $0.attempts > 0 }
            for name in Set(sent.map(\.destination)).sorted() {
                let newest = sent.last { $0.destination == name }?.id ?? 0
                if let there = try self.removal(of: token, at: name), there > newest { continue }
                removals.append(try addRemoval(of: token, at: name, now).id)
            }
        }
        return removals
    }

    /// The page of a link is taken away from a destination, whatever was done about it before.
    public func removePage(_ token: String, at destination: String, at now: Moment = .now) throws(SessionsError) {
        try database.transaction { () throws(SessionsError) in
            _ = try addRemoval(of: token, at: destination, now)
            try bump()
        }
    }

    private func addRemoval(
        of token: String, at destination: String, _ now: Moment
    ) throws(SessionsError) -> OutboxItem {
        var removal = NewItem(.removal, subject: token, destination: destination)
        try makeNew(&removal, session: event.id)
        return try add(removal, session: nil, id: event.id, at: now)
    }

    /// Within a transaction: nothing more is sent for which a consent is needed that was taken back.
    func withdraw(_ key: String, session row: Int, at now: Moment) throws(SessionsError) {
        let kinds = OutboxItem.Kind.allCases.filter { kind in kind.purpose.map { event.consents[$0] == key } ?? false }
        let waiting = try database.all(
            "\(SessionRows.itemColumns) WHERE session = ? AND state = 'pending'", .integer(row), map: SessionRows.item)
        for item in waiting where kinds.contains(item.kind) {
            try update(item.id) {
                ($0.state, $0.done, $0.reason) = (.cancelled, now, "the guest has taken the consent back")
            }
        }
    }

    /// What an operator is to be told, whatever session there is.
    public func alert(
        _ subject: String, _ text: String, at now: Moment = .now
    ) throws(SessionsError) -> [OutboxItem] {
        let names = event.destinations(of: .alert)
        guard !names.isEmpty else { return [] }
        return try database.transaction { () throws(SessionsError) in
            var added: [OutboxItem] = []
            for name in names {
                let payload: JSONValue = ["text": .string(text), "at": .string(now.description)]
                var item = NewItem(.alert, subject: subject, destination: name, payload: payload.text())
                try makeNew(&item, session: event.id)
                added.append(try add(item, session: nil, id: event.id, at: now))
            }
            try bump()
            return added
        }
    }
}
