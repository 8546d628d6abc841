import HTTP

/// Where a browser of this machine finds the guests' screen of a booth.
public struct ScreenAddress: Sendable, Equatable {
    /// `http://127.0.0.1:8080/`. It goes by loopback, where nobody has to log in.
    public let url: String
    /// SHA-256 of the public key of the certificate that is spoken with there, in base64, which is good for another name as a rule;
    /// nil: it is spoken to without TLS.
    public let pin: String?

    public init(url: String, pin: String?) { (self.url, self.pin) = (url, pin) }

    /// nil: the listener is for an address of the network alone, and this machine's browser would have to log in.
    init?(of listener: Address, _ certificate: Certificate?) {
        var here = listener
        if listener.isAny { here.host = listener.host == "::" ? "::1" : "127.0.0.1" }
        guard here.isLoopback else { return nil }
        self.init(url: "\(certificate == nil ? "http" : "https")://\(here)/", pin: certificate?.pin)
    }

    /// That of the booth which runs on the event now; nil: none serves one to this machine and user. Blocks.
    public init?(of event: String, in state: String) {
        guard let lines = ServingNotice.lines(.screen, event, state), let url = lines.first else { return nil }
        self.init(url: url, pin: lines.count > 1 ? lines[1] : nil)
    }

    var lines: [String] { [url] + (pin.map { [$0] } ?? []) }
}
