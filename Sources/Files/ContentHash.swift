import CCrypto
import Work

/// The SHA-256 of some bytes: the name under which captures and renditions are kept, and the key by which unchanged
/// work is skipped.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Reads the regular file at `path` in pieces of 256 KiB.
    public init(contentsOf path: String) throws(FilesError) {
        self = try Self.of(Descriptor.reading(path)).hash
    }

    /// The hash and the size in bytes of the regular file at `path`, which is read once; when this returns, the disk has it.
    public static func flushing(_ path: String) throws(FilesError) -> (hash: ContentHash, bytes: Int) {
        let file = try Descriptor.reading(path)
        let facts = try of(file)
        try file.synchronise()
        return facts
    }

    private static func of(_ file: borrowing Descriptor) throws(FilesError) -> (hash: ContentHash, bytes: Int) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        var hasher = ContentHasher()
        var bytes = 0
        while true {
            let count = try file.read(into: buffer)
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
            bytes += count
            if count < buffer.count { break }
        }
        return (hasher.finish(), bytes)
    }

    public init(of bytes: [UInt8]) {
        var hasher = ContentHasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    init(bytes: [UInt8]) {
        precondition(bytes.count == 32)
        self.bytes = bytes
    }

    /// From its description; nil for anything else.
    public init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// 64 hexadecimal digits, lower case.
    public var description: String { Self.hexadecimal(bytes[...]) }

    /// The first 8 of them, as in the names of files.
    public var prefix8: String { Self.hexadecimal(bytes.prefix(4)) }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// A SHA-256 in the making. libcrypto's EVP takes the processor's SHA instructions where they exist.
public struct ContentHasher: ~Copyable {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// The bytes as they are: two calls are the same as one with both.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { fatalError("SHA-256 failed") }
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The UTF-8 of `string` after its length (8 bytes, little-endian): "ab", "c" and "a", "bc" give different hashes.
    public mutating func update(_ string: String) {
        let text = Array(string.utf8)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { update($0) }
        update(text)
    }

    public mutating func update(_ hash: ContentHash) {
        update(hash.bytes)
    }

    public consuming func finish() -> ContentHash {
        var digest = [UInt8](repeating: 0, count: 32)
        guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { fatalError("SHA-256 failed") }
        return ContentHash(bytes: digest)
    }
}
