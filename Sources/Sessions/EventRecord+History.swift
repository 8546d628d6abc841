import Work

/// A lock that is taken on one thread and given back on another.
private final class HeldLock: Sendable {
    private let lock: FolderLock
    init(_ lock: consuming FolderLock) { self.lock = lock }
}

extension EventRecord {
    /// Writes sessions.json if the record has changed since that was written.
    public nonisolated func saveHistory() async throws(SessionsError) {
        let folder = folder
        // Whoever else writes it may take its time; the record need not wait for that.
        let lock = try await offPool { () throws(SessionsError) in
            HeldLock(try FolderLock(folder.path, .alone))
        }
        try await saveHistory(holding: lock)
    }

    private func saveHistory(holding lock: HeldLock) throws(SessionsError) {
        defer { withExtendedLifetime(lock) {} }
        let writer = HistoryWriter(folder: folder, event: event, database: database)
        guard try writer.present()?.revision != revision() else { return }
        let start = ContinuousClock.now
        let revision = try writer.writeAlone()
        let end = ContinuousClock.now
        lastHistory = (end, end - start, revision)
    }

    /// The same, but so seldom that writing takes at most a hundredth of the time. Gives how long to wait when it was
    /// too early.
    public nonisolated func saveHistoryIfDue() async throws(SessionsError) -> Duration? {
        if let wait = await untilHistoryIsDue, wait > .zero { return wait }
        try await saveHistory()
        return nil
    }

    private var untilHistoryIsDue: Duration? { lastHistory.map { $0.end + $0.took * 100 - .now } }

    /// Puts sessions.json right: a damaged one goes to Quarantine/, one that is missing or older is written anew. One that
    /// knows more than the record is an error, and so is one that is whole and says something else: then the record is
    /// what is damaged. An event of many sessions is only hashed, not decoded.
    func verifyHistory() throws(SessionsError) {
        if let problem = try database.first("PRAGMA quick_check(1)", map: { $0.text(0) }), problem != "ok" {
            throw .damaged(path: folder.database, reason: problem)
        }
        let writer = HistoryWriter(folder: folder, event: event, database: database)
        let revision = try revision()
        if let present = try writer.present()?.revision, present >= revision {
            if present == revision, try writer.isCurrent() { return }
            if try History.isWhole(folder.history) {
                throw present > revision
                    ? .historyAhead(path: folder.history, revision: present, record: revision)
                    : .damaged(path: folder.database, reason: "sessions.json is intact but disagrees with it")
            }
            _ = try folder.setAside("sessions.json")
        }
        _ = try writer.write()
    }

    /// What a deletion could not finish before.
    ///
    /// Gives why a print outside of the event could not be removed: its drive may be away, which keeps no event from being
    /// opened. It is tried again at the next opening.
    @discardableResult
    static func finishRemovals(
        _ database: Database, _ folder: EventFolder, _ event: Event
    ) throws(SessionsError) -> SessionsError? {
        let paths = try database.all("SELECT path FROM removal") { $0.text(0) }
        guard !paths.isEmpty else { return nil }
        let own = paths.filter { !$0.hasPrefix("/") }
        if !own.isEmpty {
            try folder.remove(own)
            // The former one names the guest still.
            _ = try HistoryWriter(folder: folder, event: event, database: database).write()
            try database.run("DELETE FROM removal WHERE path NOT LIKE '/%'")
        }
        var failure: SessionsError?
        for path in paths where path.hasPrefix("/") {
            do throws(SessionsError) {
                try folder.remove([path])
                try database.run("DELETE FROM removal WHERE path = ?", .string(path))
            } catch { failure = failure ?? error }
        }
        return failure
    }

    /// For an operator: `event.db` anew, from sessions.json and what is newer in Captures/; the old one is kept in
    /// Quarantine/. Without `force` only when it is gone or damaged, or knows no more than sessions.json. Gives how many
    /// sessions were in the history, and how many captures were found by their names.
    public static func rebuild(
        _ folder: EventFolder, force: Bool
    ) throws(SessionsError) -> (sessions: Int, captures: Int) {
        try Rebuild.replace(folder, force: force)
    }
}
