/// What one listener takes from its clients.
public struct Limits: Sendable {
    /// How many connections there may be. A new one beyond that takes the place of the one that has kept the listener waiting
    /// for the longest, so that clients who open connections and say nothing keep nobody out, whatever address they come from.
    public var connections = 600
    /// Bytes of a body; a longer one is refused (413).
    public var body = 65_536
    /// Bytes of a target, and roughly of all headers; longer ones are refused (414, 431).
    public var head = 16_384
    /// Within which a client has to say its whole request, from its connecting or from the answer before.
    public var request = Duration.seconds(30)
    /// After which a connection ends on which nothing moves.
    public var silence = Duration.seconds(30)

    public init() {}
}
