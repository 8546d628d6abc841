extension EventRecord {
    /// Leaves the present step and enters an earlier one, with `captures` no longer selected: they are taken anew. What
    /// the record says of the steps in between is that of their last visit.
    public func goBack(to step: Int, deselecting captures: Set<Int> = [], at now: Moment = .now)
        throws(SessionsError) -> Session
    {
        try database.transaction { () throws(SessionsError) in
            var (active, lifecycle) = try state()
            guard case .enter(let step) = try lifecycle.apply(.goBack(to: step)), let active else {
                preconditionFailure("a way back that enters nothing")
            }
            try database.run(
                "UPDATE step SET entered_at = NULL, left_at = NULL, result = NULL WHERE session = ? AND n > ?",
                .integer(active), .integer(step))
            try database.run(
                "UPDATE step SET entered_at = ?, left_at = NULL, result = NULL WHERE session = ? AND n = ?",
                .time(now), .integer(active), .integer(step))
            for id in captures.sorted() {
                try database.run(
                    "UPDATE capture SET selected = 0, place = NULL WHERE session = ? AND id = ?", .integer(active),
                    .integer(id))
            }
            try rows.noteChange(ofRow: active)
            try bump()
            return try rows.session(atRow: active)
        }
    }

    /// What the guest of a session reads from now on, as a file of `web/text` is called; nil: the language of the event.
    public func choose(language: String?, in id: String) throws(SessionsError) {
        try change(id) { (row) throws(SessionsError) in
            _ = try database.run(
                "UPDATE session SET language = ? WHERE row = ?", .text(language), .integer(row))
        }
    }

    /// The layout that a session goes on with, of so many slots, and the renditions that its guest may expect then.
    public func choose(
        layout: String, slots: Int, renditions: [Rendition.Kind], in id: String
    ) throws(SessionsError) {
        try change(id) { (row) throws(SessionsError) in
            try database.run(
                "UPDATE session SET layout = ?, slots = ? WHERE row = ?", .string(layout), .integer(slots),
                .integer(row))
            try database.run(
                "DELETE FROM rendition WHERE session = ? AND state = 'placeholder' AND layout IS NOT NULL",
                .integer(row))
            for kind in renditions {
                let place = Rendition(id: 0, kind: kind, state: .placeholder, layout: layout, parameters: "{}")
                try rows.insert(place, row: row, id: nil)
            }
        }
    }

    /// The number of a session, which it gets now if it has none: something of its guest is about to be kept.
    public func number(of id: String) throws(SessionsError) -> Int {
        try change(id) { (row) throws(SessionsError) in
            try give(nextNumber(), to: row)
            return try rows.session(atRow: row).number ?? 0
        }
    }

    /// The effects of a session, each as `NAME[:key=value,…]`: what the guest has chosen.
    public func choose(effects: [String], in id: String) throws(SessionsError) {
        try change(id) { (row) throws(SessionsError) in
            _ = try database.run(
                "UPDATE session SET effects = ? WHERE row = ?", .string(effects.joined(separator: "\n")),
                .integer(row))
        }
    }
}
