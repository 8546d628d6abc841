import CCups
import Files
import Glibc
import Synchronization

/// A CUPS server: this machine's, or the print station of a fleet.
public struct PrintServer: Hashable, Sendable, CustomStringConvertible {
    /// A host's name or address, or the path of a socket.
    public var host: String
    public var port: Int

    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// What `CUPS_SERVER` or client.conf name; this machine's without them.
    public static var standard: PrintServer {
        PrintServer(host: String(cString: cupsServer()), port: Int(ippPort()))
    }

    public var description: String { host.hasPrefix("/") ? host : "\(host):\(port)" }

    /// Connecting, one silence of the server, and a whole exchange may take this many seconds.
    private static let (connecting, silence, exchange) = (3.0, 10.0, 12.0)

    /// Runs `body` with a connection of its own, which nobody else sees. `sends` says that a broken connection leaves
    /// open whether something happened.
    func connected<Value: Sendable>(
        sends: Bool = false,
        _ body: @escaping @Sendable (CupsConnection) throws(PrintError) -> Value
    ) async throws(PrintError) -> Value {
        let line = Line()
        let reason = "no answer within \(Int(Self.exchange)) s"
        let late: PrintError =
            sends
            ? .replyLost(server: "\(self)", reason: reason) : .serverAway(server: "\(self)", reason: reason)
        do throws(PrintError) {
            return try await onOwnThread(within: Self.exchange, late: late) { () throws(PrintError) in
                let exchange = { () throws(PrintError) -> Value in
                    try body(
                        CupsConnection(to: self, connecting: Self.connecting, silence: Self.silence, line: line))
                }
                // A busy scheduler drops connections that it has accepted; a question can be asked again.
                guard !sends else { return try exchange() }
                do throws(PrintError) { return try exchange() } catch {
                    guard case .serverAway = error else { throw error }
                    return try exchange()
                }
            }
        } catch {
            if error == late { line.cut() }
            // Asking can be repeated, so a broken question is as good as none.
            if !sends, case .replyLost(let server, let reason) = error {
                throw .serverAway(server: server, reason: reason)
            }
            throw error
        }
    }
}

/// The socket of a connection, for whoever must wake the thread that waits on it.
final class Line: Sendable {
    private let socket = Mutex<Int32?>(nil)

    func open(_ number: Int32) { socket.withLock { $0 = number } }
    /// Before the number is closed, and belongs to somebody else.
    func close() { socket.withLock { $0 = nil } }
    func cut() { socket.withLock { if let number = $0 { shutdown(number, Int32(SHUT_RDWR)) } } }
}

/// One connection, on the thread that made it: libcups keeps the last error and the password callback per thread.
final class CupsConnection {
    private let http: OpaquePointer
    private let server: PrintServer
    private let line: Line

    init(to server: PrintServer, connecting: Double, silence: Double, line: Line) throws(PrintError) {
        // Without this libcups would ask for a password on the terminal, and wait.
        cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        guard
            let http = httpConnect2(
                server.host, Int32(server.port), nil, AF_UNSPEC, cupsEncryption(), 1, Int32(connecting * 1000), nil)
        else { throw .serverAway(server: "\(server)", reason: Self.lastError) }
        httpSetTimeout(http, silence, nil, nil)
        (self.http, self.server, self.line) = (http, server, line)
        line.open(httpGetFd(http))
    }

    deinit {
        line.close()
        httpClose(http)
    }

    /// One request and its answer, sent once. libcups' own cupsDoRequest would repeat it under circumstances, and a
    /// repeated Print-Job is a second print.
    func ask(_ request: IPPMessage, document: [UInt8] = []) throws(PrintError) -> IPPMessage {
        let sent = cupsSendRequest(http, request.raw, "/", ippLength(request.raw) + document.count)
        guard sent == HTTP_STATUS_CONTINUE || sent == HTTP_STATUS_OK else { throw broken() }
        if !document.isEmpty {
            // A server that refuses early stops reading; its answer says why.
            document.withUnsafeBytes { bytes in
                _ = cupsWriteRequestData(http, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        guard let answer = cupsGetResponse(http, "/") else { throw broken() }
        return IPPMessage(owning: answer)
    }

    /// Hands the PPD of `queue` to `body`; nil when the queue has none.
    func ppd<Value>(
        of queue: String, _ body: (UnsafeMutablePointer<ppd_file_t>) throws(PrintError) -> Value
    ) throws(PrintError) -> Value? {
        guard let file = tmpfile() else { throw .file(.failed(path: "/tmp", reason: String(cString: strerror(errno)))) }
        defer { fclose(file) }
        let status = cupsGetFd(http, "/printers/\(queue).ppd", fileno(file))
        if status == HTTP_STATUS_NOT_FOUND { return nil }
        guard status == HTTP_STATUS_OK else { throw .serverAway(server: "\(server)", reason: Self.lastError) }
        rewind(file)
        guard let ppd = ppdOpen(file) else { return nil }
        defer { ppdClose(ppd) }
        return try body(ppd)
    }

    private func broken() -> PrintError {
        .replyLost(server: "\(server)", reason: Self.lastError)
    }

    private static var lastError: String {
        cupsLastErrorString().map { String(cString: $0) } ?? "no reason given"
    }
}
