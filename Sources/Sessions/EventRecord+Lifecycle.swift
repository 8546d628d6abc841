/// What a session is to be, before it starts.
public struct SessionPlan: Sendable {
    public var workflow: Workflow
    public var layout: String?
    public var slots = 0
    public var effects: [String] = []
    /// Renditions that the guest may expect.
    public var renditions: [Rendition.Kind] = [.final]
    public var utcOffset = 0

    public init(workflow: Workflow) { self.workflow = workflow }
}

extension EventRecord {
    /// The engine came up. A session that a crash left open is closed as `recovered`, with all that it has, which is put into the
    /// outbox; it is given.
    /// Captures of sessions that the record does not know are taken up.
    public func launch(at now: Moment = .now) throws(SessionsError) -> Session? {
        try verifyHistory()
        // Looks through all files, which no guest is to wait for.
        _ = try nextNumber()
        var recovered: Int?
        try database.transaction { () throws(SessionsError) in
            let (active, lifecycle) = try state()
            var next = lifecycle
            if case .close(let reason) = try next.apply(.launch), let active {
                try close(active, reason, nil, [], now)
                recovered = active
            }
            try giveUpAwaited()
            if let recovered { try queueAtEnd(of: recovered, at: now) }
            try remember(next)
        }
        adopted = try audit.strays(.launch, grace: .zero, at: now).filter(\.isAdopted).count
        if adopted > 0 { _ = try HistoryWriter(folder: folder, event: event, database: database).write() }
        guard let recovered else { return nil }
        return try rows.session(atRow: recovered)
    }

    /// Starts a session; its row, id, token and placeholders are there from now on. Refused when the disk has no room
    /// for it.
    public func start(_ plan: SessionPlan, at now: Moment = .now) throws(SessionsError) -> Session {
        let (free, reserve) = (try folder.freeSpace(), event.reserve * 1_000_000)
        guard free >= reserve else { throw .belowReserve(path: folder.path, free: free, reserve: reserve) }
        if let files = try folder.freeFiles(), files < EventFolder.filesOfASession {
            throw .noFilesLeft(path: folder.path, free: files)
        }
        return try database.transaction { () throws(SessionsError) in
            var (_, lifecycle) = try state()
            guard case .open(let reason) = try lifecycle.apply(.start(steps: plan.workflow.steps.count)) else {
                preconditionFailure("a start that opens nothing")
            }
            var session = Session(
                id: Secrets.identifier(), number: nil, booth: event.booth, mode: plan.workflow.mode,
                workflow: plan.workflow.name, layout: plan.layout, slots: plan.slots, effects: plan.effects,
                startReason: reason, started: now, utcOffset: plan.utcOffset, shareState: .placeholder)
            session.shares = [.init(token: Secrets.token(), made: now)]
            session.steps = plan.workflow.steps.map { .init(name: $0.name) }
            session.steps[0].entered = now
            let row = try rows.insert(session)
            for kind in plan.renditions {
                let place = Rendition(id: 0, kind: kind, state: .placeholder, layout: plan.layout, parameters: "{}")
                try rows.insert(place, row: row, id: nil)
            }
            try remember(lifecycle)
            try bump()
            return try rows.session(atRow: row)
        }
    }

    /// Leaves the present step with `result` and enters the next one. `arrival`: a guest has come, so the session starts
    /// now, in this much of an offset from UTC; until then its row only lay ready.
    public func advance(
        result: String = "done", arrival utcOffset: Int? = nil, at now: Moment = .now
    ) throws(SessionsError) -> Session {
        try database.transaction { () throws(SessionsError) in
            var (active, lifecycle) = try state()
            guard case .enter(let step) = try lifecycle.apply(.advance), let active else {
                preconditionFailure("an advance that enters nothing")
            }
            if let utcOffset {
                try database.run(
                    "UPDATE session SET started_at = ?, utc_offset = ? WHERE row = ?", .time(now), .integer(utcOffset),
                    .integer(active))
            }
            try database.run(
                "UPDATE step SET left_at = ?, result = ? WHERE session = ? AND n = ?", .time(now), .string(result),
                .integer(active), .integer(step - 1))
            try database.run(
                "UPDATE step SET entered_at = ? WHERE session = ? AND n = ?", .time(now), .integer(active),
                .integer(step))
            try rows.noteChange(ofRow: active)
            try bump()
            return try rows.session(atRow: active)
        }
    }

    /// Ends the active session and cleans up; `result` is what came of its last step. Nil when none was active, which only
    /// stopping allows. The places of what is `stillMade` stay open, for `add` or `giveUp`; a booth that dies before gives
    /// them up at its next launch. With `queues`, all that is sent of the session is put into the outbox, too.
    public func end(
        _ reason: Session.EndReason, result: String? = nil, stillMade: Set<Rendition.Kind> = [], queues: Bool = false,
        at now: Moment = .now
    ) throws(SessionsError) -> Session? {
        try database.transaction { () throws(SessionsError) in
            var (active, lifecycle) = try state()
            if case .close = try lifecycle.apply(.end(reason)), let active {
                try close(active, reason, result, stillMade, now)
                if queues { try queueAtEnd(of: active, at: now) }
            }
            try remember(lifecycle)
            guard let active else { return nil }
            return try rows.session(atRow: active)
        }
    }

