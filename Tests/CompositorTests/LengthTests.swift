import Testing

@testable import Compositor

@Suite struct LengthTests {
    /// On a side of 1200 pixels at 300 dpi.
    @Test(arguments: [
        ("12px", 12.0), ("-3.5px", -3.5), ("25.4mm", 300), ("2.54cm", 300), ("1in", 300), ("0.5in", 150), ("25%", 300),
        ("-10%", -120), ("0%", 0), (".5in", 150), ("+1in", 300),
    ])
    func `lengths with units`(text: String, pixels: Double) throws {
        let length = try #require(Length(text: text))
        #expect(abs(length.pixels(of: 1200, dpi: 300) - pixels) < 1e-9)
    }

    @Test(arguments: [
        "", "12", "mm", "%", "12 mm", " 12mm", "12mm ", "1e3mm", "1e300%", "nanmm", "infin", "0x10px", "12pt", "1,5mm",
        "--1mm",
        "12MM", "٣mm",
    ])
    func `what is no length`(text: String) {
        #expect(Length(text: text) == nil)
    }
}
