public import HTTP
import Synchronization

/// The listeners of a server, until they are stopped.
public final class Serving: Sendable {
    /// nil: there is none for them.
    public let operators: Listener?
    public let guests: Listener?
    /// Under which address operators find theirs: `https://booth.lan:8443`.
    public let base: String?
    private let server: WebServer
    private let screen: ScreenAddress?
    private let shown = Mutex<[Shown]>([])

    /// An event, what goes on for it beside the requests, and what tells other commands of it.
    private struct Shown {
        let work: Task<Void, Never>
        let notices: [ServingNotice]
    }

    /// Opens the listeners that are asked for, or none of them. Blocks.
    /// - Parameter certificate: of the operators' listener.
    public init(
        _ server: WebServer, operators: Address?, guests: Address?, certificate: Certificate? = nil
    ) throws {
        self.server = server
        let time = server.options.time
        self.operators = try operators.map { place in
            var limits = Limits()
            limits.body = Route.mostOfAll
            return try Listener(
                at: place, certificate: certificate, limits: limits, time: time,
                refuse: { Self.refusal($0, of: $1, .operator) }, handler: { await server.answer($0) })
        }
        self.guests = try guests.map { place in
            try Listener(
                at: place, time: time, refuse: { Self.refusal($0, of: $1, .guest) },
                handler: { await server.guests.answer($0) }
            )
        }
        let shared = self.guests.map { ShownAddress($0.address, isSecure: false, names: []).base }
        server.welcome(phones: shared)
        let address = self.operators.map { listener in
            ShownAddress(
                Address(host: server.options.host ?? listener.address.host, port: listener.address.port),
                isSecure: certificate != nil, names: server.options.names)
        }
        base = address?.base
        screen = self.operators.flatMap { ScreenAddress(of: $0.address, certificate) }
        for site in server.sites { try show(site) }
        server.events.welcome { [weak self] in try self?.show($0) }
    }

    /// What stands before a token in links that a listener for guests at `place` serves, in the network that it is in.
    private static func linkBase(at place: Address) -> String {
        ShownAddress(place, isSecure: false, names: []).base + "/s/"
    }

    private func show(_ site: EventSite) throws {
        if let guests { site.beginLinks(with: Self.linkBase(at: guests.address)) }
        let state = server.options.state
        var notices = try base.map { [try ServingNotice(.pages, of: site.id, saying: [$0], in: state)] } ?? []
        if site.engine != nil, let screen {
            notices.append(try ServingNotice(.screen, of: site.id, saying: screen.lines, in: state))
        }
        let (work, all) = (Task { await site.run() }, notices)
        shown.withLock { $0.append(Shown(work: work, notices: all)) }
    }

    private static func refusal(_ refusal: Refusal, of target: String, _ page: Safeguards.Page) -> Answer {
        let isAPI = target.prefix { $0 != "?" }.split(separator: "/").contains("api")
        var answer =
            page == .operator && isAPI
            ? Notice.json(APIError(status: refusal.status, refusal.words).answer)
            : Notice.page(
                refusal.status, "This does not work.",
                refusal.words.prefix(1).uppercased() + refusal.words.dropFirst() + ".",
                style: page == .operator ? "/notice.css" : "/s/page.css")
        Safeguards.add(to: &answer, of: page)
        return answer
    }

    /// Ends all streams at once; jobs end at their next session.
    public func stop() async {
        let shown = shown.withLock { $0 }
        for one in shown { one.work.cancel() }
        await operators?.stop()
        await guests?.stop()
        for site in server.sites { await site.close() }
        for one in shown {
            await one.work.value
            for notice in one.notices { notice.end() }
        }
    }
}
