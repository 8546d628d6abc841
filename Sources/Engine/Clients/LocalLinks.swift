import Synchronization

/// What stands before a share token in links that work only in the booth's own network: known once somebody listens there. They are shown on
/// the screen where the event names no link base, and never printed.
final class LocalLinks: Sendable {
    private let known = Mutex<String?>(nil)

    /// nil: nobody listens.
    var base: String? { known.withLock { $0 } }

    func begin(with base: String) { known.withLock { $0 = base } }
}

extension Engine {
    /// This process serves guests' pages at addresses that begin with `base`: to be called before the booth runs, so that its first
    /// session knows.
    public nonisolated func beginLinks(with base: String) { context.localLinks.begin(with: base) }
}
