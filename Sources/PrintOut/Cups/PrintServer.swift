import CCups
import Files
import Glibc
import Synchronization
import Work

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

    /// Connecting, and a whole exchange, may take this many seconds: of asking, and of sending a document.
    private static let (connecting, asking, sending) = (3.0, 10.0, 15.0)

    /// Runs `body` with a connection of its own, which nobody else sees. `sends` says that a broken connection leaves
    /// open whether something happened.
    func connected<Value: Sendable>(
        sends: Bool = false,
        _ body: @escaping @Sendable (CupsConnection) throws(PrintError) -> Value
    ) async throws(PrintError) -> Value {
        let line = Line()
        let seconds = sends ? Self.sending : Self.asking
        let reason = "no answer within \(Int(seconds)) s"
        let late: PrintError =
            sends
            ? .replyLost(server: "\(self)", reason: reason) : .serverAway(server: "\(self)", reason: reason)
        do throws(PrintError) {
            return try await offPool(within: .seconds(seconds), late: late) { () throws(PrintError) in
                let exchange = { () throws(PrintError) -> Value in
                    try body(
                        CupsConnection(to: self, connecting: Self.connecting, silence: seconds, line: line))
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
        assertOffPool()
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

    var socket: Int32 { httpGetFd(http) }

    deinit {
        line.close()
        httpClose(http)
    }

    /// One request and its answer, sent once. libcups' own cupsDoRequest would repeat it under circumstances, and a
    /// repeated Print-Job is a second print.
    func ask(_ request: IPPMessage, document: [UInt8] = []) throws(PrintError) -> IPPMessage {
        // libcups may have connected anew for itself.
        line.open(socket)
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

    /// All of the file at `path` of the server; nil when there is none. libcups' cupsGetFd takes what came before a broken
    /// connection for the whole.
    func file(at path: String) throws(PrintError) -> [UInt8]? {
        line.open(socket)
        httpClearFields(http)
        guard httpGet(http, path) == 0 else { throw broken() }
        var status = HTTP_STATUS_CONTINUE
        while status == HTTP_STATUS_CONTINUE { status = httpUpdate(http) }
        guard status == HTTP_STATUS_OK else {
            httpFlush(http)
            if status == HTTP_STATUS_NOT_FOUND { return nil }
            throw .serverAway(server: "\(server)", reason: "\(path): \(String(cString: httpStatus(status)))")
        }
        let length = Int(String(cString: httpGetField(http, HTTP_FIELD_CONTENT_LENGTH)))
        var (bytes, piece) = ([UInt8](), [CChar](repeating: 0, count: 1 << 16))
        while bytes.count <= Self.mostFileBytes {
            let count = httpRead2(http, &piece, piece.count)
            if count <= 0 { break }
            bytes.append(contentsOf: piece.prefix(count).lazy.map { UInt8(bitPattern: $0) })
        }
        guard length ?? bytes.count == bytes.count else {
            throw .serverAway(server: "\(server)", reason: "\(path): \(bytes.count) of \(length ?? 0) bytes came")
        }
        return bytes
    }

    private static let mostFileBytes = 8 << 20

    private func broken() -> PrintError {
        .replyLost(server: "\(server)", reason: Self.lastError)
    }

    private static var lastError: String {
        cupsLastErrorString().map { String(cString: $0) } ?? "no reason given"
    }
}
