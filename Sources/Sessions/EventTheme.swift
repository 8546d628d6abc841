/// What a guest's page offers to those who want their pictures deleted.
public enum GuestDelete: String, CaseIterable, Sendable {
    /// Nothing.
    case off
    /// The operator is asked.
    case ask
    /// They are deleted at once.
    case now
}

/// The colours of an event, `#rrggbb` each; one that is missing is the project's own.
public struct EventTheme: Equatable, Sendable {
    /// Of what a guest may touch.
    public var accent: String?
    public var background: String?

    public init(accent: String? = nil, background: String? = nil) {
        (self.accent, self.background) = (accent, background)
    }
}
