import Glibc

/// What a service tells systemd, as sd_notify(3) describes: datagrams to the socket that $NOTIFY_SOCKET names.
public struct ServiceNotice: Sendable {
    private let path: String
    /// How often systemd wants to hear that all is well; nil: never.
    public let watchdog: Duration?

    init(path: String) { (self.path, watchdog) = (path, nil) }

    /// nil: nobody listens.
    public init?() {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        guard let path = variable("NOTIFY_SOCKET"), path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
        self.path = path
        // Meant for this process, and not for a child that inherited it.
        let isMine = variable("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        watchdog = isMine ? variable("WATCHDOG_USEC").flatMap { Int($0) }.map { .microseconds($0) } : nil
    }

    /// "READY=1", "WATCHDOG=1", "STATUS=…", "STOPPING=1".
    public func send(_ text: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = LocalSocket.address(path)
        // A leading @ stands for NUL: the abstract name space, whose names end where the length says.
        if path.hasPrefix("@") { address.sun_path.0 = 0 }
        let length = MemoryLayout<sa_family_t>.size + path.utf8.count
        let bytes = Array(text.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0,
                    socklen_t(length))
            }
        }
    }
}
