/// What guests and operators can ask of the booth, at any moment of any step.
public enum BoothCommand: Sendable, Equatable {
    /// Opens a stopped booth, and is the touch that begins a session.
    case start
    /// On with it: begins, fires at once, accepts, or takes what the step does when nobody answers.
    case next
    case retake
    /// Ends the session and begins another.
    case restart
    /// Ends the session; the booth waits for start.
    case stop
    /// What the present step asks for.
    case answer(String)
    /// Somebody is at the answer: a question waits its whole time anew.
    case present
    case printLast

    /// As on a command line; nil for other words.
    public init?(_ word: String, value: String? = nil) {
        switch (word, value) {
        case ("start", nil): self = .start
        case ("next", nil): self = .next
        case ("retake", nil): self = .retake
        case ("restart", nil): self = .restart
        case ("stop", nil): self = .stop
        case ("present", nil): self = .present
        case ("print-last", nil): self = .printLast
        case ("answer", let value?): self = .answer(value)
        default: return nil
        }
    }
}
