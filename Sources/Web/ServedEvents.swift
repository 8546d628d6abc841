import Sessions
import Synchronization

/// The events that a server serves, one or several. Where there are several, more can come while it runs; the addresses of one that
/// stands alone leave no place for another.
final class ServedEvents: Sendable {
    let areSeveral: Bool
    private let sites: Mutex<[EventSite]>
    /// Called for each that comes, before it is served.
    private let welcome = Mutex<(@Sendable (EventSite) throws -> Void)?>(nil)

    init(_ sites: [EventSite]) {
        areSeveral = sites.count > 1
        self.sites = Mutex(sites)
    }

    var all: [EventSite] { sites.withLock { $0 } }

    func welcome(by body: @escaping @Sendable (EventSite) throws -> Void) { welcome.withLock { $0 = body } }

    /// Whether it is served now. Blocks.
    func add(_ site: EventSite) throws -> Bool {
        guard areSeveral, let welcome = welcome.withLock({ $0 }) else { return false }
        try welcome(site)
        sites.withLock { $0.append(site) }
        return true
    }
}
