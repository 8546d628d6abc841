public import Faults
public import Files
internal import Glibc
public import StrictJSON

/// What can go wrong with an event and its record, in words that an operator can act on.
public enum SessionsError: Fault, Equatable {
    /// The folder has no `event.json`.
    case noEvent(path: String)
    /// The event has no `workflow.json`.
    case noWorkflow(path: String)
    case eventExists(path: String)
    /// The event has a layout of that name, which stays as it is; `path` is its folder.
    case layoutExists(String, path: String)
    case noLayout(String, known: [String])
    /// event.json or workflow.json.
    case badSettings(StrictJSONError)
    /// The record cannot be read as what it is.
    case damaged(path: String, reason: String)
    /// There is no setting of that name in event.json.
    case noSetting(String, nearest: String?, known: [String])
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
    /// The file system has no room for the names of more files.
    case noFilesLeft(path: String, free: Int)
    /// The file system cannot keep two processes apart.
    case noLocks(path: String, reason: String)
    case noSession(String)
    case noItem(Int)
    /// A file of a session; nil: its FinalPhoto.
    case noFile(session: String, path: String?)
    /// What was asked for does not go with the state that things are in.
    case notNow(String, remedy: String? = nil)
    /// The file is not the one any more that a change was meant for.
    case changedMeanwhile(path: String)
    /// A rule of the tables was broken; SQLite's words.
    case conflict(String)
    case database(path: String, call: String, reason: String)
    /// A running engine holds the event.
    case engineRuns(path: String)
    /// Something else sends what is in the event's outbox.
    case anotherSends(path: String)
    /// The guest has not agreed to what an item of this kind is for; `key` is the consent that the event asks for.
    case noConsent(session: String, kind: OutboxItem.Kind, key: String)
    /// A destination of event.json that has nobody to send to it; `event` is the folder.
    case noSender(event: String, kind: OutboxItem.Kind, destination: String, reason: String)
    /// Mails and messages bring a link, and the event does not say where links lead.
    case noLinkBase(event: String, kind: OutboxItem.Kind)
    case file(FilesError)
}

