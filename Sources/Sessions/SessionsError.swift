public import Files

/// What can go wrong with an event and its record, in words that an operator can act on.
public enum SessionsError: Error, Equatable, CustomStringConvertible {
    /// The folder has no `event.json`.
    case noEvent(path: String)
    /// The event has no `workflow.json`.
    case noWorkflow(path: String)
    case eventExists(path: String)
    /// `text` names the file, the JSON path and what was expected.
    case badSettings(text: String)
    /// The record cannot be read as what it is.
    case damaged(path: String, reason: String)
    case newerSchema(path: String, version: Int, known: Int)
    /// `sessions.json` knows more than `event.db`: somebody put back an older copy of one of them.
    case historyAhead(path: String, revision: Int, record: Int)
    case badHistory(path: String, reason: String)
    /// The record was rebuilt by another process while this one had it open.
    case replaced(path: String)
    /// Another process wrote for longer than anybody waits.
    case busy(path: String)
    case diskFull(path: String)
    case notWritable(path: String)
    /// Free space and what must stay free, in bytes.
    case belowReserve(path: String, free: Int, reserve: Int)
    case noSession(String)
    case noItem(Int)
    /// A file of a session; nil: its FinalPhoto.
    case noFile(session: String, path: String?)
    /// What was asked for does not go with the state that things are in.
    case notNow(String)
    /// A rule of the tables was broken; SQLite's words.
    case conflict(String)
    case database(path: String, call: String, reason: String)
    /// A running engine holds the event.
    case engineRuns(path: String)
    /// Something else sends what is in the event's outbox.
    case anotherSends(path: String)
    /// The guest has not agreed to what an item of this kind is for; `key` is the consent that the event asks for.
    case noConsent(session: String, kind: OutboxItem.Kind, key: String)
    case file(FilesError)

    public var description: String {
        switch self {
        case .noEvent(let path):
            "\(path): no event (there is no event.json); make one with: booth event new \(path) --name NAME"
        case .noWorkflow(let path):
            "\(path): the event has no workflow; copy that of another event there, or one of those in workflows/"
        case .eventExists(let path): "\(path): there is an event already; name another folder"
        case .badSettings(let text): text
        case .damaged(let path, let reason):
            "\(path): damaged (\(reason)); booth sessions import rebuilds it from sessions.json and keeps the damaged file"
        case .newerSchema(let path, let version, let known):
            "\(path): written by a newer Boothkit (schema \(version), this one knows \(known)); use that one"
        case .historyAhead(let path, let revision, let record):
            "\(path): revision \(revision) is newer than event.db's \(record), so one of them is an old copy; "
                + "put the right event.db back, or rebuild it: booth sessions import --force"
        case .badHistory(let path, let reason):
            "\(path): not a complete session history (\(reason)); nothing was taken from it"
        case .replaced(let path): "\(path): was rebuilt by another process meanwhile; run it again"
        case .busy(let path): "\(path): another process has been writing for 5 seconds; try again"
        case .diskFull(let path):
            "\(path): the disk is full; free some space, then go on: nothing that was acknowledged is lost"
        case .notWritable(let path):
            "\(path): cannot be written; check the permissions and that the drive is not read-only"
        case .belowReserve(let path, let free, let reserve):
            "\(path): \(free / 1_000_000) MB free, \(reserve / 1_000_000) MB are kept in reserve; "
                + "free some space before the next session"
        case .noSession(let name): "session \(name): there is none; see booth sessions list"
        case .noItem(let id): "outbox item \(id): there is none; see booth outbox list"
        case .noFile(let session, nil):
            "session \(session): has no FinalPhoto to print; booth sessions rerender makes one"
        case .noFile(let session, let path?): "session \(session): has no picture \(path); see booth sessions show"
        case .notNow(let problem): problem
        case .conflict(let reason): "the record refuses that (\(reason)); it goes against what is there already"
        case .database(let path, let call, let reason): "\(path): \(call) failed (\(reason)); check the drive"
        case .engineRuns(let path): "\(path): a booth is running on this event; stop it first"
        case .anotherSends(let path):
            "\(path): another process sends what is in this event's outbox already, probably its booth; leave it to that one, "
                + "or stop it first"
        case .noConsent(let session, let kind, let key):
            "session \(session): nothing of kind \(kind.rawValue) is sent, because the guest has not said yes to \"\(key)\"; "
                + "\"consents\" in event.json asks for that"
        case .file(let error): "\(error)"
        }
    }
}

/// The one place where errors of Files become this module's.
func filing<Result>(_ body: () throws(FilesError) -> Result) throws(SessionsError) -> Result {
    do throws(FilesError) { return try body() } catch {
        if case .diskFull(let path, _) = error { throw .diskFull(path: path) }
        throw .file(error)
    }
}
