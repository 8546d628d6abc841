import StrictJSON

/// What is added to a session after the guest has left: links, prints, renditions.
extension EventRecord {
    /// A further token; those in printed codes stay good unless `revoking`.
    public func share(_ id: String, revoking: Bool = false, at now: Moment = .now) throws(SessionsError)
        -> Session.Share
    {
        try change(id) { (row) throws(SessionsError) in
            if revoking {
                try removePages(rows.session(atRow: row).shares.map(\.token), session: row, at: now)
                try database.run(
                    "UPDATE share SET revoked_at = ? WHERE session = ? AND revoked_at IS NULL", .time(now),
                    .integer(row))
            }
            // Links are in the order of their moments, also when the clock was set back between them.
            let newest = try database.first("SELECT max(made_at) FROM share WHERE session = ?", .integer(row)) {
                $0.optionalTime(0)
            }
            let made = (newest ?? nil).map { max(now, $0 + .milliseconds(1)) } ?? now
            let share = Session.Share(token: Secrets.token(), made: made)
            try database.run(
                "INSERT INTO share(token, session, made_at) VALUES(?, ?, ?)", .string(share.token), .integer(row),
                .time(made))
            return share
        }
    }

    /// One more print of a picture of the session, by default of the one that its guest got. Each call is a wish of its own.
    public func reprint(
        _ id: String, path: String? = nil, destination: String, copies: Int = 1, at now: Moment = .now
    ) throws(SessionsError) -> OutboxItem {
        try change(id) { (row) throws(SessionsError) in
            let session = try rows.session(atRow: row)
            let pictures = session.renditions.filter { [.final, .effect].contains($0.kind) && $0.state == .ready }
            guard let path = path ?? session.guestsPicture?.path else {
                throw .noFile(session: session.label, path: nil)
            }
            let isPicture = pictures.contains { $0.path == path } || session.pictures.contains { $0.path == path }
            guard isPicture else { throw .noFile(session: session.label, path: path) }
            let payload: JSONValue = ["copies": .integer(copies)]
            var item = NewItem(.print, subject: path, destination: destination, payload: payload.text())
            // Not the number of prints so far: one of them may have been deleted with its picture.
            try makeNew(&item, session: id)
            item.rerun = true
            return try add(item, session: row, id: id, at: now)
        }
    }

    /// A rendition that has been written to `path`, with its hash, as one more of the session's. A kept place of that kind
    /// is taken first; what is there already is never replaced.
    public func add(_ made: Rendition, to id: String, items: [NewItem] = [], at now: Moment = .now)
        throws(SessionsError)
        -> Rendition
    {
        try change(id) { (row) throws(SessionsError) in
            guard made.state == .ready, let path = made.path, folder.isThere(path) else {
                throw .notNow("a rendition is added when its file is there")
            }
            let session = try rows.session(atRow: row)
            var made = made
            if let there = session.renditions.first(where: { $0.path == path }) { return there }
            // A place that was given up holds no file; the picture has come after all.
            let place = session.renditions.first {
                $0.kind == made.kind && $0.state != .ready && $0.effect == made.effect
                    && (made.layout == nil || $0.layout == made.layout)
            }
            if let place { try database.run("DELETE FROM rendition WHERE id = ?", .integer(place.id)) }
            made.made = made.made ?? now
            made.id = try rows.insert(made, row: row, id: place?.id)
            for item in items { try add(item, session: row, id: id, at: now) }
            if session.state == .finished, session.shareState == .none {
                try database.run("UPDATE session SET share_state = 'ready' WHERE row = ?", .integer(row))
            }
            return made
        }
    }
}

extension EventRecord {
    /// How many sessions have pictures of a layout, or were held with it.
    public func sessions(heldWith layout: String) throws(SessionsError) -> Int {
        try database.first(
            """
            SELECT count(*) FROM session WHERE number IS NOT NULL
            AND (layout = ? OR row IN (SELECT session FROM rendition WHERE layout = ?))
            """, .string(layout), .string(layout)
        ) { $0.int(0) } ?? 0
    }

    /// What was to be made of a session will not come: its place is `failed`, or `cancelled` when nobody has tried. Nothing
    /// happens when there is none.
    public func giveUp(
        _ kind: Rendition.Kind, of id: String, as state: Rendition.State = .failed, reason: String
    ) throws(SessionsError) {
        precondition(state == .failed || state == .cancelled, "a place is given up as failed or cancelled")
        try change(id) { (row) throws(SessionsError) in
            _ = try database.run(
                "UPDATE rendition SET state = ?, reason = ? WHERE session = ? AND kind = ? AND state = 'placeholder'",
                .string(state.rawValue), .string(reason), .integer(row), .string(kind.rawValue))
        }
    }
}

extension Session {
    /// How messages name it.
    var label: String { number.map { "#\($0)" } ?? id }
}
