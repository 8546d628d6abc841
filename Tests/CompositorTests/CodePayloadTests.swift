import Compositor
import Imaging
import Testing

@Suite struct CodePayloadTests {
    @Test(
        .enabled(if: BarcodeReader.isInstalled, "zbar-tools is not installed"),
        arguments: [
            ("https://example.com/a?b=c#d", nil), ("HELLO 47", nil),
            (
                "https://example.com/Grüße/47?q=ä&x=%C3%A4#ü",
                "https://example.com/Gr%C3%BC%C3%9Fe/47?q=%C3%A4&x=%C3%A4#%C3%BC"
            ),
            ("https://example.com/two words", "https://example.com/two%20words"),
            ("https://fotos.müller.example:8080/s/", "https://fotos.xn--mller-kva.example:8080/s/"),
            ("HTTPS://BÜCHER.example", "HTTPS://xn--bcher-kva.example"),
            ("https://例え.jp/😀", "https://xn--r8jz45g.jp/%F0%9F%98%80"),
            ("mailto:anna@example.com?subject=Grüße", "mailto:anna@example.com?subject=Gr%C3%BC%C3%9Fe"),
            ("Grüße an Łukasz und Αλέξανδρος", nil), ("WIFI:T:WPA;S:Café;P:geheim;;", nil),
            ("BEGIN:VCARD\nVERSION:3.0\nFN:Jürgen Dvořák\nEND:VCARD", nil),
        ] as [(String, String?)])
    func `phones read what was meant, and addresses as browsers send them`(content: String, read: String?) throws {
        let scratch = try Scratch()
        let picture = try QRCode(content: content).image(module: 6)
        let path = try scratch.write("code.png", picture.encoded(as: .png, metadata: Metadata()))
        #expect(try BarcodeReader.contents(of: path) == read ?? content)
    }

    @Test func `text beyond ASCII says that it is UTF-8, and plain text needs no more room than it did`() throws {
        // Version 1 holds 14 bytes at correction M; the sign for UTF-8 takes one and a half of them.
        #expect(try QRCode(content: "aaaaaaaaaaaaaa").modules == 21)
        #expect(try QRCode(content: "ääääääa").modules == 25)
    }

    @Test func `content that is too long once it is encoded is refused with its length`() {
        let content = "https://example.com/" + String(repeating: "ü", count: 1_000)
        #expect(throws: QRCodeError.tooLong(bytes: 6_020, limit: 2_331, correction: .medium)) {
            try QRCode(content: content)
        }
    }
}
