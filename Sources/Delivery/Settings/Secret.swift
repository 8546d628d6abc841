import Faults
import Files
import Glibc
import StrictJSON
import Work

/// A password or key. Whatever prints it prints dots; it is written only where a login or a header of a request is made.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    init(_ text: String) { self.text = text }

    var revealed: String { text }

    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The name of a secret, which is the name of a file.
    static func name(_ node: JSONNode) throws(StrictJSONError) -> String {
        let name = try node.string(limit: 200)
        guard name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
            throw node.error(expected: "the name of a secret, letters, digits, \"-\" and \"_\"")
        }
        return name
    }
}

/// Where secrets are looked up by their names: first among the credentials that systemd hands to a service, then in the
/// operator's own folder. Neither the environment nor an event holds any.
public struct SecretStore: Sendable {
    /// Readable by the service alone, as systemd sees to; nil: none.
    public var credentials: String?
    /// A file for each, of mode 0600.
    public var folder: String

    public init(credentials: String?, folder: String) { (self.credentials, self.folder) = (credentials, folder) }

    /// `$CREDENTIALS_DIRECTORY`, then `$XDG_CONFIG_HOME/boothkit/secrets` (by default below `~/.config`).
    public static var standard: SecretStore {
        SecretStore(credentials: variable("CREDENTIALS_DIRECTORY"), folder: configurationFolder + "/secrets")
    }

    /// The secret without the line's end that editors put there. Blocks.
    ///
    /// - Throws: `noSecret`; `openSecret` (exit status 77) when others may read it, or somebody else owns it.
    func secret(named name: String) throws(DeliveryError) -> Secret {
        assertOffPool()
        var searched: [String] = []
        for (place, isOurs) in [(credentials, false), (folder, true)] {
            guard let path = place.map({ $0 + "/" + name }) else { continue }
            searched.append(path)
            let bytes: [UInt8]
            do throws(FilesError) { bytes = try readAll(path, limit: 65_536) } catch {
                if case .missing = error { continue }
                throw .file(error)
            }
            var status = stat()
            if isOurs, stat(path, &status) != 0 || status.st_mode & 0o077 != 0 || status.st_uid != geteuid() {
                throw .openSecret(path: path)
            }
            var text = String(decoding: bytes, as: UTF8.self)
            while text.last?.isNewline == true { text.removeLast() }
            guard !text.isEmpty else { throw .badSecret(path: path, reason: "the file is empty") }
            guard text.onOneLine == text else { throw .badSecret(path: path, reason: "a secret is one line of text") }
            return Secret(text)
        }
        throw .noSecret(name, searched: searched)
    }
}

/// A folder that the environment names; a relative one counts for nothing.
private func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
}

/// Where an operator's settings stand.
public var configurationFolder: String {
    (variable("XDG_CONFIG_HOME") ?? (variable("HOME") ?? "") + "/.config") + "/boothkit"
}
