public import Darkroom
public import Files
public import PrintOut
public import Sessions

/// Why the booth cannot do what it was asked for, in words that an operator can act on.
public enum EngineError: Error, CustomStringConvertible {
    /// `text` names the file, the JSON path and what was expected.
    case badWorkflow(text: String)
    case noWorkflow(name: String, searched: [String], known: [String])
    /// The booth does not carry a command out.
    case refused(Refusal)
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
        case .refused(let refusal): refusal.words
        case .notRunning(let path): "\(path): no booth runs on this event; start it with: booth run \(path)"
        case .notPermitted(let path, let user):
            "\(path): the booth runs as \(user); run this as that user: sudo -u \(user) booth …"
        case .control(let path, let reason): "\(path): no response from the booth (\(reason))"
        case .record(let error): "\(error)"
        case .pictures(let error): "\(error)"
        case .print(let error): "\(error)"
        case .file(let error): "\(error)"
        }
    }
}
