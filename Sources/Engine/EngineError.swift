public import Darkroom
public import Files
public import PrintOut
public import Sessions

/// Why the booth cannot do what it was asked for, in words that an operator can act on.
public enum EngineError: Error, CustomStringConvertible {
    /// `text` names the file, the JSON path and what was expected.
    case badWorkflow(text: String)
    case noWorkflow(name: String, searched: [String], known: [String])
    /// What was asked for does not go with what the booth does now.
    case notNow(String)
    /// Nothing answers on the event's control socket.
    case notRunning(path: String)
    /// The booth that runs on the event is another user's.
    case notPermitted(path: String, user: String)
    case control(path: String, reason: String)
    case record(SessionsError)
    case pictures(DarkroomError)
    case print(PrintError)
    case file(FilesError)

    public var description: String {
        switch self {
        case .badWorkflow(let text): text
        case .noWorkflow(let name, let searched, let known):
            "workflow \(name): not found in \(searched.joined(separator: ", ")); "
                + (known.isEmpty
                    ? "run booth in its checkout, install it (make install), or name a file"
                    : "known are \(known.joined(separator: ", "))")
        case .notNow(let problem): problem
        case .notRunning(let path): "\(path): no booth runs on this event; start it with: booth run \(path)"
        case .notPermitted(let path, let user):
            "\(path): only the user that the booth runs as may speak to it; run it as that one: sudo -u \(user) booth …"
        case .control(let path, let reason): "\(path): the booth cannot be spoken to (\(reason))"
        case .record(let error): "\(error)"
        case .pictures(let error): "\(error)"
        case .print(let error): "\(error)"
        case .file(let error): "\(error)"
        }
    }
}