extension SessionsError {
    public var report: FaultReport {
        switch self {
        case .noEvent(let path):
            FaultReport(
                "\(path): no event (there is no event.json)",
                remedy: "make one with: booth event new \(EventFolder.argument(path)) --name NAME",
                status: .inputMissing)
        case .noWorkflow(let path):
            FaultReport(
                "\(path): the event has no workflow",
                remedy: "copy that of another event there, or one of those in workflows/", status: .inputMissing)
        case .eventExists(let path):
            FaultReport(
                "\(path): there is an event already", remedy: "name another folder", status: .cannotCreate)
        case .layoutExists(let name, let path):
            FaultReport(
                "layout \(name): the event has one of that name, \(path)",
                remedy: "copy yours to a folder of another name; to change the event's own, edit it there",
                status: .cannotCreate)
        case .noLayout(let name, let known):
            FaultReport(
                "layout \(name): the event has none of that name",
                remedy: known.isEmpty ? "it has no layouts" : "it has \(known.joined(separator: ", "))",
                status: .inputMissing)
        case .badSettings(let error): error.report
        case .damaged(let path, let reason):
            .badData(
                "\(path): damaged (\(reason))",
                "booth sessions import rebuilds it from sessions.json and keeps the damaged file")
        case .noSetting(let key, let nearest, let known):
            FaultReport(
                "\"\(key)\": there is no such setting",
                remedy: nearest.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))",
                status: .usage)
        case .newerSchema(let path, let version, let known):
            .badData(
                "\(path): written by a newer Boothkit (schema \(version), this one knows \(known))", "use that one")
        case .historyAhead(let path, let revision, let record):
            .badData(
                "\(path): revision \(revision) is newer than event.db's \(record), so one of them is an old copy",
                "put the right event.db back, or rebuild it: booth sessions import --force")
        case .badHistory(let path, let reason):
            .badData("\(path): not a complete session history (\(reason))", "nothing was taken from it")
        case .replaced(let path):
            FaultReport(
                "\(path): was rebuilt by another process meanwhile", remedy: "run it again", status: .tryAgain)
        case .busy(let path):
            FaultReport(
                "\(path): another process has been writing for 5 seconds", remedy: "try again", status: .tryAgain)
        case .diskFull(let path):
            FaultReport(
                "\(path): the disk is full",
                remedy: "free some space, then go on: nothing that was acknowledged is lost", guest: .host,
                status: .ioError)
        case .notWritable(let path):
            FaultReport(
                "\(path): cannot be written", remedy: "check the permissions and that the drive is not read-only",
                status: .permission)
        case .belowReserve(let path, let free, let reserve):
            FaultReport(
                "\(path): \(free / 1_000_000) MB free, \(reserve / 1_000_000) MB are kept in reserve",
                remedy: "free some space before the next session", guest: .host, status: .ioError)
        case .noFilesLeft(let path, let free):
            FaultReport(
                "\(path): the file system takes only \(counted(free, "more file")) (no inodes), though it has room",
                remedy: "delete small files that nobody needs, or put the event on another drive",
                guest: .host,
                status: .ioError)
        case .noLocks(let path, let reason):
            FaultReport(
                "\(path): files cannot be locked there (\(reason)), so that two booths might write one event",
                remedy: "put the event on a local drive with ext4, xfs or btrfs", status: .ioError)
        case .noSession(let name):
            FaultReport("session \(name): there is none", remedy: "see booth sessions list", status: .inputMissing)
        case .noItem(let id):
            FaultReport("outbox item \(id): there is none", remedy: "see booth outbox list", status: .inputMissing)
        case .noFile(let session, nil):
            FaultReport(
                "session \(session): has no FinalPhoto to print", remedy: "booth sessions rerender makes one",
                status: .inputMissing)
        case .noFile(let session, let path?):
            FaultReport(
                "session \(session): has no picture \(path)", remedy: "see booth sessions show",
                status: .inputMissing)
        case .notNow(let problem, let remedy): FaultReport(problem, remedy: remedy, status: .tryAgain)
        case .changedMeanwhile(let path):
            FaultReport(
                "\(path): somebody else has changed it meanwhile", remedy: "look at what it says now, and change that",
                status: .tryAgain)
        case .conflict(let reason):
            FaultReport("conflicts with what the record has already (\(reason))", status: .ownBug)
        case .database(let path, let call, let reason):
            FaultReport("\(path): \(call) failed (\(reason))", remedy: "check the drive", status: .ioError)
        case .engineRuns(let path):
            FaultReport(
                "\(path): a booth is running on this event", remedy: "stop it first", status: .tryAgain)
        case .anotherSends(let path):
            FaultReport(
                "\(path): another process sends what is in this event's outbox already, probably its booth",
                remedy: "leave it to that one, or stop it first", status: .tryAgain)
        case .noConsent(let session, let kind, let key):
            FaultReport(
                "session \(session): nothing of kind \(kind.rawValue) is sent, because the guest has not said yes to \"\(key)\"",
                remedy: "\"consents\" in event.json asks for that", status: .tryAgain)
        case .noSender(let event, let kind, let destination, let reason):
            FaultReport(
                "\(event)/event.json: \(kind == .alert ? "alerts" : "destinations." + kind.rawValue): nothing sends "
                    + "\(kind.things) to \"\(destination)\": \(reason)",
                remedy: kind == .alert
                    ? "name a destination of destinations.json: booth destination list \(EventFolder.argument(event))"
                    : "leave it out: booth event set \(EventFolder.argument(event)) destinations.\(kind.rawValue) \"\"; what guests answer is kept, "
                        + "and booth sessions export \(EventFolder.argument(event)) -o guests.csv --contacts has it",
                status: .configuration)
        case .noLinkBase(let event, let kind):
            FaultReport(
                "\(event)/event.json: destinations.\(kind.rawValue): \(kind.things) bring a link, and the event does not say where links lead",
                remedy: "say it: booth event set \(EventFolder.argument(event)) linkBase https://photos.example/s/",
                status: .configuration)
        case .file(let error): error.report
        }
    }
}

extension SessionsError {
    /// Why a lock could not be taken, unless somebody else has it; then nil.
    static func lockFailure(_ number: Int32, path: String) -> SessionsError? {
        [EWOULDBLOCK, EINTR].contains(number) ? nil : .noLocks(path: path, reason: String(cString: strerror(number)))
    }
}

/// The one place where errors of Files become this module's.
func filing<Result>(_ body: () throws(FilesError) -> Result) throws(SessionsError) -> Result {
    do throws(FilesError) { return try body() } catch {
        if case .diskFull(let path, _) = error { throw .diskFull(path: path) }
        throw .file(error)
    }
}
