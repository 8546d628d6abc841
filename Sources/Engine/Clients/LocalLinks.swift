import Synchronization

/// What stands before a share token in links that work only in the booth's own network: known once somebody listens there.
final class LocalLinks: Sendable {
    private let known: Mutex<String?>

    init(_ base: String?) { known = Mutex(base) }

    var base: String? { known.withLock { $0 } }

    func lead(to base: String) { known.withLock { $0 = base } }
}

extension Engine {
    /// This process serves guests' pages behind `base`, in place of what the options say: to be called before the booth runs, so
    /// that its first session knows.
    public nonisolated func lead(linksTo base: String) { context.localLinks.lead(to: base) }
}
