import Files
import Glibc
public import HTTP

/// Under which address operators find a listener.
struct OperatorAddress: Sendable {
    /// `https://booth.lan`, without a slash at its end.
    let base: String

    /// - Parameter names: what the listener is called elsewhere. Those who stand behind a proxy come by TLS.
    init(_ address: Address, isSecure: Bool, names: [String]) {
        if let name = names.first {
            base = "https://" + name
            return
        }
        base = (isSecure ? "https://" : "http://") + "\(address.reachable)"
    }
}

extension Address {
    /// The same, or where somebody finds it who is told to look at any address of this machine.
    public var reachable: Address {
        guard isAny else { return self }
        return Address(host: Self.lan ?? (host == "::" ? "::1" : "127.0.0.1"), port: port)
    }

    /// This machine's address in the network that it is in.
    private static var lan: String? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var next = list
        while let one = next {
            next = one.pointee.ifa_next
            guard let address = one.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
                continue
            }
            var host = [CChar](repeating: 0, count: 64)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            guard getnameinfo(address, size, &host, 64, nil, 0, NI_NUMERICHOST) == 0 else { continue }
            let name = host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            if !name.hasPrefix("127.") { return name }
        }
        return nil
    }
}

/// Says to the other commands of this user where an event is served: a file that is locked for as long as it is.
public final class ServingNotice: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Blocks.
    init(of event: String, at base: String, in state: String) throws(FilesError) {
        path = Self.path(event, state)
        try makeFolder(state)
        try writeDurably(Array(base.utf8), to: path, isSecret: true)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { flock(descriptor, LOCK_EX | LOCK_NB) }
    }

    func end() {
        unlink(path)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Where the event is served now; nil: nowhere, or by another user. Blocks.
    public static func base(of event: String, in state: String) -> String? {
        let path = path(event, state)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return (try? readAll(path, limit: 4_096)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func path(_ event: String, _ state: String) -> String {
        "\(state)/serving-\(ContentHash(of: Array(event.utf8)).prefix8)"
    }
}
