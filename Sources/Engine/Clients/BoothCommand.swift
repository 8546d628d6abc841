/// What guests and operators can ask of the booth.
public enum BoothCommand: Sendable, Hashable {
    /// Opens a stopped booth, which then waits for a guest; at the attract step, begins the session of one.
    case start
    /// Goes on: begins, accepts, or takes what the step does when nobody answers. A countdown it shortens only where the workflow
    /// says so.
    case next
    case retake
    /// Takes one picture anew: its number among the session's captures, from 1, in the order in which they were taken.
    case retakeOne(String)
    /// Ends the session and begins another.
    case restart
    /// Ends the session; the booth then waits for `start`.
    case stop
    /// Answers what the present step asks for.
    case answer(String)
    /// Says that somebody is there: a question waits its whole time anew.
    case present
    /// Shows and says everything in another language until the session ends: the name of a file of `web/text`.
    case language(String)
    /// Prints the newest FinalPhoto once more, unless a print of it is under way.
    case printLast

    /// As it stands on a command line or on the wire; nil for any other word.
    public init?(_ word: String, value: String? = nil) {
        switch (word, value) {
        case ("start", nil): self = .start
        case ("next", nil): self = .next
        case ("retake", nil): self = .retake
        case ("retake", let value?): self = .retakeOne(value)
        case ("restart", nil): self = .restart
        case ("stop", nil): self = .stop
        case ("present", nil): self = .present
        case ("print-last", nil): self = .printLast
        case ("answer", let value?): self = .answer(value)
        case ("language", let value?): self = .language(value)
        default: return nil
        }
    }

    /// Whether it is a button of its own: what is pressed again at once is one press.
    var isButton: Bool {
        switch self {
        case .next, .start, .restart: true
        case .retake, .retakeOne, .stop, .answer, .present, .language, .printLast: false
        }
    }

    /// Whether it is meant for one entry into one step, so that it must do nothing in any other.
    public var needsPlace: Bool {
        switch self {
        case .next, .retake, .retakeOne, .answer, .present: true
        case .start, .restart, .stop, .language, .printLast: false
        }
    }
}

/// One entry into one step of one session: what a command was meant for. A retake enters the same step again, which is
/// another place.
public struct Place: Sendable, Hashable {
    public let session: String
    /// Counts the entries into steps of this session, from 1.
    public let entry: Int

    public init(session: String, entry: Int) { (self.session, self.entry) = (session, entry) }
}
