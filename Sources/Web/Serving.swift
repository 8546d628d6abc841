public import HTTP

/// The listeners of a server, until they are stopped.
public final class Serving: Sendable {
    /// nil: there is none for them.
    public let operators: Listener?
    public let guests: Listener?
    /// Under which address operators find theirs: `https://booth.lan:8443`.
    public let base: String?
    private let server: WebServer
    private let work: Task<Void, Never>
    private let notices: [ServingNotice]

    /// Opens the listeners that are asked for, or none of them. Blocks.
    /// - Parameter certificate: of the operators' listener.
    public init(
        _ server: WebServer, operators: Address?, guests: Address?, certificate: Certificate? = nil
    ) throws {
        self.server = server
        let time = server.options.time
        self.operators = try operators.map { place in
            try Listener(
                at: place, certificate: certificate, time: time, refuse: { Self.refusal($0, .operator) },
                handler: { await server.answer($0) })
        }
        self.guests = try guests.map { place in
            try Listener(
                at: place, time: time, refuse: { Self.refusal($0, .guest) }, handler: { await server.guests.answer($0) }
            )
        }
        let address = self.operators.map { listener in
            OperatorAddress(
                Address(host: server.options.host ?? listener.address.host, port: listener.address.port),
                isSecure: certificate != nil, names: server.options.names)
        }
        base = address?.base
        notices =
            try address.map { address in
                try server.sites.map { try ServingNotice(of: $0.id, at: address.base, in: server.options.state) }
            } ?? []
        work = Task {
            await withTaskGroup(of: Void.self) { group in
                for site in server.sites { group.addTask { await site.run() } }
            }
        }
    }

    private static func refusal(_ refusal: Refusal, _ page: Safeguards.Page) -> Answer {
        var answer = Notice.page(
            refusal.status, "This does not work.",
            [refusal.words.prefix(1).uppercased() + refusal.words.dropFirst() + "."])
        Safeguards.add(to: &answer, of: page)
        return answer
    }

    /// Ends all streams at once; jobs end at their next session.
    public func stop() async {
        work.cancel()
        await operators?.stop()
        await guests?.stop()
        for site in server.sites { await site.close() }
        await work.value
        for notice in notices { notice.end() }
    }
}
