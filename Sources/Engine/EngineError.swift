public import Darkroom
public import Faults
public import Files
public import Outgoing
public import Pages
public import PrintOut
public import Sessions
public import StrictJSON

/// Why the booth cannot do what it was asked for, in words that an operator can act on.
public enum EngineError: Fault {
    /// workflow.json, or what it does not go with in event.json.
    case badWorkflow(StrictJSONError)
    case noWorkflow(name: String, searched: [String], known: [String])
    /// The booth does not carry a command out.
    case refused(Refusal)
    /// Nothing answers on the event's control socket.
    case notRunning(path: String)
    /// The booth that runs on the event is another user's.
    case notPermitted(path: String, user: String)
    case control(path: String, reason: String)
    /// No command can reach the booth.
    case noSocket(path: String, reason: String)
    /// The event's drive or share is not there.
    case storageAway(path: String)
    /// What came back after that, or what somebody put in its place, is not what the booth has open.
    case storageLost(path: String)
    case record(SessionsError)
    case pictures(DarkroomError)
    /// What guests read cannot be read.
    case words(PagesError)
    /// What the event sends cannot be sent.
    case outgoing(OutgoingError)
    case print(PrintError)
    case file(FilesError)
}

extension EngineError {
    public var report: FaultReport {
        switch self {
        case .badWorkflow(let error): error.report
        case .noWorkflow(let name, let searched, let known):
            FaultReport(
                "workflow \(name): not found in \(searched.joined(separator: ", "))",
                remedy: known.isEmpty
                    ? "run booth in its checkout, install it (make install), or name a file"
                    : "known are \(known.joined(separator: ", "))", status: .inputMissing)
        case .refused(let refusal): refusal.report
        case .notRunning(let path):
            FaultReport(
                "\(path): no booth runs on this event",
                remedy: "start it with: booth run \(EventFolder.argument(path))",
                status: .notThere)
        case .notPermitted(let path, let user):
            FaultReport(
                "\(path): the booth runs as \(user)", remedy: "run this as that user: sudo -u \(user) booth …",
                status: .permission)
        case .control(let path, let reason):
            FaultReport("\(path): no response from the booth (\(reason))", status: .ioError)
        case .noSocket(let path, let reason):
            FaultReport(
                "\(path): nobody could begin a session, because no command reaches the booth (\(reason))",
                remedy:
                    "put the event on a drive with ext4, xfs or btrfs, set XDG_RUNTIME_DIR to a folder of this user's, "
                    + "or run it in a terminal, without --unattended", status: .cannotCreate)
        case .storageAway(let path):
            FaultReport(
                "\(path): the event's folder is gone",
                remedy: "plug its drive in again, or mount its share again; the booth goes on then", status: .ioError)
        case .storageLost(let path):
            FaultReport(
                "\(path): the event's folder was away or replaced, and the booth cannot go on with what it had open",
                remedy: "start the booth again; what was acknowledged is in the record", status: .ioError)
        case .record(let error): error.report
        case .pictures(let error): error.report
        case .outgoing(let error): error.report
        case .words(let error): error.report
        case .print(let error): error.report
        case .file(let error): error.report
        }
    }
}
