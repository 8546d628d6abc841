import CGnuTLS
import Glibc
import HTTP
import Rigs
import Work

/// A client that speaks TLS and trusts anybody.
final class TLSClient: @unchecked Sendable {
    private let client: RawClient
    private var session: gnutls_session_t?
    private var credentials: gnutls_certificate_credentials_t?

    struct NoHandshake: Error { let code: Int32 }

    /// Blocks until the handshake is done.
    init(_ address: Address) throws {
        client = try RawClient(address)
        gnutls_init(&session, 2)
        gnutls_set_default_priority(session)
        gnutls_certificate_allocate_credentials(&credentials)
        gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
        gnutls_transport_set_int2(session, client.descriptor, client.descriptor)
        var code: Int32
        repeat { code = gnutls_handshake(session) } while code < 0 && gnutls_error_is_fatal(code) == 0
        guard code == 0 else { throw NoHandshake(code: code) }
    }

    deinit {
        gnutls_deinit(session)
        gnutls_certificate_free_credentials(credentials)
    }

    func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = gnutls_record_send(session, bytes, bytes.count)
    }

    /// All until it is enough, or the other side hangs up. Blocks.
    func heard(until isEnough: (String) -> Bool = { _ in false }) -> String {
        var (text, buffer) = ("", [UInt8](repeating: 0, count: 65_536))
        while text.isEmpty || !isEnough(text) {
            let count = gnutls_record_recv(session, &buffer, buffer.count)
            if count == Int(GNUTLS_E_AGAIN) || count == Int(GNUTLS_E_INTERRUPTED) { return text }
            guard count > 0 else { return text }
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return text
    }

    static func get(_ address: Address, _ target: String) async throws -> (status: Int, head: String, body: String) {
        try await offPool {
            let client = try TLSClient(address)
            client.say("GET \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n")
            return RawClient.parts(of: client.heard())
        }
    }
}
