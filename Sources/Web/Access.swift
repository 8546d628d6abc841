import HTTP

/// Who may ask a listener for operators at all, and when a request may change something.
struct Access: Sendable {
    /// Names that stand for this server elsewhere (`--host`): that of a proxy, as a rule. Without a port, any will do.
    var names: [String] = []
    /// What the listener was told to listen at, where that is a name.
    var own: String?

    /// Whether the request means this server. A page of somebody else's, whose name leads here for a moment, does not.
    func knowsHost(of request: Request) -> Bool {
        guard let host = request.headers["Host"]?.lowercased() else { return false }
        let port = request.local.port
        var own = (["localhost", "127.0.0.1", "::1", request.local.host] + (self.own.map { [$0.lowercased()] } ?? []))
            .map { "\(Address(host: $0, port: port))" }
        // A port that everybody knows is not said.
        if port == (request.isSecure ? 443 : 80) { own += own.map { String($0.dropLast(":\(port)".count)) } }
        return own.contains(host) || isByProxy(request)
    }

    /// Whether a page of this very server sent it, by a script: no form can give it such headers, and no other site such an origin.
    func mayChange(_ request: Request) -> Bool {
        let type = request.headers["Content-Type"]?.split(separator: ";").first ?? ""
        guard type.trimming(" ").lowercased() == "application/json", request.headers["X-Booth"] == "1" else {
            return false
        }
        let origin = request.headers["Origin"]
        return Self.isOwn(origin, of: request)
            && origin?.lowercased().hasPrefix(isSecure(request) ? "https://" : "http://") ?? false
    }

    static func isOwn(_ origin: String?, of request: Request) -> Bool {
        guard let origin = origin?.lowercased(), let host = request.headers["Host"]?.lowercased() else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }

    /// Whether it goes by TLS: to this listener, or to a proxy, which speaks that for the names that it has.
    func isSecure(_ request: Request) -> Bool { request.isSecure || isByProxy(request) }

    /// Whether the request came to a name of a proxy's.
    private func isByProxy(_ request: Request) -> Bool {
        guard let host = request.headers["Host"]?.lowercased() else { return false }
        return names.contains { $0.lowercased() == host || $0.lowercased() == Self.withoutPort(host) }
    }

    /// Who asks. Behind a proxy of this machine that is whom the proxy names, and nobody else is believed who names somebody.
    func client(of request: Request) -> String {
        guard !names.isEmpty, Address(host: request.peer, port: 0).isLoopback else { return request.peer }
        let last = request.headers["X-Forwarded-For"]?.split(separator: ",").last.map { $0.trimming(" ") }
        return last.map(String.init) ?? request.peer
    }

    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring {
        var rest = drop { $0 == character }
        while rest.last == character { rest.removeLast() }
        return rest
    }
}
