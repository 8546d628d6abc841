public import Files
import Glibc
import HTTP
import Sessions
import Synchronization
public import Work

/// How operators are known: by a secret that only this user's files have, and that a browser gets by a link which is good once.
/// It is the booth's, not an event's, so that whoever copies an event's folder does not get it.
///
///     let code = try OperatorSecret(folder: state).invitation()
///     print("http://127.0.0.1:8080/login/\(code)")
public struct OperatorSecret: Sendable {
    static let cookie = "boothkit_operator"
    /// Within which an invitation has to be used.
    public static let patience = Duration.seconds(600)
    /// For how long a browser is known.
    private static let days = 30

    private let folder: String
    private let time: TimeSource

    /// - Parameter folder: `$XDG_STATE_HOME/boothkit`.
    public init(folder: String, time: TimeSource = .system) { (self.folder, self.time) = (folder, time) }

    private var path: String { folder + "/operator-secret" }
    private var invitations: String { folder + "/invitations" }

    /// A new code for one login. Blocks.
    public func invitation() throws(FilesError) -> String {
        try makeFolder(invitations)
        chmod(folder, 0o700)
        let code = Self.random()
        // Whoever reads the folder's names cannot log in by them.
        try writeDurably(Array("\(time.wall)".utf8), to: file(of: code), isSecret: true)
        return code
    }

    /// Whether it was good; it is not any more. Blocks.
    func use(_ code: String) -> Bool {
        let path = file(of: code)
        guard let bytes = try? readAll(path, limit: 64), unlink(path) == 0 else { return false }
        let made = Int(String(decoding: bytes, as: UTF8.self)) ?? 0
        return (0...Int(Self.patience / .milliseconds(1))).contains(time.wall - made)
    }

    private func file(of code: String) -> String { "\(invitations)/\(ContentHash(of: Array(code.utf8)))" }

    /// The value of the cookie, made where there is none yet. Blocks.
    func value() throws(FilesError) -> String {
        if let known { return known }
        try makeFolder(folder)
        let secret = Self.random()
        try writeDurably(Array(secret.utf8), to: path, isSecret: true)
        // Another process may have made one at the same time.
        return known ?? secret
    }

    private var known: String? {
        guard let bytes = try? readAll(path, limit: 256), bytes.count >= 16 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the request comes from a browser that has logged in. Blocks.
    func isKnown(_ request: Request) -> Bool {
        guard let given = request.cookie(Self.cookie), let known else { return false }
        // Hashes, so that the time it takes says nothing about where the two differ.
        return ContentHash(of: Array(given.utf8)) == ContentHash(of: Array(known.utf8))
    }

    /// - Parameter lasts: false: until the browser is closed.
    func field(_ value: String, isSecure: Bool, lasts: Bool = true) -> String {
        "\(Self.cookie)=\(value); Path=/; HttpOnly; SameSite=Strict" + (lasts ? "; Max-Age=\(Self.days * 86_400)" : "")
            + (isSecure ? "; Secure" : "")
    }

    /// 26 letters and digits, from the system's generator.
    private static func random() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<26).map { _ in letters.randomElement()! })
    }
}

/// Counts what somebody does too often, by address, in windows of time.
final class Allowance: Sendable {
    private let most: Int
    private let window: Duration
    private let time: TimeSource
    private let counts = Mutex<Counts>([:])
    /// Whoever comes from more addresses than that makes them up; the oldest are forgotten.
    private static let addresses = 10_000

    /// So many within `window` of the first.
    init(_ most: Int, in window: Duration, by time: TimeSource) {
        (self.most, self.window, self.time) = (most, window, time)
    }

    /// For how long nothing more is allowed; nil: it is.
    func wait(_ address: String) -> Duration? { counts.withLock { wait(address, in: $0) } }

    func count(_ address: String) { counts.withLock { count(address, in: &$0) } }

    /// Counts once more, unless nothing more is allowed: then for how long.
    func spend(_ address: String) -> Duration? {
        counts.withLock { counts in
            if let wait = wait(address, in: counts) { return wait }
            count(address, in: &counts)
            return nil
        }
    }

    /// It was right after all.
    func forget(_ address: String) { counts.withLock { $0[address] = nil } }

    private typealias Counts = [String: (count: Int, end: TimeSource.Instant)]

    private func wait(_ address: String, in counts: Counts) -> Duration? {
        let now = time.now
        guard let known = counts[address], known.end > now, known.count >= most else { return nil }
        return known.end - now
    }

    private func count(_ address: String, in counts: inout Counts) {
        let now = time.now
        if counts.count >= Self.addresses {
            counts = counts.filter { $0.value.end > now }
            if counts.count >= Self.addresses { counts = [:] }
        }
        let known = counts[address].flatMap { $0.end > now ? $0 : nil }
        let count = (known?.count ?? 0) + 1
        // The last that is allowed begins the wait anew, so that it lasts as long as it is said to.
        counts[address] = (count, count >= most ? now + window : known?.end ?? now + window)
    }
}
