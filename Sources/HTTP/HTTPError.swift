public import Faults

/// Why nobody can be served.
public enum HTTPError: Fault, Equatable {
    /// What is no address at all.
    case noAddress(String)
    case unknownHost(Address, reason: String)
    case portInUse(Address)
    case portNotPermitted(Address)
    case cannotListen(Address, reason: String)
    /// A certificate or a key that cannot be used, or not be kept.
    case certificate(path: String, reason: String)
}

extension HTTPError {
    public var report: FaultReport {
        switch self {
        case .noAddress(let text):
            FaultReport(
                "\"\(text)\": no address to listen at", remedy: "write PORT or HOST:PORT, such as 8080 or 0.0.0.0:8080",
                status: .usage)
        case .unknownHost(let address, let reason):
            FaultReport(
                "\(address): this machine has no such address (\(reason))",
                remedy: "use one that `ip address` lists, or 0.0.0.0 for all of them", status: .configuration)
        case .portInUse(let address):
            FaultReport(
                "\(address): another program listens there already",
                remedy: "choose another port, or 0 for a free one", status: .cannotCreate)
        case .portNotPermitted(let address):
            FaultReport(
                "\(address): ports below 1024 are for the system", remedy: "choose a higher one, such as 8080",
                status: .permission)
        case .cannotListen(let address, let reason):
            FaultReport("\(address): nobody can be served there (\(reason))", status: .cannotCreate)
        case .certificate(let path, let reason):
            FaultReport(
                "\(path): cannot be used for TLS (\(reason))",
                remedy: "give a certificate and its key as PEM, or leave --tls out to have one made",
                status: .configuration)
        }
    }
}