    /// The active session of this booth.
    public func active() throws(SessionsError) -> Session? {
        try database.snapshot { () throws(SessionsError) in
            guard let row = try activeRow() else { return nil }
            return try rows.session(atRow: row)
        }
    }

    public func phase() throws(SessionsError) -> Lifecycle.Phase {
        try database.snapshot { () throws(SessionsError) in try state().1.phase }
    }

    private func activeRow() throws(SessionsError) -> Int? {
        try database.first("SELECT row FROM session WHERE booth = ? AND state = 'active'", .string(event.booth)) {
            $0.int(0)
        }
    }

    /// The lifecycle as the tables have it, and the active session's row.
    func state() throws(SessionsError) -> (Int?, Lifecycle) {
        if let row = try activeRow() {
            let session = try rows.session(atRow: row)
            let step = session.currentStep ?? 0
            let phase = Lifecycle.Phase.active(step: step, of: session.steps.count)
            return (row, Lifecycle(phase: phase))
        }
        let word = try database.first("SELECT value FROM meta WHERE key = ?", .string(phaseKey)) { $0.text(0) }
        if word == "stopped" { return (nil, Lifecycle(phase: .stopped)) }
        return (nil, Lifecycle(phase: .waiting(word.flatMap(Session.StartReason.init) ?? .firstLaunch)))
    }

    private var phaseKey: String { "phase of " + event.booth }

    /// While a session is active its row says so.
    private func remember(_ lifecycle: Lifecycle) throws(SessionsError) {
        switch lifecycle.phase {
        case .waiting(let reason): try Self.set(phaseKey, to: reason.rawValue, in: database)
        case .stopped: try Self.set(phaseKey, to: "stopped", in: database)
        case .active: break
        }
    }

    /// What was still to be made of sessions that had ended, nobody makes any more.
    private func giveUpAwaited() throws(SessionsError) {
        let awaiting = try database.all(
            """
            SELECT DISTINCT session FROM rendition WHERE rendition.state = 'placeholder'
                AND (SELECT state FROM session WHERE row = rendition.session) = 'finished'
            """
        ) { $0.int(0) }
        for row in awaiting {
            try database.run(
                """
                UPDATE rendition SET state = 'failed', reason = 'the booth stopped before it was made'
                WHERE session = ? AND state = 'placeholder'
                """, .integer(row))
        }
        try conclude(Set(awaiting))
    }

    /// The clean-up: after it nothing of the session is open. A second time changes nothing.
    private func close(
        _ row: Int, _ reason: Session.EndReason, _ result: String?, _ stillMade: Set<Rendition.Kind>, _ now: Moment
    ) throws(SessionsError) {
        let (key, time) = (SQLValue.integer(row), SQLValue.time(now))
        let session = try rows.session(atRow: row)
        guard session.state == .active else { return }
        try database.run(
            "UPDATE step SET left_at = ?, result = coalesce(result, ?) WHERE session = ? AND entered_at IS NOT NULL AND left_at IS NULL",
            time, .string(result ?? (reason == .completed ? "done" : reason.rawValue)), key)
        // With a capture for every slot a picture could have been made; without, there is none to expect.
        let (state, why) =
            session.hasAllCaptures ? ("failed", "not made before the session ended") : ("cancelled", "too few captures")
        for kind in Rendition.Kind.allCases where !stillMade.contains(kind) {
            try database.run(
                "UPDATE rendition SET state = ?, reason = ? WHERE session = ? AND kind = ? AND state = 'placeholder'",
                .string(state), .string(why), key, .string(kind.rawValue))
        }
        try database.run(
            """
            UPDATE item SET state = 'cancelled', reason = 'the session has ended', lease_until = NULL, done_at = ?,
                changed = coalesce(\(SessionRows.nextRevision), 1)
            WHERE session = ? AND kind = 'ai' AND rerun = 0 AND state IN ('pending', 'sending')
            """, time, key)
        var touched: Set<Int> = []
        for item in session.outbox where item.kind == .ai && !item.state.isFinal && !item.rerun {
            try letGo(of: item.id, at: now, &touched)
        }
        let hasMedia = !session.captures.isEmpty || session.renditions.contains { $0.state == .ready }
        try database.run(
            "UPDATE session SET state = 'finished', end_reason = ?, ended_at = ?, share_state = ? WHERE row = ?",
            .string(reason.rawValue), time, .string(hasMedia ? "ready" : "none"), key)
        try rows.noteChange(ofRow: row)
        try bump()
    }
}
