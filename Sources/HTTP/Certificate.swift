import CGnuTLS
import Faults
import Files
import Glibc

/// A certificate with its key, for TLS.
public struct Certificate: Sendable {
    /// PEM, both.
    let certificate: String
    let key: String
    /// SHA-256 of the certificate, as browsers show it: `AB:CD:…`.
    public let fingerprint: String
    /// SHA-256 of its public key in base64, by which a browser can be told to trust exactly this one.
    public let pin: String

    /// Reads both as PEM; the first certificate is the listener's own, those that follow lead to its issuer. Blocks.
    public init(certificate path: String, key keyPath: String) throws(HTTPError) {
        func read(_ path: String) throws(HTTPError) -> String {
            do throws(FilesError) { return String(decoding: try readAll(path, limit: 1 << 20), as: UTF8.self) } catch {
                throw .certificate(path: path, reason: error.problem(without: path))
            }
        }
        let (pem, key) = (try read(path), try read(keyPath))
        guard let fingerprint = Self.fingerprint(of: pem), let pin = Self.pin(of: pem) else {
            throw .certificate(path: path, reason: "no certificate as PEM is in it")
        }
        guard key.contains("PRIVATE KEY") else { throw .certificate(path: keyPath, reason: "no key as PEM is in it") }
        (certificate, self.key, self.fingerprint, self.pin) = (pem, key, fingerprint, pin)
    }

    /// The one that is kept in `folder`, or else a new one for the names, signed by itself, which is kept there from then on
    /// and can be read by this user alone. Blocks.
    public static func kept(in folder: String, names: [String]) throws(HTTPError) -> Certificate {
        let (path, keyPath) = (folder + "/web-certificate.pem", folder + "/web-key.pem")
        if FileIdentity(path) != nil, FileIdentity(keyPath) != nil {
            return try Certificate(certificate: path, key: keyPath)
        }
        guard let (certificate, key) = make(names) else {
            throw .certificate(path: path, reason: "GnuTLS could not make one")
        }
        do throws(FilesError) {
            try makeFolder(folder)
            try writeDurably(Array(key.utf8), to: keyPath, isSecret: true)
            try writeDurably(Array(certificate.utf8), to: path)
        } catch { throw .certificate(path: path, reason: error.problem(without: path)) }
        return try Certificate(certificate: path, key: keyPath)
    }

    private static func fingerprint(of pem: String) -> String? {
        guard let certificate = decoded(pem) else { return nil }
        defer { gnutls_x509_crt_deinit(certificate) }
        var (hash, size) = ([UInt8](repeating: 0, count: 32), 32)
        guard gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, &hash, &size) == 0 else { return nil }
        let digits = Array("0123456789ABCDEF")
        return hash.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: ":")
    }

    private static func pin(of pem: String) -> String? {
        guard let certificate = decoded(pem) else { return nil }
        defer { gnutls_x509_crt_deinit(certificate) }
        var (hash, size) = ([UInt8](repeating: 0, count: 32), 32)
        let flags = GNUTLS_KEYID_USE_SHA256.rawValue
        guard gnutls_x509_crt_get_key_id(certificate, flags, &hash, &size) == 0 else { return nil }
        return hash.withUnsafeMutableBufferPointer { buffer in
            var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
            return exported { gnutls_base64_encode2(&datum, $0) }
        }
    }

    private static func decoded(_ pem: String) -> gnutls_x509_crt_t? {
        var certificate: gnutls_x509_crt_t?
        guard gnutls_x509_crt_init(&certificate) == 0 else { return nil }
        var bytes = Array(pem.utf8)
        let code = bytes.withUnsafeMutableBufferPointer { buffer in
            var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
            return gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_PEM)
        }
        if code == 0 { return certificate }
        gnutls_x509_crt_deinit(certificate)
        return nil
    }

    /// Good for ten years, by an elliptic curve that all browsers know.
    private static func make(_ names: [String]) -> (certificate: String, key: String)? {
        var (key, certificate): (gnutls_x509_privkey_t?, gnutls_x509_crt_t?)
        guard gnutls_x509_privkey_init(&key) == 0, gnutls_x509_crt_init(&certificate) == 0 else { return nil }
        defer {
            gnutls_x509_privkey_deinit(key)
            gnutls_x509_crt_deinit(certificate)
        }
        let curve = UInt32(1 << 31) | GNUTLS_ECC_CURVE_SECP256R1.rawValue
        var serial = (0..<16).map { _ in UInt8.random(in: 1...127) }
        let now = time(nil)
        let name = "Boothkit"
        var codes = [
            gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, curve, 0),
            gnutls_x509_crt_set_version(certificate, 3),
            gnutls_x509_crt_set_serial(certificate, &serial, serial.count),
            gnutls_x509_crt_set_activation_time(certificate, now - 86_400),
            gnutls_x509_crt_set_expiration_time(certificate, now + 3_650 * 86_400),
            gnutls_x509_crt_set_dn_by_oid(certificate, "2.5.4.3", 0, name, UInt32(name.utf8.count)),
            gnutls_x509_crt_set_key(certificate, key),
            gnutls_x509_crt_set_basic_constraints(certificate, 0, -1),
        ]
        for name in names { codes.append(add(name, to: certificate)) }
        codes.append(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0))
        guard codes.allSatisfy({ $0 >= 0 }) else { return nil }
        let pem = exported { gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, $0) }
        let keyPEM = exported { gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, $0) }
        if let pem, let keyPEM { return (pem, keyPEM) }
        return nil
    }

    /// As a name, or as an address where it is one.
    private static func add(_ name: String, to certificate: gnutls_x509_crt_t?) -> Int32 {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            guard inet_pton(family, name, &bytes) == 1 else { continue }
            return gnutls_x509_crt_set_subject_alt_name(
                certificate, GNUTLS_SAN_IPADDRESS, bytes, UInt32(size), UInt32(GNUTLS_FSAN_APPEND))
        }
        return gnutls_x509_crt_set_subject_alt_name(
            certificate, GNUTLS_SAN_DNSNAME, name, UInt32(name.utf8.count), UInt32(GNUTLS_FSAN_APPEND))
    }

    private static func exported(_ export: (UnsafeMutablePointer<gnutls_datum_t>) -> Int32) -> String? {
        var datum = gnutls_datum_t()
        guard export(&datum) == 0, let data = datum.data else { return nil }
        defer { free(data) }
        return String(decoding: UnsafeBufferPointer(start: data, count: Int(datum.size)), as: UTF8.self)
    }
}
