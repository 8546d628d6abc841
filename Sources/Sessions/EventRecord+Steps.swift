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
                    "UPDATE capture SET selected = 0 WHERE session = ? AND id = ?", .integer(active), .integer(id))
            }
            try rows.noteChange(ofRow: active)
            try bump()
            return try rows.session(atRow: active)
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
