import CGnuTLS
import CMicroHTTPD
import Glibc
import Synchronization

// What is no request reaches no code of ours: the daemon answers it by itself (400, 414, 431, 505), without the headers that every
// answer is to have, and some of these answers with two heads. It queues them by a function that others may call as well, which the
// loader therefore looks for in the program first. So the one below stands before the daemon's own: it sends a listener's refusal
// and has the daemon close the connection. Where a build of the library does not ask the loader, its own words go out as before.

enum DaemonAnswers {
    private typealias Queue = @convention(c) (OpaquePointer?, UInt32, OpaquePointer?) -> MHD_Result
    /// The library's own.
    private static let own = dlsym(UnsafeMutableRawPointer(bitPattern: -1), "MHD_queue_response")
        .map { unsafeBitCast($0, to: Queue.self) }

    static func queue(_ connection: OpaquePointer?, _ status: UInt32, _ response: OpaquePointer?) -> MHD_Result {
        own?(connection, status, response) ?? .NO
    }
}

/// Called by the library alone, for an answer that it has made by itself.
@_cdecl("MHD_queue_response")
public func queueInPlaceOfDaemon(_ connection: OpaquePointer?, _ status: UInt32, _ response: OpaquePointer?) -> UInt32 {
    guard let connection, let one = connection.connection else {
        return DaemonAnswers.queue(connection, status, response).rawValue
    }
    var answer = one.core.refuse(Refusal(rawValue: Int(status)) ?? .badRequest, one.target.withLock { $0 } ?? "")
    answer.status = Int(status)
    LastWords(answer).say(booth_http_socket(connection), tls: booth_http_tls(connection))
    return MHD_Result.NO.rawValue
}

/// An answer after which a connection ends. It is small, so that it fits into what the system holds for a client.
private struct LastWords {
    private let bytes: [UInt8]

    init(_ answer: Answer) {
        let body = if case .bytes(let bytes) = answer.body { bytes } else { [UInt8]() }
        let reason = MHD_get_reason_phrase_for(UInt32(answer.status)).map { String(cString: $0) } ?? ""
        var head = "HTTP/1.1 \(answer.status) \(reason)\r\nDate: \(Self.date)\r\nConnection: close\r\n"
        for (name, value) in answer.headers.fields { head += "\(name): \(value)\r\n" }
        bytes = Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
    }

    private static var date: String {
        var (now, parts, text) = (time(nil), tm(), [CChar](repeating: 0, count: 64))
        gmtime_r(&now, &parts)
        strftime(&text, 64, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    func say(_ socket: Int32, tls: OpaquePointer?) {
        if let tls {
            _ = gnutls_record_send(tls, bytes, bytes.count)
        } else {
            _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        shutdown(socket, Int32(SHUT_WR))
        // A client that is cut while it sends would see no answer.
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<64 {
            var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 100) > 0, recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 else { return }
        }
    }
}
