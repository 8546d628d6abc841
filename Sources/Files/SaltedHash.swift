import CCrypto
import Faults
import Work

/// A short secret that people remember, as it may lie on a disk: by scrypt (RFC 7914), so that trying all of them takes long.
///
///     let kept = SaltedHash(of: "2468").description     // "scrypt:32768:8:1:…:…"
///     SaltedHash(kept)?.matches("2468")                 // true
public struct SaltedHash: Sendable, CustomStringConvertible {
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// 32 MiB of memory and some 100 ms for each attempt.
    private static let (cost, block, lanes) = (32_768 as UInt64, 8 as UInt64, 1 as UInt64)
    private static let name = "scrypt:\(cost):\(block):\(lanes)"

    /// With a salt of its own. Blocks.
    public init(of secret: String) {
        var system = SystemRandomNumberGenerator()
        salt = (0..<16).map { _ in UInt8.random(in: 0 ... .max, using: &system) }
        hash = Self.derived(secret, salt)
    }

    /// From its description; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[..<4].joined(separator: ":") == Self.name,
            let salt = Self.bytes(parts[4]), let hash = Self.bytes(parts[5]), salt.count == 16, hash.count == 32
        else { return nil }
        (self.salt, self.hash) = (salt, hash)
    }

    /// In time that says nothing about where the two differ. Blocks.
    public func matches(_ secret: String) -> Bool {
        zip(Self.derived(secret, salt), hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    public var description: String { [Self.name, Self.text(salt), Self.text(hash)].joined(separator: ":") }

    private static func derived(_ secret: String, _ salt: [UInt8]) -> [UInt8] {
        assertOffPool()
        var key = [UInt8](repeating: 0, count: 32)
        let text = Array(secret.utf8)
        let isDone = text.withUnsafeBytes { text in
            EVP_PBE_scrypt(
                text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, salt, salt.count, cost, block, lanes,
                64 << 20, &key, key.count)
        }
        guard isDone == 1 else { fatalError("libcrypto has no scrypt, or there is no memory for it") }
        return key
    }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { $0.padded(to: 2, radix: 16) }.joined()
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
