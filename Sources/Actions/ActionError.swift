public import Faults
public import Sessions

/// Why an action is not begun.
public enum ActionError: Fault, Equatable {
    /// A re-print without a printer.
    case noPrinter(event: String)
    case layoutAndItem
    case noEffect
    /// None of the sessions has a picture, or anything that moves.
    case nothingToShow
    /// A file that belongs to none of the sessions.
    case noItem(String)
    case layoutNamedTwice(String)
    case badValue(String)
    /// Something that excludes it is under way on the session.
    case underWay(session: Int, action: String)
    case noJob(String)
    case nothingChosen
    /// What is the name of no camera.
    case noCamera(String)
    /// A print that was given up; its item stays in the outbox.
    case notPrinted(session: Int, reason: String)
    /// A message of a kind that the event sends nowhere.
    case noDestination(OutboxItem.Kind, event: String)
    case consentToNothing
}

extension ActionError {
    public var report: FaultReport {
        switch self {
        case .noPrinter(let event):
            FaultReport(
                "--queue QUEUE is needed: event.json names no printer",
                remedy: "see booth printer list; for good: booth event set \(event) destinations.print QUEUE",
                status: .usage)
        case .layoutAndItem:
            FaultReport("--layout makes a picture and --item names one", remedy: "give one of them", status: .usage)
        case .noEffect:
            FaultReport(
                "--effect NAME or --animation is needed", remedy: "see render --list-effects", status: .usage)
        case .nothingToShow:
            FaultReport(
                "none of these sessions has a picture or a film", remedy: "make them with booth sessions rerender",
                status: .inputMissing)
        case .noItem(let path):
            FaultReport(
                "\(path): none of these sessions has this file", remedy: "see booth sessions show",
                status: .inputMissing)
        case .noDestination(let kind, let event):
            FaultReport(
                "\(event)/event.json: nothing says where \(kind.things) go",
                remedy:
                    "say it: booth event set \(event) destinations.\(kind.rawValue) NAME, with a name of booth destination list",
                status: .configuration)
        case .consentToNothing:
            FaultReport(
                "--consent tells how a guest has agreed to a message", remedy: "say --email or --sms as well",
                status: .usage)
        case .layoutNamedTwice(let name): FaultReport(Event.flaw(ofNameGivenTwice: name), status: .usage)
        case .badValue(let problem): FaultReport(problem, status: .usage)
        case .underWay(let session, "delete"):
            FaultReport(
                "session #\(session): is being deleted", remedy: "nothing more can be done with it", status: .tryAgain)
        case .underWay(let session, let action):
            FaultReport(
                "session #\(session): \(action) is under way on it", remedy: "wait until that is done",
                status: .tryAgain)
        case .noJob(let id):
            FaultReport(
                "job \(id): there is none",
                remedy:
                    "jobs are forgotten when the server ends, and long after they are done; look at the sessions themselves",
                status: .inputMissing)
        case .noCamera(let name):
            FaultReport("\"\(name)\": no camera", remedy: "expected \(CameraChoice.expected)", status: .usage)
        case .notPrinted(let session, let reason):
            FaultReport(
                "session #\(session): is not printed: \(reason)", remedy: "then try it again in the outbox",
                status: .failed)
        case .nothingChosen:
            FaultReport("no session is chosen", remedy: "see booth sessions list", status: .inputMissing)
        }
    }
}
