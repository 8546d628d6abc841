import Testing

@testable import Files

@Suite struct SaltedHashTests {
    @Test func `What was kept tells the right secret from others, and says nothing itself`() throws {
        let text = SaltedHash(of: "2468").description
        #expect(text.hasPrefix("scrypt:32768:8:1:") && !text.contains("2468"))
        let kept = try #require(SaltedHash(text))
        #expect(kept.matches("2468") && kept.description == text)
        for wrong in ["2469", "", "24680", "246"] { #expect(!kept.matches(wrong)) }
        // Each has a salt of its own.
        #expect(SaltedHash(of: "2468").description != text)
    }

    /// The value was computed by Python's hashlib.scrypt.
    @Test func `It is scrypt as others compute it`() throws {
        let text =
            "scrypt:32768:8:1:000102030405060708090a0b0c0d0e0f:a485007abe8ec65b23d72e87fe38d987ef7c4f2ddce326fa10600865b278dad5"
        #expect(try #require(SaltedHash(text)).matches("2468"))
    }

    @Test(
        arguments: [
            "", "2468", "scrypt:32768:8:1:00:00", "scrypt:1:8:1:000102030405060708090a0b0c0d0e0f:00",
            "scrypt:32768:8:1:000102030405060708090a0b0c0d0e0f:zz", "md5:32768:8:1:0:0",
        ])
    func `Anything else is none`(text: String) { #expect(SaltedHash(text) == nil) }
}
