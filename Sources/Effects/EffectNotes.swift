import Synchronization

/// What effects have to say of pictures that they could not treat, for an operator. Each line once, in the order in which they come.
public final class EffectNotes: Sendable {
    private let lines = Mutex<[String]>([])
    private let undone = Mutex(false)

    public init() {}

    public var all: [String] { lines.withLock { $0 } }

    /// Whether a picture was left as it is that would be treated another time.
    public var hasLeftUndone: Bool { undone.withLock { $0 } }

    func leaveUndone(_ line: String) {
        undone.withLock { $0 = true }
        say(line)
    }

    func say(_ line: String) { lines.withLock { if !$0.contains(line) { $0.append(line) } } }
}
