import Testing

@testable import Files

@Suite struct ContentHashTests {
    /// Vectors of FIPS 180-2, appendix B.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `agrees with the published vectors`(text: String, hexadecimal: String) {
        let hash = ContentHash(of: Array(text.utf8))
        #expect(hash.description == hexadecimal)
        #expect(hash.prefix8 == hexadecimal.prefix(8))
    }

    /// Around the size of the buffer, where a streamed read could lose or repeat bytes.
    @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 524_288, 1_000_001])
    func `a file hashes as its bytes do`(count: Int) throws {
        let scratch = try Scratch()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }
        try writeDurably(bytes, to: scratch.path("file"))
        #expect(try ContentHash(contentsOf: scratch.path("file")) == ContentHash(of: bytes))
    }

    @Test func `bytes given in pieces hash as one, strings do not`() {
        #expect(
            hash {
                $0.update([1, 2])
                $0.update([3])
            } == ContentHash(of: [1, 2, 3]))
        #expect(
            hash {
                $0.update("ab")
                $0.update("c")
            }
                != hash {
                    $0.update("a")
                    $0.update("bc")
                })
        #expect(hash { $0.update("") } != hash { _ in })
        #expect(hash { $0.update("a") } == ContentHash(of: [1, 0, 0, 0, 0, 0, 0, 0, 97]))
    }

    @Test func `a hash can be part of another`() {
        let inner = ContentHash(of: [1])
        #expect(hash { $0.update(inner) } == ContentHash(of: inner.bytes))
    }

    @Test func `a missing file is an error`() {
        #expect(throws: FilesError.missing(path: "/no/such")) { try ContentHash(contentsOf: "/no/such") }
    }

    private func hash(_ fill: (inout ContentHasher) -> Void) -> ContentHash {
        var hasher = ContentHasher()
        fill(&hasher)
        return hasher.finish()
    }
}
