import CCups
import Glibc

/// A connection on which nothing is said. A print server that goes away closes it, however soon it comes back: the only
/// sign of a restart between two looks at a job, and so of a job that may have been begun twice.
public final class Lifeline: Sendable {
    private let socket: Int32
    private let begun = ContinuousClock.now

    /// `connected` stays the caller's.
    init?(beside connected: Int32) {
        // Programs that the booth starts are not to hold it.
        socket = fcntl(connected, F_DUPFD_CLOEXEC, 0)
        if socket < 0 { return nil }
    }

    deinit { close(socket) }

    var isCut: Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
    }

    /// CUPS hangs up after five minutes of silence, by default.
    var isOld: Bool { ContinuousClock.now - begun > .seconds(60) }
}

extension CupsPrinter {
    public func lifeline() async -> Lifeline? {
        try? await server.connected { (connection) throws(PrintError) in
            guard let lifeline = Lifeline(beside: connection.socket) else {
                throw .serverAway(server: "\(server)", reason: String(cString: strerror(errno)))
            }
            return lifeline
        }
    }
}
