extension SessionRows {
    /// A whole session, with the ids that its parts have.
    @discardableResult
    func insert(_ session: Session) throws(SessionsError) -> Int {
        try database.run(
            """
            INSERT INTO session(id, number, booth, mode, workflow, layout, slots, effects, state, start_reason,
                end_reason, started_at, utc_offset, ended_at, share_state, language)
                VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """, .string(session.id), .int(session.number), .string(session.booth), .string(session.mode.rawValue),
            .string(session.workflow), .text(session.layout), .integer(session.slots),
            .string(session.effects.joined(separator: "\n")), .string(session.state.rawValue),
            .string(session.startReason.rawValue), .text(session.endReason?.rawValue), .time(session.started),
            .integer(session.utcOffset), .time(session.ended), .string(session.shareState.rawValue),
            .text(session.language))
        let row = database.lastRow
        for share in session.shares {
            try database.run(
                "INSERT INTO share(token, session, made_at, revoked_at, downloaded_at) VALUES(?,?,?,?,?)",
                .string(share.token), .integer(row), .time(share.made), .time(share.revoked), .time(share.downloaded))
            // Which files the visits were for, sessions.json does not say.
            if share.views + share.downloads > 0 {
                try database.run(
                    "INSERT INTO visit(token, path, views, downloads) VALUES(?, '', ?, ?)", .string(share.token),
                    .integer(share.views), .integer(share.downloads))
            }
        }
        for (n, step) in session.steps.enumerated() {
            try database.run(
                "INSERT INTO step(session, n, name, entered_at, left_at, result) VALUES(?,?,?,?,?,?)", .integer(row),
                .integer(n), .string(step.name), .time(step.entered), .time(step.left), .text(step.result))
        }
        for capture in session.captures { try insert(capture, row: row, id: capture.id) }
        for rendition in session.renditions { try insert(rendition, row: row, id: rendition.id) }
        for input in session.inputs { try insert(input, row: row, id: input.id) }
        for item in session.outbox { try insert(item, row: row, id: item.id) }
        return row
    }

    /// Each gives the id that the part now has; `id` is nil for a new one.
    @discardableResult
    func insert(_ capture: Capture, row: Int, id: Int?) throws(SessionsError) -> Int {
        try database.run(
            """
            INSERT INTO capture(id, session, shot, path, sha256, bytes, source, taken_at, selected, place)
            VALUES(?,?,?,?,?,?,?,?,?,?)
            """, .int(id), .integer(row), .integer(capture.shot), .string(capture.path), .string(capture.sha256),
            .integer(capture.bytes), .string(capture.source), .time(capture.taken), .bool(capture.selected),
            .int(capture.place))
        return database.lastRow
    }

    @discardableResult
    func insert(_ rendition: Rendition, row: Int, id: Int?) throws(SessionsError) -> Int {
        try database.run(
            """
            INSERT INTO rendition(id, session, kind, state, parent, layout, effect, parameters, path, sha256, bytes,
                made_at, reason) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)
            """, .int(id), .integer(row), .string(rendition.kind.rawValue), .string(rendition.state.rawValue),
            .text(rendition.parent), .text(rendition.layout), .text(rendition.effect), .string(rendition.parameters),
            .text(rendition.path), .text(rendition.sha256), .int(rendition.bytes), .time(rendition.made),
            .text(rendition.reason))
        return database.lastRow
    }

    @discardableResult
    func insert(_ input: Session.Input, row: Int, id: Int?) throws(SessionsError) -> Int {
        try database.run(
            "INSERT INTO input(id, session, kind, name, value, at) VALUES(?,?,?,?,?,?)", .int(id), .integer(row),
            .string(input.kind.rawValue), .string(input.name), .string(input.value), .time(input.at))
        return database.lastRow
    }

    @discardableResult
    func insert(_ item: OutboxItem, row: Int?, id: Int?) throws(SessionsError) -> Int {
        try database.run(
            """
            INSERT INTO item(id, session, kind, subject, destination, payload, key, state, rerun, attempts, due_at,
                lease_until, reason, remote, created_at, done_at, lane, after, since, asked, busy_since, step, taken,
                cost, reserved, changed)
            VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?, coalesce(\(Self.nextRevision), 1))
            """, .int(id), .int(row), .string(item.kind.rawValue), .string(item.subject),
            .string(item.destination), .string(item.payload), .string(item.key), .string(item.state.rawValue),
            .bool(item.rerun), .integer(item.attempts), .time(item.due), .time(item.leaseUntil), .text(item.reason),
            .text(item.remote), .time(item.created), .time(item.done), .string(item.lane.rawValue), .int(item.after),
            .time(item.since), .integer(item.asked), .time(item.busySince), .integer(item.step), .text(item.taken),
            .integer(item.cost), .integer(item.reserved))
        let made = database.lastRow
        try database.run(
            """
            INSERT INTO destination(name, reserved) VALUES(?, ?)
            ON CONFLICT(name) DO UPDATE SET reserved = reserved + excluded.reserved
            """, .string(item.destination), .integer(item.reserved))
        return made
    }
}
