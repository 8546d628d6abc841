import Files
import Glibc
import Rigs
import Testing
import Work

@testable import HTTP

@Suite struct CertificateTests {
    private let folder = "\(temporaryFolder)/boothkit-tls-\(UInt64.random(in: 0 ... .max))"

    @Test func `A certificate is made once and kept, its key for this user alone; a client that knows it is served`()
        async throws
    {
        defer { removeTree(folder) }
        let made = try Certificate.kept(in: folder, names: ["booth.lan", "127.0.0.1"])
        #expect(made.fingerprint.wholeMatch(of: /([0-9A-F]{2}:){31}[0-9A-F]{2}/) != nil)
        #expect(try Certificate.kept(in: folder, names: ["other"]).fingerprint == made.fingerprint)
        var status = stat()
        #expect(stat(folder + "/web-key.pem", &status) == 0 && status.st_mode & 0o777 == 0o600)
        let listener = try Listener(at: Address(parsing: "0"), certificate: made) { request in
            Answer(.text("secure: \(request.isSecure)"))
        }
        let port = listener.address.port
        let outcome = await Child(
            [
                "sh", "-c",
                "printf 'GET / HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -quiet "
                    + "-connect 127.0.0.1:\(port) -CAfile \(folder)/web-certificate.pem -verify_return_error "
                    + "-verify_ip 127.0.0.1 -ign_eof",
            ], output: .captured(10_000)
        ).result(within: .seconds(20))
        #expect(String(decoding: outcome.output, as: UTF8.self).contains("secure: true"))
        // Whoever speaks plainly gets nothing, and others go on.
        #expect(try await RawClient.get(listener.address, "/").status == 0)
        await listener.stop()
    }

    @Test func `What is no certificate, or no key of it, is said before anybody is served`() throws {
        try makeFolder(folder)
        defer { removeTree(folder) }
        let (one, other) = (folder + "/one", folder + "/other")
        try writeDurably(Array("nothing".utf8), to: one)
        #expect(throws: HTTPError.certificate(path: one, reason: "no certificate as PEM is in it")) {
            try Certificate(certificate: one, key: one)
        }
        #expect(throws: HTTPError.self) { try Certificate(certificate: folder + "/none", key: one) }
        _ = try Certificate.kept(in: one + "-1", names: ["a"])
        _ = try Certificate.kept(in: one + "-2", names: ["a"])
        let mixed = try Certificate(certificate: one + "-1/web-certificate.pem", key: one + "-2/web-key.pem")
        #expect(throws: HTTPError.self) {
            try Listener(at: Address(parsing: "0"), certificate: mixed) { _ in Answer() }
        }
        #expect(throws: HTTPError.certificate(path: other, reason: "no such file or folder")) {
            try Certificate(certificate: one + "-1/web-certificate.pem", key: other)
        }
    }
}
