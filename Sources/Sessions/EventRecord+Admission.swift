extension EventRecord {
    /// The session that has a capture of these bytes; nil: none.
    public func session(havingCapture sha256: String) throws(SessionsError) -> Session? {
        try database.snapshot { () throws(SessionsError) in
            let row = try database.first("SELECT session FROM capture WHERE sha256 = ?", .string(sha256)) { $0.int(0) }
            guard let row else { return nil }
            return try rows.session(atRow: row)
        }
    }

    /// A session that is over as it begins, for what came without a guest at the booth: a clip that no session has waited for. It
    /// is shown once that is kept, which gives it its number. `awaiting`: what will be made of it.
    public func admit(
        _ mode: Session.Mode, workflow: String, layout: String?, effects: [String], awaiting: [Rendition.Kind],
        utcOffset: Int, at now: Moment = .now
    ) throws(SessionsError) -> String {
        try database.transaction { () throws(SessionsError) in
            var session = Session(
                id: Secrets.identifier(), number: nil, booth: event.booth, mode: mode, workflow: workflow,
                layout: layout, slots: 0, effects: effects, startReason: .loop, started: now, utcOffset: utcOffset,
                shareState: .ready)
            (session.state, session.endReason, session.ended) = (.finished, .completed, now)
            session.shares = [.init(token: Secrets.token(), made: now)]
            let row = try rows.insert(session)
            for kind in awaiting {
                let place = Rendition(id: 0, kind: kind, state: .placeholder, layout: layout, parameters: "{}")
                try rows.insert(place, row: row, id: nil)
            }
            try bump()
            return session.id
        }
    }
}
