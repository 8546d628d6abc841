/// Where somebody listens or speaks from: a name or number of a host, and a port.
public struct Address: Sendable, Hashable, CustomStringConvertible {
    public var host: String
    public var port: Int

    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// As it is written on a command line: `8080` is loopback, `0.0.0.0:8080` every address of this machine, `[::1]:8080` has
    /// the brackets that addresses of IPv6 need before a port. Port 0 stands for a free one.
    public init(parsing text: String) throws(HTTPError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, last.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(last),
            port < 65_536
        else { throw .noAddress(text) }
        var host = parts.count == 1 ? "127.0.0.1" : parts.dropLast().joined(separator: ":")
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.isEmpty || host.contains(":") {
            throw .noAddress(text)
        }
        self.init(host: host, port: port)
    }

    /// Reachable from this machine alone.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.")
    }

    /// Every address of this machine.
    public var isAny: Bool { host == "0.0.0.0" || host == "::" }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
